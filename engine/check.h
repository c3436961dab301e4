#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/question.h"
#include "engine/verdict.h"

namespace interlock {

// What a guard gives to a check. A duration is text: "30s".
using Argument = std::variant<std::string, std::int64_t, bool, std::vector<std::string>>;
using Arguments = std::map<std::string, Argument, std::less<>>;

enum class Kind { text, number, flag, list, duration, secret };

struct Param {
  std::string_view name;
  std::string_view means;
  Kind kind = Kind::text;
  std::optional<Argument> fallback = {};  // nothing: the guard must give a value
};

// One read-only question, in the words of each system that can answer it; all
// of them answer in the columns that the judge reads. `binds` are the
// parameters bound to $1, $2 ... (mysql and sqlite: ?): a duration in seconds, a
// list as its items with a line feed between them (host and files: words of their own).
struct Probe {
  std::string_view postgres = {};
  std::string_view mysql = {};
  std::string_view sqlite = {};
  std::string_view redis = {};
  std::string_view memcached = {};
  std::string_view http = {};
  std::string_view files = {};
  std::string_view host = {};
  std::string_view operator_ = {};
  std::string_view catalogue = {};
  std::vector<std::string_view> binds = {};
  // Asked only if this parameter has this text, as in {"framework", "laravel"};
  // not asked if it has that one, as in {"migrations", "none"}.
  std::pair<std::string_view, std::string_view> when = {};
  std::pair<std::string_view, std::string_view> unless = {};
  bool as_application = false;  // by a session of the application's own account
  // The answer's column "ask" holds further questions, one a row, which the same
  // session is then asked in the same snapshot: a server that walks its catalogue
  // writes them itself, with its own quoting of names.
  bool asks_further = false;
  // The words above are names of parameters: what is asked is the SQL that the guard
  // gives there. Not asked if it is no statement that only reads, see engine/reading.h.
  bool words_given = false;

  std::string_view words_for(System system) const;  // empty: cannot be asked there
};

// What a check compares with: nothing; the time only; or the answers that the
// same questions were given at that moment, which are its baseline.
enum class Since { nothing, time, answers };

// A worked example: documentation for people, a test case for us.
struct Sample {
  std::string_view name;
  Arguments given = {};
  std::vector<std::string_view> seen;  // drawn for answer_of(), one per probe; "-": not asked
  Outcome outcome;
  std::vector<std::string_view> earlier = {};  // the same, at the moment compared with
  std::chrono::seconds ago = {};               // how long that moment lies back
  // Answers to further questions, drawn too, in the order in which they are asked
  // over all probes that ask further; one for each row of their tables.
  std::vector<std::string_view> further = {};
  std::vector<std::string_view> further_earlier = {};
  std::optional<System> on = {};  // who answered the first probe; else the first that can
  std::string_view said = {};     // the whole sentence; empty: not compared
};

// The answer to a question, and to the further questions that it led to: one for
// each row of its table.
struct Reply {
  Answer answer;
  std::vector<Answer> further = {};

  bool operator==(const Reply&) const = default;
};

// The code of an answer to a probe that was not asked, see Probe::when.
inline constexpr std::string_view not_asked = "not asked";

// What a judge may look at. Nothing here reaches outside the process.
struct Evidence {
  std::vector<Reply> replies;  // one per probe, same order
  Arguments arguments;
  System on = System::files;  // which system answered the first probe
  Moment asked = {};
  std::optional<Moment> since = {};
  std::vector<Reply> earlier = {};

  bool was_asked(std::size_t probe) const;
  // Throw Error if there is no such table; that makes the verdict unknown.
  const Table& answer(std::size_t probe = 0) const;
  const Table& before(std::size_t probe = 0) const;
  const Table& further(std::size_t probe, std::size_t row) const;
  const Table& further_before(std::size_t probe, std::size_t row) const;
  // Null if it was answered.
  const Unanswered* refusal(std::size_t probe = 0) const;
  const Unanswered* further_refusal(std::size_t probe, std::size_t row) const;
  std::chrono::seconds since_then() const;

  const std::string& text(std::string_view param) const;
  std::int64_t number(std::string_view param) const;
  bool flag(std::string_view param) const;
  const std::vector<std::string>& list(std::string_view param) const;
  std::chrono::seconds duration(std::string_view param) const;
};

// One check: what is asked of the outside world, and what the answer means.
struct Check {
  std::string_view id;       // "area.fact", the path of its file; the fact is what must hold
  std::string_view asks;     // the question, one sentence ending in '?'
  std::string_view because;  // what goes wrong without it
  std::string_view remedy;   // what the operator does when it fails
  std::vector<Param> params = {};
  std::vector<Probe> probes;
  Since since = Since::nothing;
  std::chrono::milliseconds patience = usual_patience;  // for each question
  Verdict (*judge)(const Evidence&);                    // pure: same evidence, same verdict
  std::vector<Sample> samples;  // at least one that opens, one that does not
};

// Null if there is none of that id among them.
const Check* find_check(std::span<const Check* const> checks, std::string_view id);

}  // namespace interlock
