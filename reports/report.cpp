#include "reports/report.h"

#include <algorithm>
#include <set>

#include "engine/time.h"

namespace interlock {

namespace {

const Transition* find_transition(const Machine& machine, std::string_view id) {
  for (const Transition& transition : machine.transitions)
    if (transition.id == id) return &transition;
  return nullptr;
}

Outcome outcome_of(std::string_view text) {
  for (const Outcome outcome :
       {Outcome::not_applicable, Outcome::pass, Outcome::warn, Outcome::unknown, Outcome::fail})
    if (word(outcome) == text) return outcome;
  return Outcome::unknown;
}

std::string digest_of(const std::string& hex) {
  return hex.empty() ? std::string() : "sha256:" + hex;
}

Line line_of(const Machine& machine, const Event& event) {
  const Value& data = event.data;
  Line line;
  line.key = data["key"].text();
  line.check = data["check"].text();
  line.on = data["on"].text();
  line.outcome = outcome_of(event.outcome);
  line.said = data["said"].text();
  line.objects = texts_in(data["objects"]);
  line.remedy = data["remedy"].text();
  line.commands = texts_in(data["commands"]);
  line.programs = texts_in(data["programs"]);
  line.transition = data["transition"].text();
  if (const Transition* transition = find_transition(machine, line.transition)) {
    line.state = transition->to;
    line.step = transition->step;
    line.phase = phase_word(machine, transition->to);
  }
  line.asked = data["asked"].text();
  line.advisory = data["advisory"].flag();
  line.ms = data["ms"].number();
  line.event = event.seq;
  line.moment = event.at;
  if (!event.evidence.empty()) line.evidence = digest_of(event.evidence.front().sha256);
  line.compared = data["compared"];
  return line;
}

class Reporter {
 public:
  Reporter(const Machine& machine, const Head& head) : machine_(machine), plan_(plan_of(machine)) {
    report_.head = head;
    report_.run = fresh(plan_);
  }

  void take(const Event& event) {
    if (event.type == "report.issued") return;  // else no report were the same again
    last_ = &event;
    if (report_.events++ == 0) report_.first_event = event.seq;
    report_.last_event = event.seq;
    report_.at = event.at;
    const Configuration before = report_.run.at;
    const std::optional<Moment> locked_out = report_.run.locked_out;
    const std::optional<Moment> held = report_.run.held;
    interlock::take(report_.run, machine_, plan_, event);
    if (event.type == "run.started") start(event);
    if (event.type == "definition.proved" && report_.proved.null()) report_.proved = event.data;
    if (event.type == "check.result") result(event);
    if (event.type == "run.finished") {
      report_.finished = event.data;
      report_.finished_at = event.at;
    }
    if (event.type == "action.outcome") outcome(event);
    if (event.type == "run.held") {
      ++report_.holds;
      held_.insert(before.state);
    }
    if (locked_out && !report_.run.locked_out) report_.locked_out_ms += until(event, *locked_out);
    if (held && !report_.run.held) report_.held_ms += until(event, *held);
    station(event, before);
  }

  Report end(const EvidenceOf& evidence) {
    report_.held_states = static_cast<std::int64_t>(held_.size());
    if (last_ && report_.run.locked_out)
      report_.locked_out_ms += until(*last_, *report_.run.locked_out);
    if (last_ && report_.run.held) report_.held_ms += until(*last_, *report_.run.held);
    const auto verified = report_.run.baseline_evidence.find("backup_verified");
    if (evidence && verified != report_.run.baseline_evidence.end())
      report_.backup = backup_in(evidence(verified->second));
    for (Line& line : report_.lines) {
      report_.counts.add(line.outcome);
      const std::string since(line.compared["since"].text());
      if (const auto moment = report_.run.moments.find(since); moment != report_.run.moments.end())
        line.compared.set("at", written(moment->second.at));
    }
    return std::move(report_);
  }

 private:
  static std::int64_t until(const Event& event, Moment since) {
    const auto at = moment_of(event.at);
    return at ? (*at - since).count() : 0;
  }

  void start(const Event& event) {
    report_.kind = event.data["kind"].text();
    report_.program = event.data["program"].text();
    report_.started_at = event.at;
    report_.machine = Value::Object{{"id", event.data["machine"]},
                                    {"product", event.data["product"]},
                                    {"from", event.data["from"]},
                                    {"to", event.data["to"]},
                                    {"digest", digest_of(event.definition.machine)},
                                    {"groups", digest_of(event.definition.groups)}};
    report_.installation = event.data["installation"];
    report_.actor = event.actor;
  }

  // The order of the definition is that of the first answers; the last one counts.
  void result(const Event& event) {
    Line line = line_of(machine_, event);
    const auto same = std::find_if(report_.lines.begin(), report_.lines.end(), [&](const Line& l) {
      return l.key == line.key && l.asked == line.asked;
    });
    if (same == report_.lines.end())
      report_.lines.push_back(std::move(line));
    else
      *same = std::move(line);
  }

  // The output of the commands is evidence of the same event.
  void outcome(const Event& event) {
    Value::List commands = event.data["commands"].list();
    for (std::size_t i = 0; i < commands.size(); ++i)
      for (const auto* name : {"stdout", "stderr"}) {
        commands[i].set(name, nullptr);
        for (const Citation& piece : event.evidence)
          if (piece.role == std::to_string(i) + "." + name)
            commands[i].set(name, digest_of(piece.sha256));
      }
    commands_ = std::move(commands);
  }

  void station(const Event& event, const Configuration& before) {
    const std::string rule(event.data["rule"].text());
    // The choice is an event of its own; the run moves with the next.
    if (event.type == "operator.event" && event.data["act"].text() == "back")
      chose_back_ = event.data["by"].text();
    if (event.data["input"].null() || rule == "none" || rule.empty()) return;
    if (before.standing == Standing::intent && rule == "begin") return;  // told by the intent
    Station station;
    station.event = event.seq;
    station.at = event.at;
    station.rule = rule;
    if (plan_.rows[before.state])
      station.transition = machine_.transitions[plan_.rows[before.state]->transition].id;
    station.state = plan_.states[report_.run.at.state];
    station.says = sentence(before, rule);
    station.commands = std::exchange(commands_, nullptr);
    if (event.type == "operator.event") station.by = event.data["by"].text();
    if (rule == "back" && station.by.empty()) station.by = std::exchange(chose_back_, {});
    station.held = report_.run.at.standing == Standing::held;
    station.locked_out = report_.run.locked_out.has_value();
    report_.timeline.push_back(std::move(station));
  }

  std::string sentence(const Configuration& before, std::string_view rule) const {
    const Transition* step = plan_.rows[before.state]
                                 ? &machine_.transitions[plan_.rows[before.state]->transition]
                                 : nullptr;
    std::string means = machine_.states[report_.run.at.state].means;
    if (rule == "back") return "Back: " + means;
    if (!step) return means;
    if (rule == "move" || rule == "done" || rule == "check") return means;
    if (rule == "needless") return "Needless: " + step->step + " " + means;
    return step->step;
  }

  const Machine& machine_;
  std::string chose_back_;
  Plan plan_;
  Report report_;
  Value commands_;
  const Event* last_ = nullptr;  // that was taken
  std::set<std::size_t> held_;
};

}  // namespace

void Counts::add(Outcome outcome) {
  ++total;
  switch (outcome) {
    case Outcome::not_applicable: ++not_applicable; break;
    case Outcome::pass: ++pass; break;
    case Outcome::warn: ++warn; break;
    case Outcome::unknown: ++unknown; break;
    case Outcome::fail: ++fail; break;
  }
}

Outcome Counts::worst() const {
  if (fail) return Outcome::fail;
  if (unknown) return Outcome::unknown;
  if (warn) return Outcome::warn;
  return pass ? Outcome::pass : Outcome::not_applicable;
}

Report report_of(const Machine& machine, const std::vector<Event>& events, const Head& head,
                 const EvidenceOf& evidence) {
  Reporter reporter(machine, head);
  for (const Event& event : events) reporter.take(event);
  return reporter.end(evidence);
}

std::string_view phase_word(const Machine& machine, std::string_view id) {
  static constexpr std::string_view words[] = {"pre", "change", "post", "back"};
  const State* state = find_state(machine, id);
  if (!state) return {};
  if (state->phase) return words[static_cast<std::size_t>(*state->phase)];
  for (const Transition& transition : machine.transitions)
    if (transition.to == id) return phase_word(machine, transition.from);
  return words[0];
}

std::vector<const Transition*> line_from(const Machine& machine, std::string_view state) {
  std::vector<const Transition*> line;
  while (const Transition* next = transition_from(machine, state)) {
    if (line.size() > machine.transitions.size()) break;
    line.push_back(next);
    state = next->to;
  }
  return line;
}

std::vector<const Transition*> main_line(const Machine& machine) {
  return line_from(machine, machine.states.front().id);
}

std::optional<std::size_t> station_of(const Machine& machine, std::string_view state) {
  if (state == machine.states.front().id) return 1;
  std::size_t number = 1;
  for (const Transition* transition : main_line(machine)) {
    ++number;
    if (transition->to == state) return number;
  }
  return {};
}

}  // namespace interlock
