#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/ledger.h"
#include "engine/run.h"

// What the events of one run, one `ready` or one `verify` say. Computed from the
// ledger alone: the same events give the same report.
namespace interlock {

// A check by its last answer.
struct Line {
  std::string key, check, on;
  Outcome outcome = Outcome::unknown;
  std::string said;
  Texts objects;
  std::string remedy;  // empty: none
  Texts commands;
  Texts programs;
  std::string transition, state, step, phase;  // state: that the transition leads to
  std::string asked;                           // before, meanwhile, after
  bool advisory = false;
  std::int64_t ms = 0;
  std::int64_t event = 0;
  std::string moment;    // the event's time
  std::string evidence;  // SHA-256 of the answers; empty where nobody was asked
  Value compared;        // null, or since, event, at, differences
};

// One rule that fired, or one act of the operator.
struct Station {
  std::int64_t event = 0;
  std::string at;
  std::string rule, transition, state;
  std::string says;
  Value commands;           // of a step: argv, exit, ms, stdout, stderr
  std::string by;           // the operator whose act it was; else empty
  bool held = false;        // afterwards the run is held
  bool locked_out = false;  // afterwards users are not served
};

struct Counts {
  std::int64_t total = 0, pass = 0, warn = 0, unknown = 0, fail = 0, not_applicable = 0;

  void add(Outcome outcome);
  Outcome worst() const;  // not_applicable if there are none
};

struct Report {
  Run run;  // folded; of `ready` and `verify` only what run.started told
  std::string kind;
  std::string program;
  std::string at;      // of the last event
  Value machine;       // id product from to digest groups
  Value installation;  // id name root host endpoints[]
  Value actor;         // who began: os_user uid login_uid
  Value proved;        // data of the first definition.proved; null: of no run
  std::vector<Line> lines;
  Counts counts;
  std::vector<Station> timeline;
  Value finished;  // data of run.finished; null while it goes on
  Value backup;    // that the way back would use: path bytes digest; null: none is known
  std::int64_t locked_out_ms = 0;  // until the last event
  std::int64_t held_ms = 0;        // the same
  std::int64_t holds = 0;          // how often it was held, and in how many states
  std::int64_t held_states = 0;
  std::string started_at, finished_at;
  std::int64_t first_event = 0, last_event = 0, events = 0;
  Head head;  // that pins what it is computed from
};

// The bytes of a piece of evidence, by its SHA-256 in hex.
using EvidenceOf = std::function<std::string(const std::string& sha256)>;

// `events`: of one run, in order. `machine` is the one whose digest they name. Without
// `evidence` no backup is known.
Report report_of(const Machine& machine, const std::vector<Event>& events, const Head& head,
                 const EvidenceOf& evidence = {});

// The backup whose digest was taken at that moment: path bytes digest, or null. Of
// several that which is one file.
Value backup_in(std::string_view baseline);

// The word of a state for people and JSON: pre, change, post, back; of an end, the
// phase before it.
std::string_view phase_word(const Machine& machine, std::string_view state);

// The number of a state on the main line, from 1; nothing on the way back.
std::optional<std::size_t> station_of(const Machine& machine, std::string_view state);
// The transitions from the start to success, in order.
std::vector<const Transition*> main_line(const Machine& machine);
// The transitions from here to an end.
std::vector<const Transition*> line_from(const Machine& machine, std::string_view state);

}  // namespace interlock
