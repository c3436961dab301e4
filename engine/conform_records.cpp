#include <fmt/core.h>

#include <algorithm>
#include <functional>

#include "engine/conform_parts.h"
#include "engine/jcs.h"
#include "engine/time.h"

namespace interlock {
namespace {

Differing unless(bool so, const Event& event, std::string expected, std::string found) {
  if (so) return {};
  return Divergence{event.seq, std::move(expected), std::move(found)};
}

bool ends(const Firing& on) {
  return enters(on.before.at, on.step) && on.plan.final[on.step.after.state];
}

// Where `back` leads, nothing is asked.
bool takes_baseline(const Firing& on) {
  const Rule rule = on.step.rule;
  return rule == Rule::move || rule == Rule::needless || rule == Rule::done || rule == Rule::check;
}

// The types of the records behind the answers; one with a ? may be missing: what is
// compared later is asked only where a guard surely does so.
std::string types_of(const Firing& on) {
  const bool enters_one = enters(on.before.at, on.step);
  const bool held = on.step.after.standing == Standing::held;
  const std::string entering = std::string(!takes_baseline(on)           ? ""
                                           : anything_compared_later(on) ? " baseline.captured"
                                                                         : " baseline.captured?") +
                               " state.entered" + (ends(on) ? " run.finished" : "");
  const std::string tail = enters_one ? entering : held ? " run.held" : "";
  switch (on.input.kind) {
    case Input::Kind::asked:
      return std::string(on.before.at.waiting && held ? "timer.fired " : "") + "guard.decided" +
             (on.step.rule == Rule::begin  ? " action.intent"
              : on.step.rule == Rule::wait ? " timer.armed"
                                           : tail);
    case Input::Kind::started: return "action.started";
    case Input::Kind::ended:
    case Input::Kind::left: return "action.outcome guard.decided" + tail;
    case Input::Kind::looked: return "action.resolved guard.decided" + tail;
    case Input::Kind::died:
    case Input::Kind::overdue:
      return (on.records.front().type == "run.resumed" ? "run.resumed" : "action.outcome") +
             std::string(" action.in_doubt");
    case Input::Kind::resume:
      if (!on.before.at.begun) return "operator.event";
      return "operator.event guard.decided" +
             (on.step.rule == Rule::check ? " action.resolved" + tail : " run.held");
    case Input::Kind::retry: return "operator.event";
    case Input::Kind::back: return "operator.event" + entering;
  }
  return {};
}

Differing of_other_types(const Firing& on) {
  std::string types = types_of(on);
  std::size_t next = 0;
  while (!types.empty()) {
    const std::size_t size = std::min(types.find(' '), types.size());
    std::string type = types.substr(0, size);
    types.erase(0, size + 1);
    const bool optional = type.ends_with('?');
    if (optional) type.pop_back();
    const bool there = next < on.records.size() && on.records[next].type == type;
    if (there) ++next;
    if (there || optional) continue;
    const bool over = next == on.records.size();
    return Divergence{over ? on.records.back().seq : on.records[next].seq,
                      quoted(type) + (over ? " behind it" : ""),
                      over ? "nothing more" : quoted(on.records[next].type)};
  }
  if (next == on.records.size()) return {};
  return Divergence{on.records[next].seq, "no further record of this rule",
                    quoted(on.records[next].type)};
}

// Whether a text can be what a machine wrote, with something for each ${...}.
bool fits(std::string_view written, std::string_view found) {
  const std::size_t from = written.find("${");
  if (from == std::string_view::npos) return written == found;
  if (found.substr(0, from) != written.substr(0, from)) return false;
  const std::size_t to = written.find('}', from);
  if (to == std::string_view::npos) return false;
  written.remove_prefix(to + 1);
  for (std::size_t i = from; i <= found.size(); ++i)
    if (fits(written, found.substr(i))) return true;
  return false;
}

// Behind what an alias stands for, which an installation may say otherwise.
bool fits(const Machine& machine, const Command& command, const Texts& found) {
  const Texts& written = command.argv;
  const bool alias = machine.commands.contains(written.front());
  const std::size_t words = alias ? written.size() - 1 : written.size();
  if (found.size() < words || (!alias && found.size() != words)) return false;
  return std::equal(written.end() - static_cast<std::ptrdiff_t>(words), written.end(),
                    found.end() - static_cast<std::ptrdiff_t>(words),
                    [](const std::string& one, const std::string& other) {
                      return fits(std::string_view(one), other);
                    });
}

// The commands of the step, in order; what has a condition may be missing.
Differing other_commands(const Firing& on, const Event& intent) {
  const Value::List& found = intent.data["commands"].list();
  std::size_t next = 0;
  for (const Command& command : on.transition().run) {
    const bool there =
        next < found.size() && fits(on.machine, command, texts_in(found[next]["argv"]));
    if (there) ++next;
    if (there || !command.when.empty()) continue;
    return Divergence{intent.seq,
                      "the command " + canonical(list_of(command.argv)) + " of the machine",
                      next < found.size() ? canonical(found[next]["argv"]) : "no command more"};
  }
  return unless(next == found.size(), intent, "no command more",
                next < found.size() ? canonical(found[next]["argv"]) : "");
}

Differing intended(const Firing& on, const Event& intent) {
  const Transition& step = on.transition();
  const std::pair<std::string_view, Value> wanted[] = {{"transition", step.id},
                                                       {"step", step.step},
                                                       {"manual", step.manual},
                                                       {"attempt", on.step.after.attempt},
                                                       {"attempts", step.attempts}};
  for (const auto& [key, value] : wanted)
    if (auto differing = differs(intent, key, value)) return differing;
  if (!on.before.begun_by_person)
    return Divergence{intent.seq, "that a person said to begin, before the first step", "a step"};
  return other_commands(on, intent);
}

Differing started(const Firing& on, const Event& event) {
  if (auto differing = differs(event, "transition", on.transition().id)) return differing;
  return differs(event, "command", 0);
}

// The outcomes of those commands that were started, of which only the last one failed.
Differing ended(const Firing& on, const Event& outcome) {
  if (auto differing = differs(outcome, "transition", on.transition().id)) return differing;
  const Value::List& told = outcome.data["commands"].list();
  const Value::List& meant = on.before.attempt->commands.list();
  const auto ok = [](const Value& each) {
    return each["how"].text() == "exited" && each["exit"] == Value(0);
  };
  for (std::size_t i = 0; i < told.size(); ++i) {
    if (i >= meant.size() || told[i]["argv"] != meant[i]["argv"])
      return Divergence{outcome.seq,
                        i < meant.size() ? "the command " + canonical(meant[i]["argv"])
                                         : std::string("no command more"),
                        canonical(told[i]["argv"])};
    if (!ok(told[i]) && i + 1 < told.size())
      return Divergence{outcome.seq, "no command after one that failed",
                        canonical(told[i + 1]["argv"])};
  }
  if (!told.empty() && told.size() != on.started)
    return Divergence{outcome.seq, fmt::format("{} commands, which were started", on.started),
                      fmt::format("{}", told.size())};
  const bool all_ok = told.empty() || ok(told.back());
  const bool doubtful = on.input.kind != Input::Kind::ended;
  const std::string word = doubtful ? "uncertain" : all_ok ? "ok" : "failed";
  if (outcome.outcome != word)
    return Divergence{outcome.seq, quoted(word), quoted(outcome.outcome)};
  return unless(on.transition().manual || doubtful || !all_ok || told.size() == meant.size(),
                outcome, fmt::format("that all {} commands ended", meant.size()),
                fmt::format("{}", told.size()));
}

Differing entered(const Firing& on, const Event& event) {
  const std::string_view to = on.plan.states[on.step.after.state];
  if (event.state != to) return Divergence{event.seq, quoted(to), quoted(event.state)};
  if (auto differing = differs(event, "from", on.plan.states[on.before.at.state])) return differing;
  Texts gained = moments_of(on.plan, on.before.at, on.step.after);
  gained.erase(gained.begin());
  return differs(event, "gained", list_of(gained));
}

Differing finished(const Firing& on, const Event& event) {
  static constexpr std::string_view words[] = {"success", "recovered", "untouched"};
  const auto end = on.machine.states[on.step.after.state].final.value_or(Final::untouched);
  return differs(event, "end", words[static_cast<std::size_t>(end)]);
}

// Of what the operator has not answered he is told, of all else that cannot tell not.
Differing held(const Firing& on, const Event& event) {
  const Event* decided = on.record("guard.decided");
  bool person = on.input.kind == Input::Kind::left, other = false;
  for (const Event& result : on.results)
    if (result.outcome == "unknown")
      (result.data["on"].text() == "operator" ? person : other) = true;
  const bool failed = decided && decided->outcome == "fail";
  return differs(event, "by", failed ? "fail" : person && !other ? "operator" : "unknown");
}

Differing of_the_step(const Firing& on, const Event& event) {
  return differs(event, "transition", on.transition().id);
}

// A deadline is one only once it has passed.
Differing doubted(const Firing& on, const Event& event) {
  const auto at = moment_of(event.at);
  if (on.input.kind == Input::Kind::overdue && at && *at < on.before.attempt->deadline)
    return Divergence{event.seq, "nothing overdue before " + written(on.before.attempt->deadline),
                      quoted(event.at)};
  return of_the_step(on, event);
}

Differing acted(const Firing& on, const Event& event) {
  return differs(event, "act",
                 on.input.kind == Input::Kind::resume  ? "resume"
                 : on.input.kind == Input::Kind::retry ? "retry"
                                                       : "back");
}

// What a record says besides its type.
struct Content {
  std::string_view type;
  Differing (*differing)(const Firing&, const Event&);
};
constexpr Content contents[] = {{"action.intent", intended},      {"action.started", started},
                                {"action.outcome", ended},        {"action.in_doubt", doubted},
                                {"action.resolved", of_the_step}, {"state.entered", entered},
                                {"run.finished", finished},       {"run.held", held},
                                {"operator.event", acted}};

Differing says_otherwise(const Firing& on, const Event& event) {
  const bool ahead = event.type == "state.entered" || event.type == "baseline.captured";
  const std::string_view state = on.plan.states[ahead ? on.step.after.state : on.before.at.state];
  if (event.state != state) return Divergence{event.seq, quoted(state), quoted(event.state)};
  for (const Content& content : contents)
    if (content.type == event.type)
      if (auto differing = content.differing(on, event)) return differing;
  return {};
}

}  // namespace

const Event* Firing::record(std::string_view type) const {
  for (const Event& event : records)
    if (event.type == type) return &event;
  return nullptr;
}

Differing differs(const Event& event, std::string_view key, const Value& expected) {
  const Value& found = event.data[key];
  if (canonical(found) == canonical(expected)) return {};
  return Divergence{event.seq, fmt::format("\"{}\": {}", key, canonical(expected)),
                    canonical(found)};
}

Differing misrecorded(const Firing& firing) {
  if (auto differing = of_other_types(firing)) return differing;
  for (const auto& events : {firing.results, firing.records})
    for (const Event& event : events)
      if (auto differing = says_otherwise(firing, event)) return differing;
  return {};
}

}  // namespace interlock
