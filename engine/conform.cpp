#include "engine/conform.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "engine/conform_parts.h"
#include "engine/jcs.h"

namespace interlock {
namespace {

constexpr std::array<std::string_view, 4> kept_words = {"held", "violated", "undecided",
                                                        "not_applicable"};
constexpr std::array<std::string_view, 4> opening_types = {"ledger.opened", "definition.loaded",
                                                           "definition.proved", "run.started"};
constexpr std::array<std::string_view, 5> standings = {"ready", "held", "in intent", "in flight",
                                                       "in doubt"};

// "closed, ready": where a run stands.
std::string place_of(const Plan& plan, const Configuration& at) {
  return fmt::format("in \"{}\", {}", plan.states[at.state],
                     standings[static_cast<std::size_t>(at.standing)]);
}

// The proof on record is that of this machine: its sizes, and what became of every
// property that both know.
Differing misproved(const Event& event, const Proofs& proofs) {
  const Value& size = event.data["size"];
  const std::pair<std::string_view, std::size_t> sizes[] = {
      {"states", proofs.states},
      {"transitions", proofs.transitions},
      {"configurations", proofs.configurations},
      {"edges", proofs.edges}};
  for (const auto& [name, number] : sizes)
    if (size[name] != Value(number))
      return Divergence{event.seq, fmt::format("a proof over {} {}", number, name),
                        canonical(size[name])};
  if (proofs.too_large)
    return Divergence{event.seq, "no run: the machine is too large to be proved", "a proof"};
  for (const Theorem& theorem : proofs.theorems)
    for (const Value& told : event.data["properties"].list())
      if (told["id"].text() == theorem.id && told["verdict"].text() != word(theorem.decided))
        return Divergence{event.seq, fmt::format("{} {}", theorem.id, word(theorem.decided)),
                          quoted(told["verdict"].text())};
  if (proofs.proved()) return {};
  return Divergence{event.seq, "no run: the machine is not proved", "one"};
}

// Follows the events of a run, in order, as far as the machine allows them.
class Follower {
 public:
  Follower(const Ground& on, const Proofs& proofs, const std::vector<Event>& events)
      : on_(on),
        machine_(on.machine),
        plan_(on.plan),
        graph_(on.graph),
        proofs_(proofs),
        events_(events),
        run_(fresh(plan_)) {}

  Conformance follow() {
    std::size_t at = opening();
    while (at < events_.size() && !stop_)
      at = events_[at].data["rule"].null() ? alone(at) : fire(at);
    Conformance told;
    told.run = run_.id;
    told.definition = run_.definition;
    told.events = static_cast<std::int64_t>(events_.size());
    told.rules = static_cast<std::int64_t>(moves_.size());
    told.state = plan_.states[run_.at.state];
    told.finished = run_.finished.has_value();
    told.divergence = std::move(divergence_);
    if (!graph_.too_large())
      told.properties =
          upheld(on_, moves_, told.finished, events_.empty() ? 0 : events_.front().seq);
    return told;
  }

 private:
  // The first one is told; what follows from it is not of interest.
  void note(Differing differing, bool stop = true) {
    if (!differing) return;
    if (!divergence_) divergence_ = std::move(differing);
    stop_ = stop_ || stop;
  }

  void take(const Event& event) {
    const Definition& definition = run_.definition;
    const bool same = event.definition.machine == definition.machine &&
                      event.definition.groups == definition.groups;
    if (!definition.machine.empty() && !same)
      note(Divergence{event.seq, "the machine " + definition.machine,
                      quoted(event.definition.machine)});
    if (event.type == "action.intent") started_ = 0;
    if (event.type == "action.started") ++started_;
    interlock::take(run_, machine_, plan_, event);
  }

  std::size_t opening() {
    std::size_t at = 0;
    for (const std::string_view type : opening_types) {
      if (at == events_.size() || events_[at].type != type) {
        const std::int64_t seq =
            events_.empty() ? 0 : events_[std::min(at, events_.size() - 1)].seq;
        note(Divergence{seq, quoted(type),
                        at < events_.size() ? quoted(events_[at].type) : "the end"});
        return at;
      }
      const Event& event = events_[at++];
      if (type == "definition.loaded" || type == "run.started")
        note(differs(event, "machine", machine_.id));
      if (type == "definition.loaded") {
        for (const Citation& piece : event.evidence)
          if (piece.role != "releases" &&
              piece.sha256 !=
                  (piece.role == "machine" ? event.definition.machine : event.definition.groups))
            note(Divergence{event.seq, "the machine " + event.definition.machine, piece.sha256});
        run_.definition = event.definition;
      }
      if (type == "definition.proved") note(misproved(event, proofs_), false);
      if (type == "run.started") note(differs(event, "kind", "run"));
      take(event);
    }
    return at;
  }

  // What belongs to no rule: it moves nothing.
  std::size_t alone(std::size_t at) {
    const Event& event = events_[at];
    const std::string_view act = event.data["act"].text();
    const bool person = event.type == "operator.event" && (act == "answer" || act == "begin");
    const bool resumed = event.type == "run.resumed" && run_.at.standing != Standing::intent &&
                         run_.at.standing != Standing::flight;
    const bool more = event.type == "action.started" && run_.at.standing == Standing::flight;
    const bool proof = event.type == "definition.proved";
    if (event.type != "report.issued" && (run_.finished || !(person || resumed || more || proof)))
      note(Divergence{event.seq,
                      run_.finished ? "nothing: the run has ended"
                                    : "a record that may stand alone " + place_of(plan_, run_.at),
                      quoted(event.type)});
    if (!event.data["input"].null())
      note(Divergence{event.seq, "a rule for what moves the run", "none"});
    if (more) note(differs(event, "command", started_));
    if (proof) note(misproved(event, proofs_), false);
    if (!stop_) take(event);
    return at + 1;
  }

  // The records of one rule: up to the one that tells what brought it about, and the end
  // of the run behind it.
  std::size_t end_of(std::size_t at) const {
    const std::string_view rule = events_[at].data["rule"].text();
    while (at < events_.size() && events_[at].data["rule"].text() == rule) {
      if (events_[at++].data["input"].null()) continue;
      const bool last = at < events_.size() && events_[at].type == "run.finished";
      return last ? at + 1 : at;
    }
    return at;
  }

  const Event* cause_in(std::span<const Event> events) const {
    for (const Event& event : events)
      if (!event.data["input"].null()) return &event;
    return nullptr;
  }

  std::size_t fire(std::size_t at) {
    const std::size_t end = end_of(at);
    const std::span all(events_.data() + at, end - at);
    const Event* cause = cause_in(all);
    const auto& row = plan_.rows[run_.at.state];
    if (!row)
      note(Divergence{all.front().seq, "nothing: the run has ended", quoted(all.front().type)});
    else if (!cause)
      note(Divergence{
          end < events_.size() ? events_[end].seq : all.back().seq,
          fmt::format("the rest of the records of \"{}\"", all.front().data["rule"].text()),
          end < events_.size() ? quoted(events_[end].type) : "the end of the record"});
    if (stop_) return end;
    const auto answers = std::find_if(
        all.begin(), all.end(), [](const Event& event) { return event.type != "check.result"; });
    const auto results = static_cast<std::size_t>(answers - all.begin());
    if (results == all.size())
      note(Divergence{all.back().seq, "what follows from the answers", "nothing more"});
    if (stop_) return end;
    const Input input = input_in(cause->data["input"]);
    const Firing firing{machine_,
                        plan_,
                        on_.checks,
                        *row,
                        run_,
                        all.first(results),
                        all.subspan(results),
                        *cause,
                        input,
                        next(plan_, run_.at, input),
                        started_};
    note(misfired(firing, all));
    if (!stop_) go(firing, all);
    return end;
  }

  // Whether the rule is that which the machine has here, and all of it is on record.
  Differing misfired(const Firing& on, std::span<const Event> all) const {
    if (auto differing = misjudged(on)) return differing;
    for (const Event& event : all)
      if (event.data["rule"].text() != word(on.step.rule))
        return Divergence{
            event.seq,
            fmt::format("the rule \"{}\" {}", word(on.step.rule), place_of(plan_, run_.at)),
            quoted(event.data["rule"].text())};
    const bool asks_again = run_.at.waiting && on.input.kind == Input::Kind::asked;
    const bool not_yet =
        run_.at.begun && on.input.kind == Input::Kind::resume && run_.at.standing == Standing::held;
    if (on.step.rule == Rule::none && !asks_again && !not_yet)
      return Divergence{on.cause.seq, "something that can come about " + place_of(plan_, run_.at),
                        canonical(on.cause.data["input"])};
    return misrecorded(on);
  }

  void go(const Firing& firing, std::span<const Event> all) {
    Moved moved{firing.step.rule, run_.at, firing.step.after, firing.cause.seq};
    const Places before = places_;
    if (!graph_.too_large()) places_ = followed(graph_, before, moved);
    if (places_.empty()) {
      note(Divergence{firing.cause.seq,
                      "what the prover knows to be possible " + place_of(plan_, run_.at),
                      fmt::format("\"{}\", which it never finds there", word(moved.rule))});
      return;
    }
    moves_.push_back(moved);
    for (const Event& event : all) take(event);
  }

  const Ground& on_;
  const Machine& machine_;
  const Plan& plan_;
  const Graph& graph_;
  const Proofs& proofs_;
  const std::vector<Event>& events_;
  Run run_;
  Places places_{0};
  std::vector<Moved> moves_;
  Differing divergence_;
  std::size_t started_ = 0;  // of the commands of the step
  bool stop_ = false;
};

}  // namespace

std::string_view word(Kept kept) {
  return kept_words[static_cast<std::size_t>(kept)];
}

std::size_t Conformance::count(Kept kept) const {
  return static_cast<std::size_t>(std::count_if(
      properties.begin(), properties.end(), [&](const Upheld& each) { return each.kept == kept; }));
}

Conformer::Conformer(const Machine& machine, std::span<const Check* const> checks)
    : machine_(machine),
      checks_(checks),
      plan_(plan_of(machine)),
      graph_(plan_, most_configurations),
      proofs_(prove(machine, checks)) {}

Conformance Conformer::follow(const std::vector<Event>& events) const {
  const Ground on{machine_, plan_, graph_, checks_};
  return Follower(on, proofs_, events).follow();
}

}  // namespace interlock
