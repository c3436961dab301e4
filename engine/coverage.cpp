#include "engine/coverage.h"

#include <algorithm>

#include "engine/digest.h"
#include "engine/error.h"

namespace interlock {

namespace {

bool asks_only_the_operator(const Transition& transition) {
  return !transition.require.empty() &&
         std::all_of(transition.require.begin(), transition.require.end(),
                     [](const Guard& guard) { return guard.check.starts_with("operator."); });
}

// The headings as the procedure comes to them; those that nobody names last.
Texts headings_of(const Machine& machine) {
  Texts headings;
  const auto add = [&](const std::string& heading) {
    if (machine.guide.units.contains(heading) &&
        std::find(headings.begin(), headings.end(), heading) == headings.end())
      headings.push_back(heading);
  };
  const auto add_all = [&](const Texts& cites) {
    for (const std::string& written : cites)
      if (const auto cite = cite_of(written)) add(cite->heading);
  };
  for (const Transition& transition : machine.transitions) add_all(transition.cites);
  for (const Uncovered& uncovered : machine.not_covered) add_all(uncovered.cites);
  for (const auto& [heading, unused] : machine.guide.units) add(heading);
  return headings;
}

// More than any guide has; what a machine declares is not believed without bounds.
constexpr std::int64_t most_units = 10'000;

std::vector<Unit> declared_units(const Machine& machine) {
  std::vector<Unit> units;
  for (const std::string& heading : headings_of(machine)) {
    const std::int64_t number = machine.guide.units.at(heading);
    if (number > most_units - static_cast<std::int64_t>(units.size()))
      throw Error(Error::Kind::input, "the machine counts over 10,000 units in its guide.",
                  "Correct guide/units.");
    for (std::int64_t i = 1; i <= number; ++i) units.push_back({heading, i, {}});
  }
  return units;
}

std::string units_text(std::int64_t number) {
  return std::to_string(number) + (number == 1 ? " unit" : " units");
}

// The units of each heading, where they stand in Coverage::units.
using Places = Named<std::vector<std::size_t>>;

Places places_of(const std::vector<CoveredUnit>& units) {
  Places places;
  for (std::size_t i = 0; i < units.size(); ++i) places[units[i].unit.heading].push_back(i);
  return places;
}

// Calls for every unit that is cited, perhaps several times.
template <class Use>
void each_cited(const Texts& cites, const Places& places, const Use& use) {
  for (const std::string& written : cites) {
    const auto cite = cite_of(written);
    const auto units = cite ? places.find(cite->heading) : places.end();
    if (units == places.end()) continue;
    const auto all = static_cast<std::int64_t>(units->second.size());
    const std::int64_t last = cite->first == 0 ? all : std::min(cite->last, all);
    for (std::int64_t i = std::max<std::int64_t>(cite->first, 1); i <= last; ++i)
      use(units->second[static_cast<std::size_t>(i - 1)]);
  }
}

template <class Item>
void add_once(std::vector<const Item*>& to, const Item& item) {
  if (to.empty() || to.back() != &item) to.push_back(&item);
}

void compare(const Machine& machine, const GuideText& guide, const std::vector<Unit>& units,
             Texts& problems) {
  const std::string is = hex_of(guide.text);
  if (is != machine.guide.sha256)
    problems.push_back("The SHA-256 of " + guide.file + " is " + is + ", that of the guide is " +
                       machine.guide.sha256 + ".");
  const auto found = counted(units);
  for (const auto& [heading, number] : machine.guide.units) {
    const auto there = found.find(heading);
    const std::int64_t has = there == found.end() ? 0 : there->second;
    if (has != number)
      problems.push_back(heading + " has " + units_text(has) + ", not " + std::to_string(number) +
                         ".");
  }
  for (const auto& [heading, number] : found)
    if (!machine.guide.units.contains(heading))
      problems.push_back(heading + " has " + units_text(number) +
                         ", and the machine does not know it.");
}

// What is wrong with a unit, as the end of a sentence about one or several.
std::string fault_of(const CoveredUnit& unit, bool several) {
  const std::string is = several ? " are " : " is ";
  if (unit.by.empty()) return is + "neither cited nor left out.";
  return is + "cited by " + unit.by.front()->id + ", and left out too.";
}

// Units that follow each other and lack the same are one problem.
void add_unsettled(Coverage& coverage) {
  const auto& units = coverage.units;
  for (std::size_t i = 0; i < units.size();) {
    const std::size_t first = i++;
    if (units[first].settled()) continue;
    const std::string fault = fault_of(units[first], true);
    while (i < units.size() && !units[i].settled() && fault_of(units[i], true) == fault &&
           units[i].unit.heading == units[first].unit.heading)
      ++i;
    const bool several = i > first + 1;
    coverage.problems.push_back(units[first].unit.heading + "#" +
                                std::to_string(units[first].unit.number) +
                                (several ? "-" + std::to_string(units[i - 1].unit.number) : "") +
                                fault_of(units[first], several));
  }
}

Coverage settled(const Machine& machine, std::vector<Unit> units, Texts problems) {
  Coverage coverage{{}, std::move(problems)};
  for (Unit& unit : units) coverage.units.push_back({std::move(unit), {}, {}});
  const Places places = places_of(coverage.units);
  for (const Transition& transition : machine.transitions)
    each_cited(transition.cites, places,
               [&](std::size_t i) { add_once(coverage.units[i].by, transition); });
  for (const Uncovered& uncovered : machine.not_covered)
    each_cited(uncovered.cites, places,
               [&](std::size_t i) { add_once(coverage.units[i].left_out, uncovered); });
  add_unsettled(coverage);
  return coverage;
}

bool is_covered(const CoveredUnit& unit, Cover cover) {
  return std::any_of(unit.by.begin(), unit.by.end(),
                     [&](const Transition* transition) { return cover_of(*transition) == cover; });
}

}  // namespace

std::string_view word(Cover cover) {
  switch (cover) {
    case Cover::done: return "done";
    case Cover::checked: return "checked";
    case Cover::asked: return "asked";
  }
  return {};
}

Cover cover_of(const Transition& transition) {
  if (transition.manual) return Cover::asked;
  if (transition.acts()) return Cover::done;
  return asks_only_the_operator(transition) ? Cover::asked : Cover::checked;
}

Coverage::Counts Coverage::counts() const {
  Counts counts;
  for (const CoveredUnit& unit : units) {
    ++counts.units;
    if (!unit.settled())
      ++(unit.by.empty() ? counts.missing : counts.both);
    else if (unit.by.empty())
      ++counts.not_covered;
    else if (is_covered(unit, Cover::done))
      ++counts.done;
    else
      ++(is_covered(unit, Cover::checked) ? counts.checked : counts.asked);
  }
  return counts;
}

Coverage coverage_of(const Machine& machine) {
  return settled(machine, declared_units(machine), {});
}

Coverage coverage_of(const Machine& machine, const GuideText& guide) {
  std::vector<Unit> units = units_of(guide.text, guide.file);
  Texts problems;
  compare(machine, guide, units, problems);
  return settled(machine, std::move(units), std::move(problems));
}

}  // namespace interlock
