#include <fmt/core.h>

#include "reports/model.h"
#include "reports/models.h"
#include "reports/murphi_rules.h"
#include "reports/murphi_table.h"

namespace interlock {

namespace {

using Form = Formula::Kind;

constexpr std::string_view murphi_head = R"(-- {title}
-- The machine {id} as a model in the Murphi language, for rumur:
--   rumur --deadlock-detection off --output {id}.c {id}.m
--   cc -O2 -mcx16 -o {id} {id}.c -lpthread && ./{id}
-- A state of this model is a configuration of the machine; a rule that fires is an edge:
-- each rule leads from one configuration to another one only once. So rumur's states and
-- rules fired can be compared with what interlock prove says.
)";

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size())
    text.replace(at, what.size(), by);
  return text;
}

constexpr std::string_view murphi_questions = R"(function all_untouched(): boolean;
begin
  for c: Component do
    if world.is[c] != untouched then return false; end;
  end;
  return true;
end;

function turning_at(): State;
begin
  if begun then return next(state); end;
  return state;
end;

function entered(): boolean;  -- and nothing was begun since
begin
  return standing = ready & !begun & attempt = 0 & !waiting;
end;

function runs(): boolean;
begin
  return standing = intent | standing = flight;
end;

)";

std::string murphi_sets(const Model& model) {
  std::string text;
  for (const auto& [name, states] : sets_of(model))
    text += fmt::format("function {}(): boolean;\nbegin\n  return\n    {}{};\nend;\n\n", name,
                        name.starts_with("class_") ? "runs() & (" : "(",
                        murphi_any("state", states) + ")");
  return text;
}

std::string start_text(const Model& model) {
  std::string text = R"(
-- ------------------------------------------------------------------ the start

procedure start_in(s: State);
begin
  beyond := false;
  for f: Assurance do known[f] := false; end;
)";
  for (const auto& [name, fact] : model.machine->facts)
    if (fact.initially) text += fmt::format("  known[f_{}] := true;\n", name);
  return text + fmt::format(R"(  world.serving := true;
  world.maintenance := false;
  for c: Component do world.is[c] := untouched; end;
  enter(s);
end;

startstate "the start" begin start_in(s_{}); end;
)",
                            model.machine->states.front().id);
}

std::string murphi_atom(const Formula& formula) {
  const std::string& name = formula.name;
  switch (formula.kind) {
    case Form::fact:
      if (name == "serving" || name == "maintenance") return "world." + name;
      return fmt::format("known[f_{}]", name);
    case Form::state: return fmt::format("(state = s_{})", name);
    case Form::phase: return fmt::format("phase_{}()", name);
    case Form::running: return fmt::format("running_{}()", name);
    case Form::step_class: return fmt::format("class_{}()", name);
    case Form::broken: return fmt::format("(world.is[part_{}] = broken)", name);
    case Form::changed: return fmt::format("(world.is[part_{}] = changed)", name);
    case Form::untouched: return fmt::format("(world.is[part_{}] = untouched)", name);
    case Form::terminal: return name.empty() ? "ended()" : fmt::format("ended_{}()", name);
    default: return "beyond";
  }
}

std::string properties_text(const Model& model) {
  constexpr ModelWords dialect{"&", "|", "entered()", murphi_atom};
  std::string text = "\n-- --------------------------------------------------- what is asked\n\n";
  for (const ModelRow& row : model.rows) {
    text += fmt::format(
        "cover \"S6 {}\" state = s_{} & {};\n", row.transition->id, row.from->id,
        row.transition->acts() ? "asked_after() & ensure_may_pass()" : "standing = ready");
    if (row.transition->wait.count() > 0)
      text += fmt::format("cover \"S6 {0} waits\" state = s_{1} & waiting;\n", row.transition->id,
                          row.from->id);
    for (const std::string& name : row.transition->restores)
      text += fmt::format(
          "cover \"S15 {0} {1}\" state = s_{2} & standing = ready & !begun & "
          "world.is[part_{1}] != untouched;\n",
          row.transition->id, name, row.from->id);
  }
  for (const ModelProperty& asked : model.properties) {
    const std::string what = said_of(asked, dialect);
    const auto kind = asked.property.kind;
    text += what.empty() ? fmt::format("-- {}: only Spin can say this\n", asked.id)
                         : fmt::format("{} \"{}\" {};\n",
                                       kind == Property::Kind::can_reach          ? "cover"
                                       : kind == Property::Kind::always_can_reach ? "liveness"
                                                                                  : "invariant",
                                       asked.id, what);
  }
  return text;
}

}  // namespace

std::string murphi(const Machine& machine) {
  const Model model = model_of(machine);
  std::string running;
  for (const ModelRow& row : model.rows)
    running += fmt::format(
        "function running_{}(): boolean;\nbegin\n  return runs() & state = s_{};\nend;\n\n",
        row.transition->id, row.from->id);
  return replaced(replaced(std::string(murphi_head), "{title}", in_comment(machine.title)), "{id}",
                  machine.id) +
         murphi_declarations(model) +
         "-- ------------------------------------------------------------------ the control "
         "table\n\n" +
         murphi_table(model) + std::string(murphi_questions) + murphi_sets(model) + running +
         std::string(murphi_acts) + std::string(murphi_rules) + start_text(model) +
         properties_text(model);
}

}  // namespace interlock
