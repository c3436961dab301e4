#include "reports/model.h"

#include <fmt/core.h>

#include <algorithm>

#include "engine/error.h"

namespace interlock {

namespace {

bool has(const Texts& texts, std::string_view text) {
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

bool is_of_the_world(std::string_view fact) {
  return fact == "serving" || fact == "maintenance";
}

bool binds(const Guards& guards) {
  return std::any_of(guards.begin(), guards.end(), [](const Guard& g) { return !g.advisory; });
}

Literals needs_of(const Guards& guards) {
  Literals needs;
  for (const Guard& guard : guards)
    if (!guard.advisory) needs.insert(needs.end(), guard.needs.begin(), guard.needs.end());
  return needs;
}

const Component& component_of(const Machine& machine, const std::string& name) {
  const auto found = machine.components.find(name);
  if (found == machine.components.end())
    throw Error(Error::Kind::bug, "There is no component \"" + name + "\".");
  return found->second;
}

void add_pieces(const Machine& machine, const Texts& components, std::string_view goal,
                ModelRow& row) {
  for (const std::string& name : components) {
    const bool in_place = component_of(machine, name).undo == Undo::step;
    row.work.push_back({ModelPiece::Kind::breaks, name, goal, in_place});
    row.work.push_back({ModelPiece::Kind::becomes, name, goal, in_place});
    if (!in_place) (goal == "changed" ? row.destructive : row.restore) = true;
  }
}

// What the beginning of the step makes doubtful.
void add_losses(const Machine& machine, ModelRow& row) {
  row.loses = row.denies;
  const Transition& t = *row.transition;
  for (const auto& [name, fact] : machine.facts)
    for (const std::string& component : fact.spoiled_by)
      if ((has(t.changes, component) || has(t.restores, component)) && !has(row.loses, name))
        row.loses.push_back(name);
  for (const auto name : assurances)
    if (row.lets_in && !has(row.loses, name)) row.loses.emplace_back(name);
}

ModelRow row_of(const Machine& machine, const Transition& t) {
  ModelRow row;
  row.transition = &t;
  row.from = find_state(machine, t.from);
  row.to = find_state(machine, t.to);
  add_pieces(machine, t.changes, "changed", row);
  add_pieces(machine, t.restores, "untouched", row);
  for (const auto& [fact, holds] : t.effect) {
    if (is_of_the_world(fact))
      row.work.push_back({ModelPiece::Kind::fact, fact, {}, false, holds});
    else
      (holds ? row.gains : row.denies).push_back(fact);
    if (holds && fact == "serving") row.lets_in = true;
  }
  add_losses(machine, row);
  row.require_binds = binds(t.require);
  row.hold_binds = binds(t.hold);
  row.ensure_binds = binds(t.ensure);
  row.require_needs = needs_of(t.require);
  row.hold_needs = needs_of(t.hold);
  row.ensure_needs = needs_of(t.ensure);
  return row;
}

}  // namespace

Model model_of(const Machine& machine) {
  Model model;
  model.machine = &machine;
  model.assurances.assign(std::begin(assurances), std::end(assurances));
  for (const auto& [name, fact] : machine.facts) model.assurances.push_back(name);
  for (const auto& [name, component] : machine.components) model.components.push_back(name);
  for (const Transition& t : machine.transitions) model.rows.push_back(row_of(machine, t));
  model.properties = properties_of(model);
  return model;
}

std::vector<ModelSet> sets_of(const Model& model) {
  std::vector<ModelSet> sets = {
      {"phase_pre", {}},       {"phase_change", {}},    {"phase_post", {}},
      {"phase_back", {}},      {"ended_success", {}},   {"ended_recovered", {}},
      {"ended_untouched", {}}, {"ended", {}},           {"class_destructive", {}},
      {"class_restore", {}},   {"class_reversible", {}}};
  for (const State& state : model.machine->states) {
    if (state.phase) sets[static_cast<std::size_t>(*state.phase)].states.push_back(state.id);
    if (!state.final) continue;
    sets[4 + static_cast<std::size_t>(*state.final)].states.push_back(state.id);
    sets[7].states.push_back(state.id);
  }
  for (const ModelRow& row : model.rows) {
    if (!row.transition->acts()) continue;
    if (row.destructive) sets[8].states.push_back(row.from->id);
    if (row.restore) sets[9].states.push_back(row.from->id);
    if (!row.destructive && !row.restore) sets[10].states.push_back(row.from->id);
  }
  return sets;
}

std::string listed(const Texts& names, std::size_t indent, std::string_view between) {
  std::string text;
  std::size_t column = indent;
  for (const std::string& name : names) {
    const bool first = text.empty();
    if (!first && column + between.size() + name.size() > 98) {
      text += between.substr(0, between.find_last_not_of(' ') + 1);
      text += '\n' + std::string(indent, ' ');
      column = indent;
    } else if (!first) {
      text += between;
      column += between.size();
    }
    text += name;
    column += name.size();
  }
  return text;
}

std::string in_comment(std::string_view sentence) {
  std::string text;
  for (const char c : sentence) {
    if (c == '/' && !text.empty() && text.back() == '*') text += ' ';
    text += c == '\n' ? ' ' : c;
    if (text.ends_with("/*")) text.insert(text.size() - 1, " ");
  }
  return text;
}

}  // namespace interlock
