#include <fmt/core.h>

#include <algorithm>

#include "engine/ask.h"
#include "engine/conform_parts.h"
#include "engine/jcs.h"
#include "engine/time.h"

namespace interlock {
namespace {

constexpr Outcome all_outcomes[] = {Outcome::not_applicable, Outcome::pass, Outcome::warn,
                                    Outcome::unknown, Outcome::fail};

std::optional<Outcome> outcome_in(std::string_view said) {
  for (const Outcome outcome : all_outcomes)
    if (word(outcome) == said) return outcome;
  return {};
}

std::string_view word_of(Gate gate) {
  return gate == Gate::pass ? "pass" : gate == Gate::fail ? "fail" : "unknown";
}

// "close: require maintenance.laravel_on", as the machine words it.
std::string named(std::string_view transition, std::string_view when, std::string_view check) {
  const std::string_view key = when == "before" ? "require" : when == "after" ? "ensure" : "hold";
  return fmt::format("the answer to {} ({} of \"{}\")", check, key, transition);
}
std::string named(const Posed& posed) {
  return named(posed.transition->id, word(posed.when), posed.guard->check);
}
std::string named(const Event& result) {
  return named(result.data["transition"].text(), result.data["asked"].text(),
               result.data["check"].text());
}

class Observed {
 public:
  explicit Observed(const Firing& firing)
      : on_(firing), kind_(firing.input.kind), begun_(firing.before.at.begun) {}

  Differing judge() const {
    for (const Event& result : on_.results)
      if (auto differing = misread(result)) return differing;
    if (auto differing = not_as_posed()) return differing;
    const Input input = expected();
    if (const Event* decided = on_.record("guard.decided"))
      if (auto differing = misdecided(*decided, input)) return differing;
    return misled(input);
  }

 private:
  bool looked() const {
    return kind_ == Input::Kind::looked || (kind_ == Input::Kind::resume && begun_) ||
           (kind_ == Input::Kind::ended && !failed());
  }
  bool failed() const {
    const Event* outcome = on_.record("action.outcome");
    return (outcome && outcome->outcome == "failed") || (!on_.results.empty() && cut_short());
  }
  // The answers are those of hold alone that failed while the step ran.
  bool cut_short() const {
    return std::none_of(on_.results.begin(), on_.results.end(), [](const Event& result) {
      return result.data["asked"].text() != "meanwhile" || result.outcome != "fail";
    });
  }

  // What the machine has asked here, in its order.
  std::vector<Posed> posed_here() const {
    const Transition& transition = on_.transition();
    std::vector<Posed> all;
    const auto add = [&](When when) {
      for (const Posed& each : posed(transition, when)) all.push_back(each);
    };
    const bool first = on_.before.at.attempt == 0;
    if (kind_ == Input::Kind::asked) {
      if (first) add(When::before);
      add(When::meanwhile);
      if (first && on_.row.restores && gate_in(on_.results, {"before", "meanwhile"}) == Gate::pass)
        add(When::after);
    } else if (looked()) {
      add(When::meanwhile);
      add(When::after);
    }
    return all;
  }

  Differing not_as_posed() const {
    if (kind_ == Input::Kind::ended && failed()) return not_of_hold();
    const std::vector<Posed> wanted = posed_here();
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      if (i >= on_.results.size())
        return Divergence{on_.records.front().seq, named(wanted[i]),
                          quoted(on_.records.front().type)};
      const Event& result = on_.results[i];
      const Guard& guard = *wanted[i].guard;
      if (result.data["check"].text() != guard.check ||
          result.data["asked"].text() != word(wanted[i].when) ||
          result.data["transition"].text() != wanted[i].transition->id)
        return Divergence{result.seq, named(wanted[i]), named(result)};
      if (auto differing = differs(result, "advisory", guard.advisory)) return differing;
      if (!guard.since.empty())
        if (auto differing = miscompared(result, guard)) return differing;
    }
    if (on_.results.size() > wanted.size()) {
      const Event& more = on_.results[wanted.size()];
      return Divergence{more.seq, "no further answer: the machine asks no more here", named(more)};
    }
    return {};
  }

  // While a step ran, hold alone was asked.
  Differing not_of_hold() const {
    const Guards& hold = on_.transition().hold;
    for (const Event& result : on_.results)
      if (result.data["asked"].text() != "meanwhile" ||
          std::none_of(hold.begin(), hold.end(), [&](const Guard& guard) {
            return guard.check == result.data["check"].text();
          }))
        return Divergence{result.seq, "answers to hold alone: the step had failed", named(result)};
    return {};
  }

  // What is compared with is the moment that came last.
  Differing miscompared(const Event& result, const Guard& guard) const {
    const Value& compared = result.data["compared"];
    const auto moment = on_.before.moments.find(guard.since);
    const std::int64_t event = compared["event"].number();
    const std::string_view judged = result.data["judged"].text();
    if (event == 0 && judged != "pass" && judged != "warn") return {};
    if (moment != on_.before.moments.end() && compared["since"].text() == guard.since &&
        event == moment->second.event)
      return {};
    return Divergence{result.seq, fmt::format("a comparison with the moment \"{}\"", guard.since),
                      fmt::format("one with event {}", event)};
  }

  // An answer by itself: how it counts follows from how it was judged.
  Differing misread(const Event& result) const {
    const auto judged = outcome_in(result.data["judged"].text());
    if (!judged) return Divergence{result.seq, "a verdict", quoted(result.data["judged"].text())};
    const std::string_view counts = word(counted(*judged, result.data["advisory"].flag()));
    if (result.outcome != counts)
      return Divergence{result.seq, fmt::format("the outcome \"{}\", as it was judged", counts),
                        quoted(result.outcome)};
    if (result.data["on"].text() != "operator" || (*judged != Outcome::pass)) return {};
    for (const Said& said : on_.before.answers)
      if (said.key == result.data["key"].text() && said.yes) return {};
    return Divergence{result.seq, "an answer of the operator before it", "none"};
  }

  // The same input, as it follows from the answers alone.
  Input expected() const {
    Input input{.kind = kind_};
    const Event* decided = on_.record("guard.decided");
    const bool no_baseline = decided && !decided->data["why"].null();
    if (kind_ == Input::Kind::asked) {
      input.before = gate_in(on_.results, {"before", "meanwhile"});
      const bool asked_after =
          std::any_of(on_.results.begin(), on_.results.end(),
                      [](const Event& result) { return result.data["asked"].text() == "after"; });
      input.already = asked_after && gate_in(on_.results, {"after"}) == Gate::pass;
      input.time_up = on_.input.time_up && time_is_up();
      if (no_baseline && would_enter(input)) {
        if (!input.already) input.before = Gate::unknown;
        input.already = false;
      }
      return input;
    }
    input.failed = kind_ == Input::Kind::ended && failed();
    if (!looked()) return input;
    input.hold = gate_in(on_.results, {"meanwhile"});
    input.ensure = gate_in(on_.results, {"after"});
    if (no_baseline && would_enter(input)) input.ensure = Gate::unknown;
    return input;
  }

  bool would_enter(const Input& input) const {
    return enters(on_.before.at, next(on_.plan, on_.before.at, input));
  }
  bool time_is_up() const {
    const auto at = moment_of(on_.cause.at);
    return on_.before.at.waiting && on_.before.waits_until && at && *at >= *on_.before.waits_until;
  }

  Differing misdecided(const Event& decided, const Input& input) const {
    if (auto differing = differs(decided, "set", kind_ == Input::Kind::asked ? "before" : "after"))
      return differing;
    Value counts = Value::Object{};
    for (const Outcome outcome :
         {Outcome::pass, Outcome::warn, Outcome::unknown, Outcome::fail, Outcome::not_applicable})
      counts.set(std::string(word(outcome)),
                 std::count_if(on_.results.begin(), on_.results.end(), [&](const Event& result) {
                   return result.outcome == word(outcome);
                 }));
    if (auto differing = differs(decided, "counts", counts)) return differing;
    const std::string_view says = word_of(decision(input));
    if (decided.outcome == says) return {};
    return Divergence{decided.seq, fmt::format("\"{}\", by the answers before it", says),
                      quoted(decided.outcome)};
  }

  // What guard.decided says of a whole set.
  Gate decision(const Input& input) const {
    if (kind_ == Input::Kind::asked) return input.before;
    if (input.failed || input.hold == Gate::fail || input.ensure == Gate::fail) return Gate::fail;
    return would_enter(input) ? Gate::pass : Gate::unknown;
  }

  Differing misled(const Input& input) const {
    const Value wanted = value_of(input), found = on_.cause.data["input"];
    if (canonical(wanted) == canonical(found)) return {};
    for (const auto& [name, value] : wanted.members())
      if (found[name] != value)
        return Divergence{
            on_.cause.seq,
            fmt::format("\"{}\": {}, by the answers before it", name, canonical(value)),
            canonical(found[name])};
    return Divergence{on_.cause.seq, canonical(wanted), canonical(found)};
  }

  const Firing& on_;
  Input::Kind kind_;
  bool begun_;
};

}  // namespace

Gate gate_in(std::span<const Event> results, std::initializer_list<std::string_view> asked) {
  Gate gate = Gate::pass;
  for (const Event& result : results) {
    const bool among =
        std::find(asked.begin(), asked.end(), result.data["asked"].text()) != asked.end();
    if (!among || result.data["advisory"].flag()) continue;
    if (result.outcome == "fail") return Gate::fail;
    if (result.outcome == "unknown") gate = Gate::unknown;
  }
  return gate;
}

Differing misjudged(const Firing& firing) {
  return Observed(firing).judge();
}

}  // namespace interlock
