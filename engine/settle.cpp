#include <algorithm>

#include "engine/baseline.h"
#include "engine/crash.h"
#include "engine/error.h"
#include "engine/jcs.h"
#include "engine/leader.h"
#include "engine/time.h"

namespace interlock {

using namespace std::chrono_literals;

namespace {

// The moments that come with a rule: the state that is entered, facts that are gained.
Texts moments_between(const Plan& plan, const Configuration& before, const Configuration& after) {
  Texts moments{std::string(plan.states[after.state])};
  for (std::size_t i = 0; i < plan.facts.size(); ++i) {
    const std::uint64_t bit = std::uint64_t{1} << i;
    if ((after.facts & bit) && !(before.facts & bit)) moments.emplace_back(plan.facts[i]);
  }
  return moments;
}

void add(std::vector<Draft>& to, std::vector<Draft> more) {
  std::move(more.begin(), more.end(), std::back_inserter(to));
}

}  // namespace

// Hold and ensure, again and again until they pass or `within` is over.
Leader::Seen Leader::look(bool poll) {
  std::vector<Posed> guards = posed(transition(), When::meanwhile);
  for (const Posed& guard : posed(transition(), When::after)) guards.push_back(guard);
  const Moment from = lead_.clock.now();
  for (;;) {
    Seen seen;
    seen.findings = asked(guards, Underway::Kind::ensuring);
    Findings hold, ensure;
    for (const Finding& finding : seen.findings)
      (finding.posed.when == When::meanwhile ? hold : ensure).push_back(finding);
    seen.hold = gate_of(hold);
    seen.ensure = gate_of(ensure);
    const auto since = lead_.clock.now() - from;
    const bool sure = seen.hold == Gate::pass && seen.ensure == Gate::pass;
    if (!poll || sure || since >= transition().within || interrupted(2)) return seen;
    if (lead_.progress)
      lead_.progress({Underway::Kind::ensuring, &transition(), 0, 0, since, transition().within});
    lead_.clock.wait(1s);
  }
}

// What guards compare with is asked when its moment comes. Nothing, with the reason,
// if it could not be taken.
std::optional<std::vector<Draft>> Leader::baseline(const Configuration& after, std::string& why) {
  const Texts moments = moments_between(lead_.plan, run_.at, after);
  const Asking asking = asking_of(lead_, run_);
  std::vector<Errand> errands;
  Texts wanted;
  try {
    for (const std::string& moment : moments) {
      const auto some = baseline_errands(asking, moment);
      if (!some.empty()) wanted.push_back(moment);
      errands.insert(errands.end(), some.begin(), some.end());
    }
  } catch (const Error& failure) {
    why = failure.what();
    return {};
  }
  if (errands.empty()) return std::vector<Draft>{};
  const auto heard = gather(errands, asking.open);
  if (const std::string flaw = baseline_flaw(asking, wanted, heard); !flaw.empty()) {
    why = "What is compared later could not be read: " + flaw;
    return {};
  }
  Draft captured{"baseline.captured"};
  captured.state = lead_.plan.states[after.state];
  captured.data.set("moments", list_of(wanted)).set("questions", heard.size());
  captured.evidence.push_back({"baseline", "application/json", canonical(value_of(heard))});
  return std::vector<Draft>{std::move(captured)};
}

void Leader::baseline_into(Seen& seen) {
  if (seen.hold != Gate::pass || seen.ensure != Gate::pass) return;
  Input done{.kind = run_.at.standing == Standing::doubt  ? Input::Kind::looked
                     : run_.at.standing == Standing::held ? Input::Kind::resume
                                                          : Input::Kind::ended};
  const Step step = next(lead_.plan, run_.at, done);
  if (!enters(run_.at, step)) return;
  std::string why;
  auto drafts = baseline(step.after, why);
  if (drafts) {
    seen.baseline = std::move(*drafts);
    return;
  }
  seen.ensure = Gate::unknown;
  seen.why = why;
}

// The end of a step that was under way, or in doubt.
void Leader::resolve(Input input, std::vector<Draft> first, Findings meanwhile,
                     std::optional<Seen> already) {
  const bool left = input.kind == Input::Kind::left;
  Seen seen;
  if (already) {
    seen = std::move(*already);
  } else if (!input.failed && !left) {
    seen = look(true);
    baseline_into(seen);
  }
  input.hold = seen.hold;
  input.ensure = seen.ensure;
  const Step step = next(lead_.plan, run_.at, input);
  std::move(meanwhile.begin(), meanwhile.end(), std::back_inserter(seen.findings));
  std::vector<Draft> drafts;
  for (const Finding& finding : seen.findings) drafts.push_back(result_draft(finding));
  add(drafts, std::move(first));
  const Gate gate = input.failed || seen.hold == Gate::fail || seen.ensure == Gate::fail
                        ? Gate::fail
                    : enters(run_.at, step) ? Gate::pass
                                            : Gate::unknown;
  drafts.push_back(decided_draft("after", seen.findings, gate));
  if (!seen.why.empty()) drafts.back().data.set("why", seen.why);
  add(drafts, std::move(seen.baseline));
  if (step.after.standing == Standing::held) drafts.push_back(held(seen.findings, gate));
  if (left) drafts.back().data.set("by", "operator");
  if (enters(run_.at, step)) add(drafts, entered(step.after));
  commit(input, std::move(drafts), std::move(seen.findings));
}

std::vector<Draft> Leader::entered(const Configuration& after) const {
  Draft state{"state.entered"};
  state.state = lead_.plan.states[after.state];
  Texts gained = moments_between(lead_.plan, run_.at, after);
  gained.erase(gained.begin());
  state.data.set("from", lead_.plan.states[run_.at.state]).set("gained", list_of(gained));
  std::vector<Draft> drafts{std::move(state)};
  if (!lead_.plan.final[after.state]) return drafts;
  static constexpr std::string_view ends[] = {"success", "recovered", "untouched"};
  const auto end = lead_.machine.states[after.state].final.value_or(Final::untouched);
  Draft finished{"run.finished"};
  finished.data.set("end", ends[static_cast<std::size_t>(end)]);
  drafts.push_back(std::move(finished));
  return drafts;
}

// A missing answer of a person counts as "operator" only where nothing else is unknown.
Draft Leader::held(const Findings& findings, Gate gate) const {
  bool person = false, other = false;
  for (const Finding& finding : findings)
    if (finding.outcome == Outcome::unknown) (finding.on == "operator" ? person : other) = true;
  Draft draft{"run.held"};
  draft.data.set("by", gate == Gate::fail ? "fail" : person && !other ? "operator" : "unknown");
  return draft;
}

void Leader::take_up(bool overdue) {
  const Standing standing = run_.at.standing;
  std::vector<Draft> drafts{{"run.resumed"}};
  if (standing != Standing::intent && standing != Standing::flight) return record(drafts);
  Draft doubt{"action.in_doubt"};
  doubt.data.set("transition", transition().id)
      .set("why", overdue ? "its deadline passed after Interlock had ended"
                          : "Interlock ended while it ran");
  drafts.push_back(std::move(doubt));
  const bool by_deadline = overdue && standing == Standing::flight && !row().manual;
  commit({.kind = by_deadline ? Input::Kind::overdue : Input::Kind::died}, std::move(drafts));
}

void Leader::settle() {
  Draft resolved{"action.resolved"};
  resolved.data.set("transition", transition().id);
  resolve({.kind = Input::Kind::looked}, {std::move(resolved)});
}

bool Leader::look_again() {
  Input input{.kind = Input::Kind::resume};
  Draft person = person_draft("resume", lead_.person.name());
  if (!run_.at.begun) {
    commit(input, {std::move(person)});
    return true;
  }
  Seen seen = look(true);
  baseline_into(seen);
  input.hold = seen.hold;
  input.ensure = seen.ensure;
  const Step step = next(lead_.plan, run_.at, input);
  std::vector<Draft> drafts;
  for (const Finding& finding : seen.findings) drafts.push_back(result_draft(finding));
  drafts.push_back(std::move(person));
  const Gate gate = seen.hold == Gate::fail || seen.ensure == Gate::fail ? Gate::fail
                    : step.rule == Rule::check                           ? Gate::pass
                                                                         : Gate::unknown;
  drafts.push_back(decided_draft("after", seen.findings, gate));
  if (!seen.why.empty()) drafts.back().data.set("why", seen.why);
  if (step.rule == Rule::check) {
    Draft resolved{"action.resolved"};
    resolved.data.set("transition", transition().id);
    drafts.push_back(std::move(resolved));
    add(drafts, std::move(seen.baseline));
    add(drafts, entered(step.after));
  } else {
    drafts.push_back(held(seen.findings, gate));
  }
  commit(input, std::move(drafts), std::move(seen.findings));
  return step.rule == Rule::check;
}

void Leader::do_again() {
  commit({.kind = Input::Kind::retry}, {person_draft("retry", lead_.person.name())});
}

bool Leader::go_back(const std::string& by) {
  const Input input{.kind = Input::Kind::back};
  const Step step = next(lead_.plan, run_.at, input);
  if (step.rule != Rule::back) return false;
  std::vector<Draft> drafts{person_draft("back", by)};
  add(drafts, entered(step.after));
  commit(input, std::move(drafts));
  return true;
}

Draft Leader::person_draft(const std::string& act, const std::string& by) const {
  Draft draft{"operator.event"};
  draft.data.set("act", act).set("by", by);
  return draft;
}

// The records of one rule: each names it, the last one tells what brought it about.
Step Leader::commit(const Input& input, std::vector<Draft> drafts, Findings findings) {
  const Step step = next(lead_.plan, run_.at, input);
  Draft& last = drafts.back().type == "run.finished" ? *(drafts.end() - 2) : drafts.back();
  last.data.set("input", value_of(input));
  for (Draft& draft : drafts) draft.data.set("rule", word(step.rule));
  append(step.rule, std::move(drafts), std::move(findings));
  if (run_.at != step.after) throw Error(Error::Kind::bug, "the record tells of another state");
  return step;
}

void Leader::record(std::vector<Draft> drafts) {
  append(Rule::none, std::move(drafts), {});
}

void Leader::append(Rule rule, std::vector<Draft> drafts, Findings findings) {
  for (Draft& draft : drafts) {
    draft.run = run_.id;
    draft.installation = lead_.installation.id;
    draft.definition = run_.definition;
    if (draft.state.empty()) draft.state = lead_.plan.states[run_.at.state];
  }
  const Transition* about = lead_.plan.rows[run_.at.state] ? &transition() : nullptr;
  const std::string_view state = lead_.plan.states[run_.at.state];
  crash_point("recording", state);
  Told told{rule, about, lead_.ledger.append(drafts), std::move(findings)};
  crash_point("recorded", state);
  for (const Event& event : told.events) take(run_, lead_.machine, lead_.plan, event);
  if (lead_.told) lead_.told(told);
}

}  // namespace interlock
