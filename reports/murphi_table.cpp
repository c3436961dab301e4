#include "reports/murphi_table.h"

#include <fmt/core.h>

#include <algorithm>
#include <functional>

namespace interlock {

namespace {

std::string is_one(std::string_view name, const Texts& states) {
  return fmt::format("function {}(s: State): boolean;\nbegin\n  return\n    {};\nend;\n\n", name,
                     murphi_any("s", states));
}

using Test = std::function<bool(const ModelRow&)>;

std::string table_of(const Model& model, std::string_view name, const Test& test) {
  Texts states;
  for (const ModelRow& row : model.rows)
    if (test(row)) states.push_back(row.from->id);
  return is_one(name, states);
}

// A function that gives something of a state, or `otherwise`.
using Cell = std::pair<std::string, std::string>;
std::string cells_of(std::string_view name, std::string_view type, const std::vector<Cell>& cells,
                     std::string_view otherwise) {
  std::string text = fmt::format("function {}(s: State): {};\nbegin\n  switch s\n", name, type);
  for (const auto& [state, what] : cells)
    text += fmt::format("    case s_{}: return {};\n", state, what);
  return text + fmt::format("    else return {};\n  end;\nend;\n\n", otherwise);
}

std::size_t most_pieces(const Model& model) {
  std::size_t most = 0;
  for (const ModelRow& row : model.rows) most = std::max(most, row.work.size());
  return most;
}

int most_attempts(const Model& model) {
  int most = 1;
  for (const ModelRow& row : model.rows) most = std::max(most, row.transition->attempts);
  return most;
}

// "enum { a, b }", each with its meaning.
std::string murphi_enumeration(std::string_view type, std::string_view prefix,
                               const std::vector<std::pair<std::string, std::string>>& values) {
  std::string text = fmt::format("  {}: enum {{\n", type);
  for (std::size_t i = 0; i < values.size(); ++i)
    text += fmt::format("    {}_{}{}  -- {}\n", prefix, values[i].first,
                        i + 1 < values.size() ? "," : "", in_comment(values[i].second));
  return text + "  };\n";
}

std::string means_of(const Machine& machine, const std::string& assurance) {
  if (assurance == "quiet") return "nobody can have written since";
  if (assurance == "backup_verified") return "a backup of the data was proved";
  if (assurance == "loss_accepted") return "the operator gives up what users stored";
  return machine.facts.at(assurance).means;
}

std::string switches(const Model& model) {
  const auto on = [&](std::string_view name, const Test& test) {
    return table_of(model, name, test);
  };
  return on("leads_on", [](const ModelRow&) { return true; }) +
         on("acts", [](const ModelRow& row) { return row.transition->acts(); }) +
         on("manual", [](const ModelRow& row) { return row.transition->manual; }) +
         on("waits", [](const ModelRow& row) { return row.transition->wait.count() > 0; }) +
         on("restores", [](const ModelRow& row) { return !row.transition->restores.empty(); }) +
         on("require_binds", [](const ModelRow& row) { return row.require_binds; }) +
         on("hold_binds", [](const ModelRow& row) { return row.hold_binds; }) +
         on("ensure_binds", [](const ModelRow& row) { return row.ensure_binds; }) +
         on("lets_in", [](const ModelRow& row) { return row.lets_in; }) +
         on("back_on_fail",
            [](const ModelRow& row) { return row.transition->on_fail == OnFail::back; });
}

std::string ways(const Model& model) {
  std::vector<Cell> to, back, attempts, pieces;
  Texts turning;
  for (const ModelRow& row : model.rows) {
    to.emplace_back(row.from->id, "s_" + row.to->id);
    if (row.transition->attempts > 1)
      attempts.emplace_back(row.from->id, std::to_string(row.transition->attempts));
    if (!row.work.empty()) pieces.emplace_back(row.from->id, std::to_string(row.work.size()));
  }
  for (const State& state : model.machine->states) {
    if (state.back.empty()) continue;
    back.emplace_back(state.id, "s_" + state.back);
    turning.push_back(state.id);
  }
  return cells_of("next", "State", to, "s") + is_one("has_back", turning) +
         cells_of("back_of", "State", back, "s") + cells_of("attempts", "Attempts", attempts, "1") +
         cells_of("pieces_of", "Pieces", pieces, "0");
}

std::string piece_text(const ModelPiece& piece) {
  switch (piece.kind) {
    case ModelPiece::Kind::fact: return fmt::format("w.{} := {};", piece.name, piece.holds);
    case ModelPiece::Kind::becomes:
      return fmt::format("w.is[part_{}] := {};", piece.name, piece.goal);
    case ModelPiece::Kind::breaks: break;
  }
  if (!piece.remade_in_place) return fmt::format("w.is[part_{}] := broken;", piece.name);
  return fmt::format("if w.is[part_{0}] != {1} then w.is[part_{0}] := broken; end;", piece.name,
                     piece.goal);
}

std::string work_text(const Model& model) {
  std::string text =
      "-- The first pieces of the work of the step that leads on from a state, in their order.\n"
      "procedure work(s: State; pieces: Pieces; var w: World);\nbegin\n  switch s\n";
  for (const ModelRow& row : model.rows) {
    if (row.work.empty()) continue;
    text += fmt::format("    case s_{}:  -- {}\n", row.from->id, in_comment(row.transition->step));
    for (std::size_t i = 0; i < row.work.size(); ++i)
      text += fmt::format("      if pieces >= {} then {} end;\n", i + 1, piece_text(row.work[i]));
  }
  return text + "  end;\nend;\n\n";
}

std::string known_text(const Model& model, std::string_view name, std::string_view says,
                       const std::function<std::vector<Cell>(const ModelRow&)>& changes) {
  std::string text =
      fmt::format("-- {}\nprocedure {}(s: State; var k: Known);\nbegin\n  switch s\n", says, name);
  for (const ModelRow& row : model.rows) {
    const auto all = changes(row);
    if (all.empty()) continue;
    text += fmt::format("    case s_{}:  -- {}\n", row.from->id, row.transition->id);
    for (const auto& [fact, becomes] : all)
      text += fmt::format("      k[f_{}] := {};\n", fact, becomes);
  }
  return text + "  end;\nend;\n\n";
}

std::string assurances_text(const Model& model) {
  const auto lost = [](const ModelRow& row) {
    std::vector<Cell> all;
    if (row.transition->acts())
      for (const std::string& fact : row.loses) all.emplace_back(fact, "false");
    return all;
  };
  const auto gained = [](const ModelRow& row) {
    std::vector<Cell> all;
    for (const std::string& fact : row.denies) all.emplace_back(fact, "false");
    for (const std::string& fact : row.gains) all.emplace_back(fact, "true");
    return all;
  };
  return known_text(model, "lose", "What is no longer sure as soon as the step begins.", lost) +
         known_text(model, "gain", "What is sure once the transition is done.", gained);
}

}  // namespace

std::string murphi_any(std::string_view variable, const Texts& states) {
  Texts tests;
  for (const std::string& state : states)
    tests.push_back(fmt::format("{} = s_{}", variable, state));
  return tests.empty() ? "false" : listed(tests, 4, " | ");
}

std::string murphi_declarations(const Model& model) {
  const Machine& machine = *model.machine;
  std::vector<std::pair<std::string, std::string>> states, facts, components;
  for (const State& state : machine.states) states.emplace_back(state.id, state.means);
  for (const auto& fact : model.assurances) facts.emplace_back(fact, means_of(machine, fact));
  for (const auto& [name, it] : machine.components) components.emplace_back(name, it.means);
  if (components.empty()) components.emplace_back("none", "this machine changes nothing");
  return "\ntype\n" + murphi_enumeration("State", "s", states) +
         "  Standing: enum { ready, held, intent, flight, doubt };\n" +
         murphi_enumeration("Assurance", "f", facts) +
         murphi_enumeration("Component", "part", components) +
         fmt::format(R"(  Condition: enum {{ untouched, broken, changed }};
  Pieces: 0 .. {};   -- how much of the work of a step was done
  Attempts: 0 .. {};
  Known: array [Assurance] of boolean;
  World: record      -- what a step changes, whether or not anybody saw it done
    serving: boolean;
    maintenance: boolean;
    is: array [Component] of Condition;
  end;

var
  state: State;
  standing: Standing;
  begun: boolean;    -- an intent was written since the state was entered
  attempt: Attempts;
  waiting: boolean;
  beyond: boolean;   -- the point of no return was passed
  reached: boolean;  -- in flight and doubt: the work was done whole
  known: Known;
  world: World;

)",
                     most_pieces(model), most_attempts(model));
}

std::string murphi_table(const Model& model) {
  return switches(model) + ways(model) + work_text(model) + assurances_text(model);
}

}  // namespace interlock
