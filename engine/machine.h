#pragma once

#include <array>
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/check.h"

// One upgrade procedure, as format.md describes it. Names are those of the
// format; what a key means and what it defaults to stands there.
namespace interlock {

using Texts = std::vector<std::string>;
template <class T>
using Named = std::map<std::string, T, std::less<>>;

// "fact" or "not fact".
struct Literal {
  std::string fact;
  bool holds = true;
};
using Literals = std::vector<Literal>;

// A check as one transition uses it.
struct Guard {
  std::string check;  // Check::id
  std::string on;     // which endpoint is asked; empty: see endpoint_for()
  Arguments with;
  std::string since;          // a state or a fact: the moment of a comparison
  std::string when;           // a condition on versions, endpoints, parameters
  std::optional<bool> ahead;  // asked by `ready` too; by default a `require` that leaves `pre`
  Literals needs;
  bool advisory = false;
  std::string remedy;  // instead of the check's own; empty: the check's
  std::string place;   // where it is written, a JSON pointer
};
using Guards = std::vector<Guard>;

enum class Phase { pre, change, post, back };
enum class Final { success, recovered, untouched };

struct State {
  std::string id;
  std::string means;           // what is true of the installation while it is here
  std::optional<Phase> phase;  // this or `final`
  std::string back;            // the state where the operator's *back* leads
  std::optional<Final> final;
  Literals holds;
};

struct Command {
  Texts argv;  // never a shell
  std::string in;
  std::string input;   // the file that is its stdin
  std::string output;  // the file that its stdout goes to
  Named<std::string> env;
  std::string when;
};

enum class OnFail { hold, back };

// One step from one state to the next: what must hold before, while it runs and
// after, what is done, and what is true once it is done.
struct Transition {
  std::string id;
  std::string from;
  std::string to;
  std::string step;
  Texts cites;
  std::string note;
  Guards require;
  std::chrono::seconds wait{0};
  Guards hold;
  std::vector<Command> run;
  bool manual = false;  // instead of `run`: the operator does what `step` says
  std::chrono::seconds deadline{600};
  int attempts = 1;
  Texts changes;
  Texts restores;
  Guards ensure;
  std::chrono::seconds within{10};
  Literals effect;
  OnFail on_fail = OnFail::hold;

  bool acts() const { return manual || !run.empty(); }
};

struct Guide {
  std::string name;
  std::string sha256;
  std::string url;
  Named<std::int64_t> units;  // of each heading, for the coverage
};

enum class Path { newer, next_minor, older };

struct Hop {
  std::string from;
  std::string to;
  Path path = Path::newer;
  std::string refused;  // the reason why not
};

struct Parameter {
  std::string means;
  std::optional<std::string> fallback;
};

struct Alias {
  Texts argv;
  Named<std::string> env;
};

struct Outside {
  System system;
  std::string means;
  bool optional = false;
  Literals needs;
};

enum class Undo { backup, step };

struct Component {
  std::string means;
  Undo undo = Undo::backup;
};

struct Fact {
  std::string means;
  bool initially = false;
  Texts spoiled_by;
};

struct Uncovered {
  Texts cites;
  std::string because;
};

struct Machine {
  std::string id;
  std::string product;
  std::string title;
  std::string note;
  Guide guide;
  std::vector<Hop> versions;
  std::string discover;
  Named<Parameter> parameters;
  Named<Alias> commands;
  Named<Outside> endpoints;
  Arguments with;
  Named<Component> components;
  Named<Fact> facts;
  std::vector<State> states;            // the first is where every run begins
  std::vector<Transition> transitions;  // one from each state that is not final
  Texts properties;
  std::vector<Uncovered> not_covered;
};

// The facts that every machine has.
inline constexpr std::array<std::string_view, 2> world_facts = {"serving", "maintenance"};
inline constexpr std::array<std::string_view, 3> assurances = {"quiet", "backup_verified",
                                                               "loss_accepted"};

const State* find_state(const Machine& machine, std::string_view id);         // null: none
const Transition* transition_from(const Machine& machine, std::string_view);  // null: none

// Whether a guard with these arguments can be asked before there is a run: it
// compares with nothing, and says neither ${run}, ${work} nor ${time:...}, not even
// by the default of a parameter.
bool can_be_ahead(const Machine& machine, const Guard& guard, const Arguments& arguments);

// Whether `ready` asks it: as the guard says, else if it is required by a transition
// that leaves a state of `pre`, and can be asked.
bool is_ahead(const Machine& machine, const Transition& transition, const Guard& guard,
              const Arguments& arguments);

// The endpoints of a machine with their systems, the built-in ones among them.
using Systems = Named<System>;
Systems systems_of(const Machine& machine);

// Which endpoint answers this probe: `on` if it can, else "database" if that
// can, else the only one that can. Empty if there is none, or more than one.
std::string endpoint_for(const Probe& probe, const std::string& on, const Systems& systems);

}  // namespace interlock
