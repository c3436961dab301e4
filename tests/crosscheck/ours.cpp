#include "tests/crosscheck/ours.h"

#include <algorithm>
#include <set>

#include "checks/index.h"
#include "engine/explore.h"
#include "engine/holds.h"
#include "reports/model.h"

namespace interlock {

namespace {

using Truth = std::function<bool(const Configuration&)>;

bool entered(const Configuration& c) {
  return c.standing == Standing::ready && !c.begun && c.attempt == 0 && !c.waiting;
}

// What the exports ask of one configuration; nothing if they cannot.
Truth truth_of(const ModelProperty& asked, const Machine& machine, const Plan& plan) {
  const Property& property = asked.property;
  const Predicate first(property.first, machine, plan), second(property.second, machine, plan);
  switch (property.kind) {
    case Property::Kind::always:
    case Property::Kind::can_reach:
      return [=, at = asked.entered](const Configuration& c) {
        return (at && !entered(c)) || first(c);
      };
    case Property::Kind::never: return [=](const Configuration& c) { return !first(c); };
    case Property::Kind::holds_during:
      return [=](const Configuration& c) { return !second(c) || first(c); };
    case Property::Kind::precedes:
    case Property::Kind::leads_to:
    case Property::Kind::always_can_reach: break;
  }
  return {};
}

// "S5 closed" is about S5.
std::string about(const std::string& id) {
  return id.substr(0, id.find(' '));
}

std::set<std::string> to_be_reached(const Model& model) {
  std::set<std::string> ids;
  for (const ModelProperty& asked : model.properties)
    if (asked.property.kind == Property::Kind::can_reach) ids.insert(asked.id);
  return ids;
}

}  // namespace

Judged counted_ourselves(const Machine& machine) {
  const Plan plan = plan_of(machine);
  const Explored found = explore(plan);
  Judged judged;
  judged.counted = {found.configurations.size(), found.edges.size()};
  for (const ModelProperty& asked : model_of(machine).properties) {
    const Truth truth = truth_of(asked, machine, plan);
    if (!truth) continue;
    std::size_t& count = judged.true_in[asked.id];
    for (const Configuration& c : found.configurations) count += truth(c) ? 1u : 0u;
  }
  return judged;
}

Violated violated_for_rumur(const Machine& machine, const Judged& judged) {
  const auto reached = to_be_reached(model_of(machine));
  Violated violated;
  for (const auto& [id, count] : judged.true_in) {
    const bool goal = reached.contains(id) || about(id) == "S6" || about(id) == "S15";
    violated[about(id)] |= goal ? count == 0 : count < judged.counted.configurations;
  }
  for (const auto& [id, holds] : judged.always_reached) violated[about(id)] |= !holds;
  return violated;
}

Violated violated_for_spin(const Machine& machine, const std::map<std::string, bool>& holds) {
  Violated violated = {{"W5", !holds.at("W5")}, {"W6", !holds.at("W6")}};
  for (const ModelProperty& asked : model_of(machine).properties) {
    const bool goal = asked.property.kind == Property::Kind::can_reach;
    std::string claim = (goal ? "reach_" : "") + asked.id;
    std::replace(claim.begin(), claim.end(), ' ', '_');
    if (const auto found = holds.find(claim); found != holds.end())
      violated[about(asked.id)] |= found->second == goal;
  }
  return violated;
}

std::map<std::string, Decided> decided_by_us(const Machine& machine) {
  std::map<std::string, Decided> decided;
  for (const Theorem& theorem : prove(machine, all_checks()).theorems)
    decided[theorem.id] = theorem.decided;
  return decided;
}

}  // namespace interlock
