#pragma once

#include <algorithm>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/error.h"
#include "engine/machine.h"

// The parts of examine(): each looks at one side of a machine, and adds to the
// problems and to what was found used.
namespace interlock {

// The names of one kind that there are.
struct KnownNames {
  std::string kind;  // "state"
  std::set<std::string_view> names = {};

  bool has(std::string_view name) const { return names.contains(name); }
};

struct Examination {
  Examination(const Machine& the_machine, std::span<const Check* const> known_checks);

  const Machine& machine;
  std::span<const Check* const> checks;
  Systems systems;
  KnownNames states{"state"}, facts{"fact"}, components{"component"}, transitions{"transition"};
  KnownNames endpoints{"endpoint"}, parameters{"parameter"}, moments{"state or fact"};

  std::vector<Problem> problems;
  std::set<std::string, std::less<>> used_parameters, used_endpoints, used_arguments;
  bool unknown_checks = false;  // what they use cannot be told

  void add(std::string where, std::string what, std::string hint = {});
  // Complains if it is not known. An empty name was complained of where it was read.
  bool known_name(const std::string& at, const KnownNames& known, std::string_view name);
  void known_facts(const std::string& at, const Literals& literals);
  void known_components(const std::string& at, const Texts& names);
};

template <class Words>
bool has(const Words& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}
inline std::string place_of(std::string_view section, std::size_t index) {
  return "/" + std::string(section) + "/" + std::to_string(index);
}

// Where a text stands decides what ${...} may be in it.
enum class Setting { command, secret, fallback };  // `secret`: a command's env and stdin

void examine_declarations(Examination& seen);  // top level but for states and transitions
void examine_procedure(Examination& seen);     // states and transitions
void examine_guards(Examination& seen);
void examine_commands(Examination& seen);
void examine_properties(Examination& seen);
void examine_unused(Examination& seen);  // after all others

// The variables of one text; the words of a program; a `when`.
void examine_text(Examination& seen, const std::string& at, std::string_view text, Setting setting);
void examine_argv(Examination& seen, const std::string& at, const Texts& argv);
void examine_condition(Examination& seen, const std::string& at, std::string_view written);

}  // namespace interlock
