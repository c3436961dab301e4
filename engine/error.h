#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace interlock {

// Ends the command in progress. Thrown deep down, caught once, in main(); only
// what an endpoint says about one question is caught earlier, in gather().
// What a *check* finds wrong is never an Error: it is a Verdict.
struct Error : std::runtime_error {
  enum class Kind { usage, input, endpoint, ledger, locked, bug };

  Error(Kind its_kind, const std::string& what, std::string a_hint = {}, std::string a_code = {})
      : std::runtime_error(what),
        kind(its_kind),
        hint(std::move(a_hint)),
        code(std::move(a_code)) {}

  Kind kind;
  std::string hint;  // one sentence: what the operator can do; may be empty
  std::string code;  // the endpoint's own: a SQLSTATE, 1356, NOAUTH; may be empty
};

// Something wrong with what a person wrote: where (a JSON pointer), what, and
// what was perhaps meant.
struct Problem {
  std::string where;
  std::string what;
  std::string hint = {};
};

// A name as messages show it.
inline std::string quoted(std::string_view name) {
  return '"' + std::string(name) + '"';
}

}  // namespace interlock
