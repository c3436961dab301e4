#include "engine/cli/help.h"

#include <fmt/core.h>

#include <algorithm>
#include <sstream>

#include "engine/cli/exit.h"
#include "engine/written.h"
#include "reports/style.h"

namespace interlock {

namespace {

// What `interlock --help` lists; the first of a group names it.
struct Row {
  std::string_view group, verbs, means;
};
constexpr Row rows[] = {
    {"Before", "ready MACHINE", "is this installation fit to upgrade, and what is to be mended?"},
    {"", "list, show, path", "what machines there are, how one runs, which releases come between"},
    {"", "prove", "what is proved of a machine, and how it would go wrong"},
    {"During", "run, observe", "Interlock acts, or you act and it watches"},
    {"", "status, answer", "where a run stands; answer its question"},
    {"", "resume, retry", "look again and go on; do the step again"},
    {"", "back", "go back, with the loss stated first"},
    {"After", "verify, report", "is the new release sound? what happened?"},
    {"", "audit", "is the record whole? audit verify, conform"},
    {"Help", "", "checks, explain, doctor, schema, completion, man, demo"}};
constexpr std::size_t group_column = 11, means_column = 29;

// The exit codes, as many in a line as there is room for.
std::string exits(std::size_t width) {
  constexpr std::size_t column = group_column;
  std::string text = "Exit", line(column - text.size(), ' ');
  std::size_t used = column;
  for (const ExitWords& each : exit_words) {
    const std::string item = fmt::format("{} {}", static_cast<int>(each.exit), each.brief);
    if (used > column && used + 2 + item.size() > width) {
      line = "\n" + std::string(column, ' ');
      used = column;
    } else if (used > column) {
      line = "  ";
      used += 2;
    }
    text += line + item;
    used += item.size();
  }
  return text + "\n";
}

// An option and what it means, in two columns; what is long wraps below itself.
std::string line(const std::string& option, const std::string& means, const Style& style) {
  constexpr std::size_t column = 22;
  const std::string head = "  " + option;
  const std::string gap = head.size() < column ? std::string(column - head.size(), ' ')
                                               : "\n" + std::string(column, ' ');
  return head + gap + wrapped(style, means, column, column) + "\n";
}

std::string see(const VerbWords& verb) {
  return fmt::format("See interlock {}--help.", verb.name.empty() ? "" : verb.name + " ");
}

// The option of a word such as --to or --to=6.4.2.
const VerbWords::Option* option_of(const VerbWords& verb, const std::string& word) {
  const std::string name = word.substr(0, word.find('='));
  const auto found =
      std::find_if(verb.options.begin(), verb.options.end(),
                   [&](const auto& option) { return !option.positional && option.name == name; });
  return found == verb.options.end() ? nullptr : &*found;
}

Fault no_such_option(const VerbWords& verb, const std::string& word) {
  std::vector<std::string_view> names;
  for (const auto& option : verb.options)
    if (!option.positional) names.push_back(option.name);
  const std::string name = word.substr(0, word.find('='));
  const std::string near = suggestion(name, names);
  return {fmt::format("interlock {} has no option {}.", verb.name, name),
          near + (near.empty() ? "" : " ") + see(verb)};
}

Fault no_such_verb(const std::string& word, const VerbWords& all) {
  if (word.starts_with("-"))
    return {fmt::format("interlock alone has no option {}.", word), "See interlock --help."};
  std::vector<std::string_view> names;
  for (const VerbWords& verb : all.verbs) names.push_back(verb.name);
  const std::string near = suggestion(word, names);
  return {fmt::format("there is no verb \"{}\".", word),
          near + (near.empty() ? "" : " ") + "All of them: interlock --help"};
}

// Of the words behind a verb.
Fault fault_behind(const VerbWords& verb, const std::vector<std::string>& words,
                   const std::string& told) {
  std::vector<std::string> plain_words;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (word.size() < 2 || word[0] != '-') {
      plain_words.push_back(word);
      continue;
    }
    const auto* option = option_of(verb, word);
    if (option == nullptr) return no_such_option(verb, word);
    if (option->value.empty() || word.find('=') != std::string::npos) continue;
    if (++i == words.size())
      return {fmt::format("{} needs a value: {} {}.", word, word, option->value), see(verb)};
  }
  std::size_t place = 0;
  for (const auto& option : verb.options) {
    if (!option.positional) continue;
    if (place >= plain_words.size() && option.required)
      return {option.name + " is missing: " + option.means + ".", see(verb)};
    ++place;
  }
  if (verb.verbs.empty() && plain_words.size() > place)
    return {fmt::format("\"{}\" is a word too many.", plain_words[place]), see(verb)};
  if (!verb.verbs.empty()) {
    std::vector<std::string_view> names;
    for (const VerbWords& below : verb.verbs)
      names.push_back(std::string_view(below.name).substr(below.name.rfind(' ') + 1));
    if (plain_words.empty())
      return {fmt::format("interlock {} alone does nothing.", verb.name), see(verb)};
    const std::string near = suggestion(plain_words.front(), names);
    return {fmt::format("there is no verb \"{} {}\".", verb.name, plain_words.front()),
            near + (near.empty() ? "" : " ") + see(verb)};
  }
  return {told + (told.ends_with(".") ? "" : "."), see(verb)};
}

}  // namespace

void take_type(VerbWords::Option& option, const std::string& type) {
  const auto list = type.find(":{");
  if (!option.positional) option.value = type.substr(0, std::min(list, type.find(":INT in")));
  if (list == std::string::npos) return;
  std::istringstream words(type.substr(list + 2, type.size() - list - 3));
  for (std::string word; std::getline(words, word, ',');) option.choices.push_back(word);
}

std::string overview_text(const Style& style) {
  std::string text = wrapped(style,
                             "Interlock leads a self-hosted system through an upgrade: nothing "
                             "moves until it is proved safe.",
                             0, 0) +
                     "\n";
  for (const auto& [group, verbs, means] : rows) {
    const std::size_t column = verbs.empty() ? group_column : means_column;
    const std::string head = padded(std::string(group), group_column) + std::string(verbs);
    text += padded(head, column) + wrapped(style, means, column, column) + "\n";
  }
  text += exits(style.width);
  const std::string uses[] = {"First use: interlock demo", "One verb: interlock ready --help",
                              "Manual: interlock man | man -l -"};
  const bool wide = style.width >= 99;
  for (const std::string& use : uses)
    text += use + (!wide || &use == std::end(uses) - 1 ? "\n" : "      ");
  return text;
}

std::string help_text(const VerbWords& verb, const Style& style) {
  std::string usage = "interlock " + verb.name, lines, variables;
  int variable_count = 0;
  for (const auto& option : verb.options) {
    if (option.positional) usage += option.required ? " " + option.name : " [" + option.name + "]";
    lines +=
        line(option.name + (option.value.empty() ? "" : " " + option.value), option.means, style);
    if (!option.variable.empty() && ++variable_count <= 2)
      variables += (variables.empty() ? "" : ", ") + option.variable;
  }
  for (const VerbWords& below : verb.verbs)
    lines += line(below.name.substr(below.name.rfind(' ') + 1), below.about, style);
  usage += verb.verbs.empty() ? " [options]" : " VERB [options]";
  std::string text = usage + "\n" + wrapped(style, verb.about, 0, 0) + "\n" + lines;
  if (variable_count > 2)
    text += wrapped(style, "Options can be given as variables too: " + variables + ", ...", 0, 0) +
            "\n";
  return text;
}

Fault fault_in(const VerbWords& all, std::vector<std::string> words, const std::string& told) {
  const VerbWords* verb = &all;
  while (!words.empty()) {
    const auto below = std::find_if(verb->verbs.begin(), verb->verbs.end(), [&](const auto& each) {
      return each.name == (verb == &all ? "" : verb->name + " ") + words.front();
    });
    if (below == verb->verbs.end()) break;
    verb = &*below;
    words.erase(words.begin());
  }
  if (verb == &all && words.empty()) return {"nothing was asked for.", "See interlock --help."};
  Fault fault = verb == &all ? no_such_verb(words.front(), all) : fault_behind(*verb, words, told);
  fault.verb = verb->name;
  return fault;
}

}  // namespace interlock
