#include <fmt/core.h>

#include <algorithm>

#include "reports/text.h"

namespace interlock {

namespace {

constexpr std::size_t below = 6;  // how far in a text stands that has a line of its own

}  // namespace

std::string closing_text(const Style& style, const Texts& sentences) {
  std::string text, line;
  for (const std::string& sentence : sentences) {
    if (!line.empty() && columns_of(line) + 1 + columns_of(sentence) > style.width) {
      text += line + "\n";
      line.clear();
    }
    line += (line.empty() ? "" : " ") + sentence;
  }
  return text + line + "\n";
}

std::string list_text(const std::vector<MachineLine>& machines, const Style& style) {
  std::size_t ids = 0, titles = 0;
  for (const MachineLine& machine : machines) {
    ids = std::max(ids, columns_of(shown(style, machine.id)));
    if (machine.refused.empty()) titles = std::max(titles, columns_of(shown(style, machine.title)));
  }
  constexpr std::size_t facts = 24;  // "  24 states  not proved" and two spaces
  const bool fits = 2 + ids + 2 + titles + facts <= style.width;
  std::string text;
  std::int64_t usable = 0;
  for (const MachineLine& machine : machines) {
    const std::string id = padded(shown(style, machine.id), ids);
    if (!machine.refused.empty()) {
      text += fmt::format("  {}  {}: {}\n", id, painted(style, Role::fail, "refused"),
                          wrapped(style, shown(style, machine.refused), ids + 13, ids + 4));
      continue;
    }
    ++usable;
    const std::string title = shown(style, machine.title);
    const std::string standing =
        fmt::format("{}  {}", counted_words(machine.states, "state"),
                    machine.proved ? painted(style, Role::pass, "proved")
                                   : painted(style, Role::fail, "not proved"));
    text += fits ? fmt::format("  {}  {}  {}\n", id, padded(title, titles), standing)
                 : fmt::format("  {}  {}\n{}{}\n", id, standing, std::string(below, ' '),
                               wrapped(style, title, below, below));
  }
  return text + closing_text(style, {counted_words(usable, "machine") + ".",
                                     "Details: interlock show MACHINE.",
                                     "Is yours fit? interlock ready MACHINE --root DIR"});
}

std::string checks_text(const std::vector<const Check*>& checks, std::size_t all,
                        const Style& style) {
  std::size_t ids = 0;
  for (const Check* check : checks) ids = std::max(ids, check->id.size());
  std::string text;
  for (const Check* check : checks) {
    const std::size_t from = style.width < 76 ? below : ids + 4;
    text += style.width < 76 ? fmt::format("  {}\n{}", check->id, std::string(below, ' '))
                             : fmt::format("  {:<{}}  ", check->id, ids);
    text += wrapped(style, plain(style, std::string(check->asks)), from, from) + "\n";
  }
  return text + closing_text(style, {fmt::format("{} of {} checks.", checks.size(), all),
                                     "Details: interlock explain CHECK"});
}

}  // namespace interlock
