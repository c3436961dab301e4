#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "engine/crash.h"
#include "engine/error.h"
#include "engine/leader.h"
#include "engine/time.h"

namespace interlock {

using namespace std::chrono_literals;

namespace {

// Asks the hold guards again and again while a step runs, in sessions of its own, and
// keeps the first answer of each guard that failed.
class Watch {
 public:
  Watch(Asking asking, std::vector<Posed> guards, std::chrono::milliseconds every)
      : asking_(std::move(asking)), guards_(std::move(guards)), every_(every) {
    if (!guards_.empty()) thread_ = std::jthread([this](const std::stop_token& stop) { go(stop); });
  }

  Findings end() {
    if (thread_.joinable()) {
      thread_.request_stop();
      thread_.join();
    }
    return std::move(found_);
  }

 private:
  void go(const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any wake;
    for (;;) {
      std::unique_lock lock(mutex);
      wake.wait_for(lock, stop, every_, [] { return false; });
      if (stop.stop_requested()) return;
      for (Finding& finding : ask(asking_, guards_, stop)) {
        const bool seen = std::any_of(found_.begin(), found_.end(),
                                      [&](const Finding& f) { return f.key == finding.key; });
        if (finding.outcome == Outcome::fail && !seen) found_.push_back(std::move(finding));
      }
    }
  }

  Asking asking_;
  std::vector<Posed> guards_;
  std::chrono::milliseconds every_;
  Findings found_;
  std::jthread thread_;
};

}  // namespace

bool Leader::Acted::failed() const {
  return gate_of(meanwhile) == Gate::fail ||
         std::any_of(results.begin(), results.end(),
                     [](const Result& result) { return !result.ended.ok(); });
}

Draft Leader::intent() const {
  const Transition& step = transition();
  Draft draft{"action.intent"};
  Value::List commands;
  for (const Program& program : programs_of(lead_.machine, step, lead_.installation,
                                            asking_of(lead_, run_).values, lead_.found))
    commands.push_back(value_of(program));
  draft.data.set("transition", step.id).set("step", step.step).set("manual", step.manual);
  draft.data.set("attempt", run_.at.attempt + 1).set("attempts", step.attempts);
  draft.data.set("deadline", written(lead_.clock.now() + step.deadline));
  draft.data.set("commands", std::move(commands));
  return draft;
}

void Leader::act() {
  const std::string id = transition().id;
  Acted acted = transition().manual ? wait_for_operator() : run_commands();
  if (acted.overdue || acted.killed) {
    Draft doubt{"action.in_doubt"};
    doubt.data.set("transition", id)
        .set("why", acted.overdue ? "its deadline passed" : "the operator stopped it");
    Draft outcome = outcome_draft(id, acted.results);
    outcome.outcome = "uncertain";
    std::vector<Draft> drafts{std::move(outcome), std::move(doubt)};
    commit({.kind = acted.overdue ? Input::Kind::overdue : Input::Kind::died}, std::move(drafts));
    return;
  }
  Input input{.kind = acted.manual_left ? Input::Kind::left : Input::Kind::ended};
  input.failed = acted.failed();
  Draft outcome = outcome_draft(id, acted.results);
  if (acted.manual_left) outcome.outcome = "uncertain";
  resolve(input, {std::move(outcome)}, std::move(acted.meanwhile), std::move(acted.seen));
}

void Leader::record_start(std::size_t index, const Started& process) {
  Draft draft{"action.started"};
  draft.data.set("transition", transition().id).set("command", index);
  draft.data.set("pid", process.pid).set("start_time", process.start_time);
  draft.data.set("boot_id", boot_id());
  if (run_.at.standing == Standing::intent)
    commit({.kind = Input::Kind::started}, {std::move(draft)});
  else
    record({std::move(draft)});
}

Leader::Acted Leader::run_commands() {
  Acted acted;
  const auto programs = programs_of(lead_.machine, transition(), lead_.installation,
                                    asking_of(lead_, run_).values, lead_.found);
  Watch watch(asking_of(lead_, run_), posed(transition(), When::meanwhile), lead_.watch_every);
  const Moment from = lead_.clock.now();
  const Moment deadline = run_.attempt ? run_.attempt->deadline : from + transition().deadline;
  const std::string_view state = lead_.plan.states[run_.at.state];
  std::stop_source stop;
  if (programs.empty()) record_start(0, {});
  for (std::size_t i = 0; i < programs.size(); ++i) {
    Program program = revealed(programs[i], lead_.installation.secrets);
    program.deadline = std::max(deadline - lead_.clock.now(), 1ms);
    program.keeps = lead_.keeps;
    crash_point("starting", state);
    bool told = false;
    Ended ended = lead_.runner.run(
        program,
        [&](const Started& process) {
          crash_point("started", state);
          record_start(i, process);
          told = true;
        },
        [&] {
          if (interrupted(2)) stop.request_stop();
          if (lead_.progress)
            lead_.progress({Underway::Kind::running, &transition(), i, programs.size(),
                            lead_.clock.now() - from, transition().deadline, programs[i].argv[0]});
        },
        stop.get_token());
    crash_point("ended", state);
    if (!told) record_start(i, {});
    acted.overdue = ended.how == Ended::How::overdue;
    acted.killed = ended.how == Ended::How::killed;
    const bool ok = ended.ok();
    acted.results.push_back({programs[i], std::move(ended)});
    if (!ok) break;
  }
  acted.meanwhile = watch.end();
  return acted;
}

// What the goal of a step still lacks, in the words of the first finding.
std::string Leader::missing_in(const Seen& seen) const {
  for (const Finding& finding : seen.findings)
    if (finding.outcome > Outcome::warn) return finding.verdict.sentence;
  return seen.why.empty() ? transition().step : seen.why;
}

// The operator acts; we look whether the goal is reached.
Leader::Acted Leader::wait_for_operator() {
  Acted acted;
  record_start(0, {});
  while (!interrupted()) {
    Seen seen = look(false);
    baseline_into(seen);
    if (seen.hold == Gate::pass && seen.ensure == Gate::pass) {
      acted.seen = std::move(seen);
      return acted;
    }
    // A step that has commands is watched, whoever types them, and wherever.
    if (transition().run.empty() && !lead_.person.there()) break;
    if (lead_.progress)
      lead_.progress({Underway::Kind::waiting, &transition(), 0, 0,
                      lead_.clock.now() - run_.entered, transition().deadline, missing_in(seen)});
    lead_.clock.wait(lead_.look_every);
  }
  acted.manual_left = true;
  return acted;
}

}  // namespace interlock
