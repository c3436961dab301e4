#include "reports/doctor.h"

#include <fmt/core.h>

#include <algorithm>

#include "reports/text.h"

namespace interlock {

namespace {

// The commands that mend what could not be seen, each with the checks that wait for it,
// in the order in which they came up.
std::vector<std::pair<Texts, Texts>> mends_of(const Findings& findings) {
  std::vector<std::pair<Texts, Texts>> mends;
  for (const Finding& finding : findings) {
    if (finding.verdict.outcome != Outcome::unknown) continue;
    const auto same = std::find_if(mends.begin(), mends.end(), [&](const auto& each) {
      return each.first == finding.verdict.commands;
    });
    Texts& checks = same != mends.end()
                        ? same->second
                        : mends.emplace_back(finding.verdict.commands, Texts{}).second;
    const std::string& id = finding.posed.guard->check;
    if (std::find(checks.begin(), checks.end(), id) == checks.end()) checks.push_back(id);
  }
  return mends;
}

}  // namespace

std::string doctor_text(const Sight& sight, const Style& style) {
  std::size_t width = 0;
  for (const Finding& finding : sight.endpoints)
    width = std::max(width, finding.posed.guard->check.size());
  std::string text, endpoint;
  for (const Finding& finding : sight.endpoints) {
    if (finding.on != endpoint)
      text += painted(style, Role::bold, shown(style, endpoint = finding.on)) + "\n";
    text += check_text(line_of(finding), style, width);
  }
  std::size_t blind = 0;
  for (const auto& [commands, checks] : mends_of(sight.guards)) {
    blind += checks.size();
    text += wrapped(style, "Not answered: " + listed(checks), 0, 2) + "\n";
    for (const std::string& command : commands)
      text += "  " + painted(style, Role::remedy, command_words(style, command)) + "\n";
  }
  const auto asked = static_cast<std::int64_t>(sight.guards.size());
  return text + (blind == 0
                     ? fmt::format("All {} can be answered.\n", counted_words(asked, "check"))
                     : fmt::format("{} of {} cannot be answered.\n", blind,
                                   counted_words(asked, "check")));
}

}  // namespace interlock
