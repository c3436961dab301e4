#include <fmt/core.h>

#include <algorithm>

#include "reports/model.h"
#include "reports/models.h"
#include "reports/promela_rows.h"

namespace interlock {

namespace {

using Form = Formula::Kind;

std::string head(const Machine& machine) {
  return fmt::format(R"(/* {0}
 * The machine {1} as a model in Promela, for Spin:
 *   spin -o2 -a {1}.pml && cc -O2 -DNOCLAIM -o pan pan.c && ./pan
 *   spin -o2 -a -DWATCH {1}.pml && cc -O2 -o pan pan.c && ./pan -a -N NAME
 * The first counts: states stored are configurations of the machine, transitions are its
 * edges and one more, the start. Each option below leads from one configuration to another
 * one only once; d_step leaves no state between. The second asks whether the property NAME
 * holds; reach_... are reached where Spin finds an error.
 * (-o2: what is only written counts too.)
 */
)",
                     in_comment(machine.title), machine.id);
}

std::string promela_enumeration(std::string_view type, std::string_view prefix,
                                const std::vector<std::pair<std::string, std::string>>& values) {
  std::string text = fmt::format("mtype:{} = {{\n", type);
  for (std::size_t i = 0; i < values.size(); ++i)
    text += fmt::format("  {}_{}{}  /* {} */\n", prefix, values[i].first,
                        i + 1 < values.size() ? "," : "", in_comment(values[i].second));
  return text + "};\n";
}

std::string declarations(const Model& model) {
  const Machine& machine = *model.machine;
  std::vector<std::pair<std::string, std::string>> states;
  for (const State& state : machine.states) states.emplace_back(state.id, state.means);
  std::string text = promela_enumeration("state", "s", states) +
                     fmt::format(R"(mtype:standing = {{ ready, held, intent, flight, doubt }};
mtype:condition = {{ untouched, broken, changed }};

mtype:state state = s_{};
mtype:standing standing = ready;
bool begun;    /* an intent was written since the state was entered */
byte attempt;
bool waiting;
bool beyond;   /* the point of no return was passed */
bool reached;  /* in flight and doubt: the work was done whole */

/* What a step changes, whether or not anybody saw it done. */
bool serving = true;
bool maintenance;
)",
                                 machine.states.front().id);
  for (const auto& [name, component] : machine.components)
    text += fmt::format("mtype:condition part_{} = untouched;  /* {} */\n", name,
                        in_comment(component.means));
  text += "\n/* What is sure. */\n";
  for (const std::string& fact : model.assurances) {
    const auto own = machine.facts.find(fact);
    text += own == machine.facts.end() ? fmt::format("bool f_{};\n", fact)
                                       : fmt::format("bool f_{}{};  /* {} */\n", fact,
                                                     own->second.initially ? " = true" : "",
                                                     in_comment(own->second.means));
  }
  return text;
}

constexpr std::string_view acts = R"(
#ifdef WATCH
/* From some moment on all goes well, or the operator says neither check nor retry. */
mtype:moment = { anyhow, calm, alone };
mtype:moment moment = anyhow;
#define well(condition) (moment != calm || (condition))
#define asked (moment != alone)
#else
#define well(condition) true
#define asked true
#endif

#define at(where, how) state == where && standing == how
#define runs (standing == intent || standing == flight)
#define entered (standing == ready && !begun && attempt == 0 && !waiting)

inline enter(where) {
  state = where; standing = ready; begun = false; attempt = 0; waiting = false; reached = false
}
inline hold() { standing = held; attempt = 0; waiting = false; reached = false }
inline again() { standing = ready; reached = false }

)";

std::string any_of(const Texts& states) {
  Texts tests;
  for (const std::string& state : states) tests.push_back(fmt::format("state == s_{}", state));
  return tests.empty() ? "false" : "(" + listed(tests, 4, " || ") + ")";
}

// A macro may not have line ends that are not masked.
std::string masked(std::string text) {
  for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += 3)
    text.replace(at, 1, " \\\n");
  return text;
}

std::string promela_sets(const Model& model) {
  std::string text;
  for (const auto& [name, states] : sets_of(model))
    text += fmt::format("#define {} ({}{})\n", name, name.starts_with("class_") ? "runs && " : "",
                        masked(any_of(states)));
  return text;
}

// Held, and nothing leads back.
std::string stuck_text(const Model& model) {
  Texts where;
  for (const ModelRow& row : model.rows) {
    const bool begun = row.to->back.empty(), not_begun = row.from->back.empty();
    if (!begun && !not_begun) continue;
    where.push_back(fmt::format("state == s_{}{}", row.from->id,
                                begun && not_begun ? ""
                                : begun            ? " && begun"
                                                   : " && !begun"));
  }
  const std::string any = where.empty() ? "false" : listed(where, 4, " || ");
  return fmt::format("#define stuck (standing == held && ({}))\n", masked(any));
}

std::string promela_atom(const Formula& formula) {
  const std::string& name = formula.name;
  switch (formula.kind) {
    case Form::fact: return name == "serving" || name == "maintenance" ? name : "f_" + name;
    case Form::state: return fmt::format("(state == s_{})", name);
    case Form::phase: return "phase_" + name;
    case Form::running: return "running_" + name;
    case Form::step_class: return "class_" + name;
    case Form::broken: return fmt::format("(part_{} == broken)", name);
    case Form::changed: return fmt::format("(part_{} == changed)", name);
    case Form::untouched: return fmt::format("(part_{} == untouched)", name);
    case Form::terminal: return name.empty() ? "ended" : "ended_" + name;
    default: return "beyond";
  }
}

std::string claim_of(const ModelProperty& asked) {
  constexpr ModelWords dialect{"&&", "||", "entered", promela_atom};
  std::string name = asked.id;
  std::replace(name.begin(), name.end(), ' ', '_');
  const Property& property = asked.property;
  const std::string first = written(property.first, dialect);
  switch (property.kind) {
    case Property::Kind::can_reach:
      return fmt::format("ltl reach_{} {{ [] ! {} }}\n", name, said_of(asked, dialect));
    case Property::Kind::always_can_reach:
      return fmt::format("/* {}: only rumur can say this */\n", name);
    case Property::Kind::precedes:
      return fmt::format("ltl {} {{ ! {} W {} }}\n", name, written(property.second, dialect),
                         first);
    case Property::Kind::leads_to:
      return fmt::format("ltl {} {{ [] ((moment == calm && {}) -> <> {}) }}\n", name, first,
                         written(property.second, dialect));
    default: return fmt::format("ltl {} {{ [] {} }}\n", name, said_of(asked, dialect));
  }
}

std::string claims_text(const Model& model) {
  std::string text = R"(
#ifdef WATCH
/* Whichever act the operator chooses: if from anywhere on all goes well it ends, and
   without check and retry it does not go round. */
ltl W5 { [] ((moment == calm) -> <> ended) }
ltl W6 { [] ((moment == alone) -> <> (ended || stuck)) }
)";
  for (const ModelProperty& asked : model.properties) text += claim_of(asked);
  return text + "#endif\n";
}

}  // namespace

std::string promela(const Machine& machine) {
  const Model model = model_of(machine);
  std::string text = head(machine) + "\n" + declarations(model) + std::string(acts) +
                     promela_sets(model) + stuck_text(model);
  for (const ModelRow& row : model.rows)
    text += fmt::format("#define running_{} (runs && state == s_{})\n", row.transition->id,
                        row.from->id);
  text += "\nactive proctype machine() {\nend:\n  do\n";
  for (const ModelRow& row : model.rows) text += promela_options(model, row);
  return text + R"(#ifdef WATCH
  :: d_step { moment == anyhow -> moment = calm }
  :: d_step { moment == anyhow -> moment = alone }
#endif
  od
}
)" + claims_text(model);
}

}  // namespace interlock
