#include <fmt/core.h>

#include <algorithm>

#include "engine/error.h"
#include "reports/model.h"

namespace interlock {

namespace {

using Form = Formula::Kind;

struct Asked {
  const Model& model;
  std::vector<ModelProperty> all = {};

  void add(std::string id, const std::string& property, bool entered = false) {
    std::vector<Problem> problems;
    auto read = property_of("it: " + property, "", problems);
    if (!read) throw Error(Error::Kind::bug, property + ": " + problems.front().what);
    all.push_back({std::move(id), std::move(*read), entered});
  }
};

// "(changed(code) and changed(database))"; where there is no component, what is so.
std::string all_of(const Texts& names, std::string_view word) {
  std::string text;
  for (const std::string& name : names)
    text += fmt::format("{}{}({})", text.empty() ? "" : " and ", word, name);
  return text.empty() ? "(ponr or not ponr)" : "(" + text + ")";
}

bool uses_maintenance(const Machine& machine) {
  return std::any_of(machine.transitions.begin(), machine.transitions.end(), [](const auto& t) {
    return std::any_of(t.effect.begin(), t.effect.end(),
                       [](const Literal& literal) { return literal.fact == "maintenance"; });
  });
}

void ask_reach(Asked& asked) {
  for (const State& state : asked.model.machine->states)
    asked.add("S5 " + state.id, fmt::format("can reach state({})", state.id));
  asked.add("S7", "can reach terminal(success)");
  asked.add("W1", "from everywhere can reach terminal");
}

void ask_states(Asked& asked) {
  asked.add("S12",
            "always (phase(pre) or phase(change) implies not ponr) and (phase(post) implies ponr)",
            true);
  asked.add("S13",
            "always phase(pre) implies serving and not maintenance and " +
                all_of(asked.model.components, "untouched"),
            true);
  for (const State& state : asked.model.machine->states) {
    if (state.holds.empty()) continue;
    std::string what;
    for (const auto& [fact, holds] : state.holds)
      what += fmt::format("{}{}{}", what.empty() ? "" : " and ", holds ? "" : "not ", fact);
    asked.add("S16 " + state.id, fmt::format("always state({}) implies {}", state.id, what), true);
  }
}

void ask_steps(Asked& asked) {
  const Model& model = asked.model;
  const auto any = [&](bool ModelRow::*is) {
    return std::any_of(model.rows.begin(), model.rows.end(),
                       [is](const ModelRow& row) { return row.*is; });
  };
  if (any(&ModelRow::destructive)) {
    const auto* closed = uses_maintenance(*model.machine) ? " and maintenance" : "";
    asked.add("P1",
              "always (class(destructive) implies backup_verified) and "
              "(backup_verified implies quiet)");
    asked.add("P2", fmt::format("always (class(destructive) implies not serving and quiet{}) and "
                                "(quiet implies not serving)",
                                closed));
  }
  if (any(&ModelRow::restore))
    asked.add("P3",
              "(backup_verified or loss_accepted) and not serving holds during class(restore)");
  asked.add("P7", "never ponr and class(restore) and not loss_accepted");
}

void ask_ends(Asked& asked) {
  const Texts& components = asked.model.components;
  const std::string untouched = all_of(components, "untouched"),
                    changed = all_of(components, "changed");
  asked.add("P4", "serving and not maintenance holds during terminal");
  asked.add("P5", untouched + " holds during terminal(recovered) or terminal(untouched)");
  asked.add("P8", changed + " holds during terminal(success)");
  asked.add("P9", fmt::format("{} or {} holds during serving", untouched, changed));
}

}  // namespace

std::vector<ModelProperty> properties_of(const Model& model) {
  Asked asked{model};
  ask_reach(asked);
  ask_states(asked);
  ask_steps(asked);
  ask_ends(asked);
  for (const std::string& own : model.machine->properties) {
    std::vector<Problem> problems;
    if (auto read = property_of(own, "", problems)) asked.all.push_back({read->name, *read});
  }
  return asked.all;
}

std::string written(const Formula& formula, const ModelWords& dialect) {
  const auto joined = [&](std::string_view between) {
    std::string text;
    for (const Formula& part : formula.of)
      text += (text.empty() ? "(" : std::string(between)) + written(part, dialect);
    return text + ")";
  };
  switch (formula.kind) {
    case Form::negation: return "! " + written(formula.of.front(), dialect);
    case Form::conjunction: return joined(fmt::format(" {} ", dialect.and_word));
    case Form::disjunction: return joined(fmt::format(" {} ", dialect.or_word));
    case Form::implication: return joined(" -> ");
    default: return dialect.atom(formula);
  }
}

std::string said_of(const ModelProperty& asked, const ModelWords& dialect) {
  const Property& property = asked.property;
  std::string what = written(property.first, dialect);
  switch (property.kind) {
    case Property::Kind::always:
    case Property::Kind::can_reach:
    case Property::Kind::always_can_reach: break;
    case Property::Kind::never: what = "! " + what; break;
    case Property::Kind::holds_during:
      what = fmt::format("({} -> {})", written(property.second, dialect), what);
      break;
    case Property::Kind::precedes:
    case Property::Kind::leads_to: return {};
  }
  return asked.entered ? fmt::format("({} -> {})", dialect.entered, what) : what;
}

}  // namespace interlock
