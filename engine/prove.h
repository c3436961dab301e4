#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/machine.h"
#include "engine/semantics.h"

// Proves a machine: every path of it, every fault, a crash anywhere. What is proved is
// derived from what the machine declares (states/README.md, "What is proved"), besides
// what it says of itself.
namespace interlock {

// Vacuous: what it speaks of never comes about, which proves nothing.
enum class Decided { proved, violated, vacuous, not_applicable };
std::string_view word(Decided decided);  // "not_applicable"

enum class Extent { nothing, part, all };
std::string_view word(Extent extent);

// One step of a story, as an operator would live it.
struct Scene {
  std::string says;
  Rule rule = Rule::none;
  std::string transition;     // its id
  std::string step;           // its sentence
  std::optional<Extent> did;  // of its work, when the rule fired; nothing: it has not run
  std::string state = {};     // after it
  bool enters = false;        // that state
  Texts facts = {};           // that hold after it
};

// A property, and what became of it.
struct Theorem {
  enum class Group { form, soundness, safety, own };

  std::string id;
  Group group = Group::form;
  std::string says;
  Decided decided = Decided::proved;
  std::string why = {};           // nothing if it is proved
  std::string remedy = {};        // what could mend it
  std::string place = {};         // a JSON pointer
  std::string seen = {};          // what is wrong at the end of the story
  std::vector<Scene> story = {};  // a shortest one
  std::vector<Scene> round = {};  // what can then go round for ever
};
std::string_view word(Theorem::Group group);

struct Proofs {
  std::vector<Theorem> theorems;  // in the order of the format, then the machine's own
  std::size_t states = 0, transitions = 0;
  std::uint32_t configurations = 0, edges = 0;
  std::uint32_t deepest = 0;  // the longest of the shortest ways
  bool too_large = false;     // nothing was decided

  std::size_t count(Decided decided) const;
  // Nothing violated, nothing vacuous. Only such a machine may run.
  bool proved() const;
};

// Beyond so many configurations a machine is too large.
inline constexpr std::uint32_t most_configurations = 4'000'000;

// The machine must have been examined with these checks.
Proofs prove(const Machine& machine, std::span<const Check* const> checks,
             std::uint32_t most = most_configurations);

}  // namespace interlock
