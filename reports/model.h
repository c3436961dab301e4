#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/machine.h"
#include "engine/property.h"

// A machine as the languages of model checkers need it. Worked out from what the
// machine declares, and from nothing that the engine knows of how machines run: that
// is what makes other model checkers referees (tests/crosscheck/README.md).
namespace interlock {

// One piece of the work of a step; it may end after any of them.
struct ModelPiece {
  enum class Kind { breaks, becomes, fact };
  Kind kind = Kind::fact;
  std::string name;              // of the component, or of the world fact
  std::string_view goal;         // of a component: changed, untouched
  bool remade_in_place = false;  // `undo` is `step`: where it is so already it stays so
  bool holds = false;            // of a fact
};

struct ModelRow {
  const Transition* transition = nullptr;
  const State* from = nullptr;
  const State* to = nullptr;
  std::vector<ModelPiece> work;
  Texts loses;          // assurances, when the step begins
  Texts gains, denies;  // assurances, once the transition is done
  bool lets_in = false, destructive = false, restore = false;
  bool require_binds = false, hold_binds = false, ensure_binds = false;
  Literals require_needs, hold_needs, ensure_needs;
};

// What is asked of a machine. Where it is `entered`, it is only asked where a state
// was entered and no step was begun since.
struct ModelProperty {
  std::string id;  // P1; of its own: its name
  Property property;
  bool entered = false;
};

struct Model {
  const Machine* machine = nullptr;
  Texts assurances, components;
  std::vector<ModelRow> rows;  // as the transitions
  std::vector<ModelProperty> properties;
};

// The machine must have been examined and must outlive the model.
Model model_of(const Machine& machine);

// What is asked of every machine, then what this one asks of itself.
std::vector<ModelProperty> properties_of(const Model& model);

// States that have something in common, under a name that no state has.
struct ModelSet {
  std::string name;  // phase_pre, ended_success, ended, class_restore
  Texts states;
};
std::vector<ModelSet> sets_of(const Model& model);

// How a language writes a formula.
struct ModelWords {
  std::string_view and_word, or_word;  // not is !, implies is ->
  std::string_view entered;
  std::string (*atom)(const Formula& formula);
};
std::string written(const Formula& formula, const ModelWords& dialect);

// What holds in every configuration if the property is an invariant, what is to be
// reached if it is about that; empty if it says more than one configuration can show.
std::string said_of(const ModelProperty& property, const ModelWords& dialect);

// Names joined by ", "; wrapped before 100 columns, the lines after the first are
// indented by `indent`.
std::string listed(const Texts& names, std::size_t indent, std::string_view between = ", ");

// A sentence as it may stand in a comment of these languages.
std::string in_comment(std::string_view sentence);

}  // namespace interlock
