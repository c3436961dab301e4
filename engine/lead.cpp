#include "engine/lead.h"

#include <algorithm>

#include "engine/error.h"
#include "engine/jcs.h"
#include "engine/leader.h"
#include "engine/time.h"

namespace interlock {

using namespace std::chrono_literals;

namespace {

const Finding* first_not_open(const Findings& findings) {
  for (const Finding& finding : findings)
    if (!opens(finding.outcome)) return &finding;
  return nullptr;
}

}  // namespace

bool Leader::interrupted(int times) const {
  return lead_.interrupts && lead_.interrupts->load() >= times;
}

const Row& Leader::row() const {
  return *lead_.plan.rows[run_.at.state];
}

const Transition& Leader::transition() const {
  return lead_.machine.transitions[row().transition];
}

std::vector<Posed> Leader::guards_before() const {
  std::vector<Posed> guards;
  if (run_.at.attempt == 0) guards = posed(transition(), When::before);
  for (Posed& guard : posed(transition(), When::meanwhile)) guards.push_back(guard);
  return guards;
}

Findings Leader::asked(const std::vector<Posed>& guards, Underway::Kind kind) {
  Asking asking = asking_of(lead_, run_);
  if (lead_.progress && kind == Underway::Kind::asking)
    asking.progress = [&](std::size_t done, std::size_t all) {
      lead_.progress({kind, &transition(), done, all});
    };
  return ask(asking, guards);
}

Stopped Leader::go() {
  for (;;) {
    if (lead_.plan.final[run_.at.state]) return Stopped::finished;
    if (run_.at.standing == Standing::held) {
      if (!lead_.on_fail_back || run_.held_by != "fail" || !go_back("--on-fail back"))
        return Stopped::held;
      continue;
    }
    if (interrupted()) return Stopped::interrupted;
    switch (run_.at.standing) {
      case Standing::ready:
        if (const auto stopped = before()) return *stopped;
        break;
      case Standing::intent: act(); break;
      case Standing::doubt: settle(); break;
      case Standing::flight:
      case Standing::held: throw Error(Error::Kind::bug, "a run in flight was not taken up");
    }
  }
}

std::optional<Stopped> Leader::before() {
  const auto guards = guards_before();
  ask_person(guards);
  Input input{.kind = Input::Kind::asked};
  Findings findings = asked(guards, Underway::Kind::asking);
  input.before = gate_of(findings);
  const bool now_due =
      run_.at.waiting && run_.waits_until && lead_.clock.now() >= *run_.waits_until;
  input.time_up = now_due;
  if (row().restores && run_.at.attempt == 0 && input.before == Gate::pass) {
    Findings after = asked(posed(transition(), When::after), Underway::Kind::asking);
    input.already = gate_of(after) == Gate::pass;
    std::move(after.begin(), after.end(), std::back_inserter(findings));
  }
  Step step = next(lead_.plan, run_.at, input);
  std::vector<Draft> drafts;
  std::string why;
  if (enters(run_.at, step)) {
    auto taken = baseline(step.after, why);
    if (taken) {
      drafts = std::move(*taken);
    } else {  // a baseline that cannot be taken is a guard that cannot tell
      input.before = input.already ? input.before : Gate::unknown;
      input.already = false;
      step = next(lead_.plan, run_.at, input);
    }
  }
  if (step.rule == Rule::begin && !run_.begun_by_person) {
    if (!begun_by_person()) return Stopped::left;
    return {};  // what was asked before is old by now: it is asked again
  }
  settle_ready(input, std::move(findings), std::move(drafts), why);
  return {};
}

// Records what was asked before, and what follows from it.
void Leader::settle_ready(const Input& input, Findings findings, std::vector<Draft> baseline,
                          const std::string& why) {
  const Step step = next(lead_.plan, run_.at, input);
  std::vector<Outcome> outcomes;
  for (const Finding& finding : findings) outcomes.push_back(finding.outcome);
  if (step.rule == Rule::none && outcomes == waited_for_) {
    const Finding* what = first_not_open(findings);
    if (lead_.progress)
      lead_.progress({Underway::Kind::waiting, &transition(), 0, 0,
                      lead_.clock.now() - run_.entered, transition().wait,
                      what ? what->verdict.sentence : ""});
    return lead_.clock.wait(until_asked_again());
  }
  waited_for_ = std::move(outcomes);
  std::vector<Draft> drafts;
  for (const Finding& finding : findings) drafts.push_back(result_draft(finding));
  const bool held_now = step.rule == Rule::refuse || step.rule == Rule::unknown;
  if (run_.at.waiting && held_now) drafts.push_back({"timer.fired"});
  drafts.push_back(decided_draft("before", findings, input.before));
  if (!why.empty()) drafts.back().data.set("why", why);
  std::move(baseline.begin(), baseline.end(), std::back_inserter(drafts));
  if (step.rule == Rule::begin) drafts.push_back(intent());
  if (step.rule == Rule::wait) {
    Draft armed{"timer.armed"};
    armed.data.set("until", written(lead_.clock.now() + transition().wait));
    drafts.push_back(std::move(armed));
  }
  if (held_now) drafts.push_back(held(findings, input.before));
  if (enters(run_.at, step)) {
    auto more = entered(step.after);
    std::move(more.begin(), more.end(), std::back_inserter(drafts));
  }
  commit(input, std::move(drafts), std::move(findings));
  if (step.rule == Rule::wait || step.rule == Rule::none) lead_.clock.wait(until_asked_again());
}

// Every 10 s, and once more when the time is up.
std::chrono::milliseconds Leader::until_asked_again() const {
  const auto left = run_.waits_until ? *run_.waits_until - lead_.clock.now() : 10s;
  return std::clamp<std::chrono::milliseconds>(left, 1ms, 10s);
}

// Puts the questions that only a person can answer, where one is there.
void Leader::ask_person(const std::vector<Posed>& guards) {
  const Asking asking = asking_of(lead_, run_);
  std::vector<Posed> questions;
  std::copy_if(guards.begin(), guards.end(), std::back_inserter(questions),
               [](const Posed& posed) { return posed.guard->check.starts_with("operator."); });
  for (const Finding& finding : ask(asking, questions)) {
    if (finding.outcome != Outcome::unknown) continue;
    const auto arguments =
        filled(arguments_of(*finding.check, *finding.posed.guard, lead_.machine), asking.values);
    const auto question = arguments.find("question");
    if (question == arguments.end()) continue;
    const auto& statement = std::get<std::string>(question->second);
    const auto said = lead_.person.yes_or_no(statement);
    if (!said) continue;
    Draft draft = person_draft("answer", lead_.person.name());
    draft.data.set("key", finding.key).set("question", statement);
    draft.data.set("said", *said ? "yes" : "no");
    record({std::move(draft)});
  }
}

bool Leader::begun_by_person() {
  const auto said = lead_.person.begins(transition());
  if (!said) return false;
  Draft draft = person_draft("begin", lead_.person.name());
  draft.data.set("said", *said ? "yes" : "no");
  record({std::move(draft)});
  return *said;
}

Asking asking_of(const Lead& lead, const Run& run) {
  Asking asking{.machine = lead.machine,
                .checks = lead.checks,
                .values = lead.values,
                .found = lead.found,
                .open = lead.opener(run.answers),
                .baselines = {},
                .in_run = true,
                .patience = lead.patience,
                .endpoints = &lead.installation.endpoints};
  for (const auto& [name, moment] : run.moments) {
    asking.values["time:" + name] = written(moment.at);
    Baseline& baseline = asking.baselines.emplace(name, moment).first->second;
    const auto taken = run.baseline_evidence.find(name);
    if (taken == run.baseline_evidence.end()) continue;
    std::vector<Problem> none;
    baseline.heard = heard_in(parsed(lead.ledger.evidence(taken->second), none));
  }
  return asking;
}

Stopped lead(const Lead& lead, Run& run) {
  return Leader(lead, run).go();
}

void take_up(const Lead& lead, Run& run, bool overdue) {
  Leader(lead, run).take_up(overdue);
}

void settle(const Lead& lead, Run& run) {
  Leader(lead, run).settle();
}

bool look_again(const Lead& lead, Run& run) {
  return Leader(lead, run).look_again();
}

void do_again(const Lead& lead, Run& run) {
  Leader(lead, run).do_again();
}

bool go_back(const Lead& lead, Run& run) {
  return Leader(lead, run).go_back(lead.person.name());
}

}  // namespace interlock
