#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "engine/cli/help.h"
#include "engine/cli/options.h"
#include "engine/cli/terminal.h"
#include "engine/cli/tree.h"
#include "engine/utf8.h"

namespace interlock {

namespace {

using Words = std::vector<std::string>;

std::string name_of(const CLI::App* verb) {
  std::string name;
  for (; verb->get_parent() != nullptr; verb = verb->get_parent())
    name = verb->get_name() + (name.empty() ? "" : " ") + name;
  return name;
}

// The verb as its help tells it; what every verb has comes last.
VerbWords words_of(const CLI::App* verb) {
  VerbWords words{name_of(verb), verb->get_description(), {}, {}};
  for (const CLI::Option* option : verb->get_options()) {
    if (option->get_name() == "--help") continue;
    words.options.push_back(
        {option->get_positional() ? option->get_name() : option->get_name(false, true),
         "",
         option->get_description(),
         option->get_envname(),
         option->get_positional(),
         option->get_required(),
         {}});
    take_type(words.options.back(), option->get_type_size() ? option->get_type_name() : "");
  }
  std::stable_partition(words.options.begin(), words.options.end(), [](const auto& option) {
    return option.name != "--color" && option.name != "--quiet";
  });
  std::stable_partition(words.options.begin(), words.options.end(),
                        [](const auto& option) { return option.positional; });
  for (const CLI::App* below : verb->get_subcommands({})) words.verbs.push_back(words_of(below));
  return words;
}

Parsed refused(const CLI::App& app, const std::string& told, const Words& words, Options options) {
  Fault fault = fault_in(words_of(&app), words, told);
  options.verb = fault.verb;
  for (std::size_t i = 0; i + 1 < words.size(); ++i)  // perhaps it was not read any more
    if (words[i] == "--format" && words[i + 1] == "json") options.format = "json";
  return {std::move(options), fault.what, fault.hint, 2};
}

}  // namespace

Parsed options_of(int argc, const char* const* argv) {
  Options options;
  CLI::App app("Interlock", "interlock");
  build(app, options);
  const Words words(argv + std::min(argc, 1), argv + argc);
  for (const std::string& word : words)
    if (!utf8(word))
      return {{}, "what was typed is not UTF-8: " + readable(word), "Rename it, or link to it.", 2};
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForVersion& version) {
    return {{}, std::string(version.what()) + "\n", {}, 0};
  } catch (const CLI::CallForHelp&) {
    const CLI::App* deepest = &app;
    std::ptrdiff_t verbs = 0;
    for (; !deepest->get_subcommands().empty(); ++verbs)
      deepest = deepest->get_subcommands().front();
    Words others = words;
    std::erase_if(others, [](const auto& word) { return word == "--help" || word == "-h"; });
    const bool no_verb = !deepest->get_subcommands({}).empty() &&
                         std::count_if(others.begin(), others.end(), [](const auto& word) {
                           return !word.starts_with("-");
                         }) > verbs;
    if (no_verb) return refused(app, "", others, std::move(options));
    const Style style = style_of({}, STDOUT_FILENO);
    return {
        {}, deepest == &app ? overview_text(style) : help_text(words_of(deepest), style), {}, 0};
  } catch (const CLI::Error& failure) {
    return refused(app, failure.what(), words, std::move(options));
  }
  return {std::move(options), {}, {}, 0};
}

VerbWords all_verbs() {
  Options unused;
  CLI::App app("Interlock", "interlock");
  build(app, unused);
  return words_of(&app);
}

}  // namespace interlock
