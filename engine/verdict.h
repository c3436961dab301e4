#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace interlock {

// What a check can say. Order is severity: of several outcomes the worst counts,
// so a fail wins over unknown.
enum class Outcome { not_applicable, pass, warn, unknown, fail };

std::string_view word(Outcome outcome);

// Unknown never opens anything.
constexpr bool opens(Outcome outcome) {
  return outcome < Outcome::unknown;
}

// An advisory guard is shown and recorded, and counts as a warning at most.
constexpr Outcome counted(Outcome said, bool advisory) {
  return advisory ? std::min(said, Outcome::warn) : said;
}

// What a comparison found to be otherwise than at the moment compared with.
struct Difference {
  std::string object;  // "table users"
  std::string before;
  std::string after;
  bool expected = false;

  bool operator==(const Difference&) const = default;
};

struct Verdict {
  Outcome outcome = Outcome::unknown;
  std::string sentence;                      // complete, past tense, names the fact
  std::vector<std::string> objects = {};     // the names at fault, all of them
  std::vector<std::string> commands = {};    // what mends it, ready to paste; never a secret
  std::vector<Difference> differences = {};  // of a check that compares
};

inline Verdict not_applicable(std::string because) {
  return {Outcome::not_applicable, std::move(because)};
}
inline Verdict pass(std::string sentence, std::vector<std::string> objects = {}) {
  return {Outcome::pass, std::move(sentence), std::move(objects)};
}
inline Verdict warn(std::string sentence, std::vector<std::string> objects = {},
                    std::vector<std::string> commands = {}) {
  return {Outcome::warn, std::move(sentence), std::move(objects), std::move(commands)};
}
// The reason names what was missing: a right, an answer, a moment.
inline Verdict unknown(std::string reason, std::vector<std::string> objects = {},
                       std::vector<std::string> commands = {}) {
  return {Outcome::unknown, std::move(reason), std::move(objects), std::move(commands)};
}
inline Verdict fail(std::string sentence, std::vector<std::string> objects = {},
                    std::vector<std::string> commands = {}) {
  return {Outcome::fail, std::move(sentence), std::move(objects), std::move(commands)};
}

}  // namespace interlock
