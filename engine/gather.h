#pragma once

#include <functional>
#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "engine/check.h"
#include "engine/endpoint.h"

namespace interlock {

// Whom to ask: one session is opened for each.
struct Whom {
  std::string endpoint;
  bool as_application = false;

  auto operator<=>(const Whom&) const = default;
};

// A question, and whom to ask. Equal errands are asked once.
struct Errand {
  Whom whom;
  std::string words;
  std::vector<std::string> arguments = {};
  std::chrono::milliseconds patience = usual_patience;
  bool asks_further = false;  // see Probe::asks_further

  auto operator<=>(const Errand&) const = default;
};

// `longest` is the patience of the most patient question for this session.
using Opener =
    std::function<std::unique_ptr<Endpoint>(const Whom& whom, std::chrono::milliseconds longest)>;

// A reply, and when it was asked for and came.
struct Heard {
  Reply reply;
  Moment asked = {};
  Moment answered = {};
  bool connected = true;  // false: no session could be opened
};

// Answers are kept whole, as evidence; one with more than so many bytes in its cells
// is none.
inline constexpr std::size_t largest_answer = std::size_t{64} << 20;

// Asks everything, once. One thread for each session, so all answers of a
// session come from the same snapshot and none is shared between threads.
// Never throws for what an endpoint does: that becomes an Unanswered.
std::map<Errand, Heard> gather(const std::vector<Errand>& errands, const Opener& open,
                               const std::stop_token& stop = {});

}  // namespace interlock
