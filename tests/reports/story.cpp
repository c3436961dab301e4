#include "tests/reports/story.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "checks/index.h"
#include "engine/digest.h"
#include "engine/jcs.h"
#include "engine/time.h"
#include "engine/values.h"
#include "states/shipped.h"

namespace interlock {

namespace {

constexpr const char* run_id = "a3f9-k2mt";
constexpr const char* backup = "/var/backups/ixpmanager/a3f9k2mt.sql.bz2";

Value endpoint(const char* name, const char* system, Value product, const char* address,
               Value account, const char* from) {
  return Value::Object{{"name", name},
                       {"system", system},
                       {"product", std::move(product)},
                       {"address", address},
                       {"account", std::move(account)},
                       {"from", from}};
}

Value place() {
  return Value::Object{
      {"id", "681159b986040ade"},
      {"name", "ixp.example.net"},
      {"root", "/srv/ixpmanager"},
      {"host", "ixp-app1"},
      {"endpoints",
       Value::List{endpoint("database", "mysql", "MariaDB 10.11.19", "127.0.0.1:3306/ixp",
                            "interlock@localhost", ".env, ~/.my.cnf"),
                   endpoint("web", "http", nullptr, "https://ixp.example.net", nullptr, ".env"),
                   endpoint("cache", "memcached", "memcached 1.6.18", "127.0.0.1:11211", nullptr,
                            "config/cache.php")}},
      {"problems", Value::List{}}};
}

// A question of a check with an answer of two columns.
std::string some_answers() {
  Errand errand{{"database", false}, "SELECT name, state FROM things\n WHERE kind = $1", {"some"}};
  const Moment at = moment_of("2026-11-19T22:00:04.200Z").value_or(Moment{});
  Heard heard{{Table{{"name", "state"}, {{"one", "good"}, {"other", {}}}}},
              at,
              at + std::chrono::milliseconds(3)};
  return canonical(
      Value::Object{{"check", "some.check"}, {"answers", value_of({{errand, heard}})}});
}

// What was answered when the backup had been verified.
std::string answers_of_backup() {
  Errand errand{{"files", false}, "hash $1", {backup}};
  Heard heard{{Table{{"path", "name", "kind", "mode", "size", "sha256"},
                     {{backup, "", "file", "0600", "48611204", hex_of("backup")}}}}};
  return canonical(value_of({{errand, heard}}));
}

}  // namespace

Story::Story(const std::string& kind)
    : answers(some_answers()),
      installation_(place()),
      at_(moment_of("2026-11-19T22:00:04.118Z").value_or(Moment{})),
      kind_(kind) {
  static const Machine shipped = definitions_of("ixp-manager-6", {}, all_checks()).loaded.machine;
  machine = shipped;
  plan = plan_of(machine);
  run = fresh(plan);
}

Event& Story::add(const std::string& type, Value data, const std::string& outcome) {
  Event event;
  event.seq = seq_++;
  event.type = type;
  event.run = run_id;
  event.at = written(at_);
  event.state = plan.states[run.at.state];
  event.outcome = outcome;
  event.definition = {hex_of("machine"), hex_of("groups")};
  event.data = std::move(data);
  events.push_back(std::move(event));
  return events.back();
}

void Story::take_last(std::size_t number) {
  for (std::size_t i = events.size() - number; i < events.size(); ++i)
    interlock::take(run, machine, plan, events[i]);
}

void Story::begin() {
  add("run.started", Value::Object{{"kind", kind_},
                                   {"program", "0.1.0"},
                                   {"machine", machine.id},
                                   {"product", machine.product},
                                   {"from", "6.3.1"},
                                   {"to", "6.4.2"},
                                   {"operator", "1000"},
                                   {"after_run", nullptr},
                                   {"installation", installation_}});
  take_last(1);
  if (kind_ != "run") return;
  add("definition.proved", Value::Object{{"checker", "0.1.0"},
                                         {"ms", 32},
                                         {"counts", Value::Object{{"total", 33},
                                                                  {"proved", 33},
                                                                  {"violated", 0},
                                                                  {"vacuous", 0},
                                                                  {"not_applicable", 0}}},
                                         {"size", Value::Object{{"states", 21},
                                                                {"transitions", 18},
                                                                {"configurations", 585},
                                                                {"edges", 1710},
                                                                {"deepest", 60},
                                                                {"too_large", false}}},
                                         {"properties", Value::List{}}});
  take_last(1);
}

void Story::result(const Transition& transition, const Guard& guard, When when) {
  const Check* check = find_check(guard.check);
  const auto found = says_.find(guard.check);
  const Saying saying = found == says_.end() ? Saying{} : found->second;
  const std::string on = endpoint_for(check->probes.front(), guard.on, systems_of(machine));
  Finding finding;
  finding.posed = {&guard, &transition, when};
  finding.key = transition.to + "/" + guard.check + "@" + on;
  finding.on = on;
  finding.check = check;
  finding.verdict = {saying.outcome, saying.said, saying.objects, saying.commands};
  finding.outcome = guard.advisory ? std::min(saying.outcome, Outcome::warn) : saying.outcome;
  const Values values{{"root", std::string(installation_["root"].text())}};
  const bool mends = finding.outcome > Outcome::pass;
  finding.remedy = !mends                   ? ""
                   : !saying.remedy.empty() ? saying.remedy
                   : !guard.remedy.empty()  ? filled(guard.remedy, values)
                                            : std::string(check->remedy);
  finding.ms = 4;
  finding.programs = saying.programs;
  if (!guard.since.empty()) {
    finding.compared = guard.since;
    const auto moment = run.moments.find(guard.since);
    finding.compared_event = moment == run.moments.end() ? 0 : moment->second.event;
  }
  const Draft draft = result_draft(finding);
  Event& event = add("check.result", draft.data, draft.outcome);
  event.evidence = {{hex_of(finding.key), 100, "application/json", "answers", 0}};
  findings_.push_back(std::move(finding));
}

void Story::results(const Transition& transition, When when) {
  for (const Posed& posed : interlock::posed(transition, when))
    result(transition, *posed.guard, when);
}

void Story::ask_all(const std::string& verdict, Outcome worst, std::int64_t exit) {
  for (const Transition& transition : machine.transitions)
    for (const Posed& posed : interlock::posed(transition, When::before)) {
      const Check* check = find_check(posed.guard->check);
      if (posed.guard->check != "operator.confirms" &&
          is_ahead(machine, transition, *posed.guard, arguments_of(*check, *posed.guard, machine)))
        result(transition, *posed.guard, When::before);
    }
  wait(std::chrono::milliseconds(8612));
  add("run.finished",
      Value::Object{{"verdict", verdict},
                    {"outcome", word(worst)},
                    {"exit", exit},
                    {"ms", 8612},
                    {"complete", true},
                    {"not_asked", Value::List{Value::Object{
                                      {"key", "checked/operator.confirms@operator"},
                                      {"check", "operator.confirms"},
                                      {"why", "operator"},
                                      {"text", "The release notes of 6.4.2 were read."}}}}});
  take_last(1);
}

const Transition& Story::step() const {
  return machine.transitions[plan.rows[run.at.state]->transition];
}

// The last record of a rule tells what brought it about, and all of them its name.
Rule Story::close(const Input& input) {
  const Configuration before = run.at;
  const Step step = next(plan, before, input);
  const bool person = std::any_of(findings_.begin(), findings_.end(), [](const Finding& finding) {
    return finding.outcome == Outcome::unknown && finding.on == "operator";
  });
  if (step.after.standing == Standing::held && before.standing != Standing::held)
    add("run.held",
        Value::Object{{"by", person ? "operator"
                             : input.before == Gate::unknown || input.ensure == Gate::unknown
                                 ? "unknown"
                                 : "fail"}});
  if (enters(before, step)) {
    if (step.after.facts & ~before.facts & plan.fact("backup_verified")) {
      Event& captured =
          add("baseline.captured",
              Value::Object{{"moments", Value::List{"backup_verified"}}, {"questions", 1}});
      const std::string of_backup = answers_of_backup();
      evidence_[hex_of(of_backup)] = of_backup;
      captured.evidence = {{hex_of(of_backup), 100, "application/json", "baseline", 0}};
    }
    add("state.entered", Value::Object{{"from", plan.states[before.state]}});
    events.back().state = plan.states[step.after.state];
  }
  events.back().data.set("input", value_of(input));
  for (std::size_t i = taken_; i < events.size(); ++i) events[i].data.set("rule", word(step.rule));
  for (std::size_t i = taken_; i < events.size(); ++i)
    interlock::take(run, machine, plan, events[i]);
  if (plan.final[run.at.state]) {
    static constexpr const char* ends[] = {"success", "recovered", "untouched"};
    const auto end = machine.states[run.at.state].final.value_or(Final::untouched);
    add("run.finished", Value::Object{{"end", ends[static_cast<std::size_t>(end)]}});
    take_last(1);
  }
  taken_ = events.size();
  return step.rule;
}

Rule Story::asked(Gate before, bool already) {
  taken_ = events.size();
  findings_.clear();
  const Transition& here = step();
  results(here, When::before);
  results(here, When::meanwhile);
  if (already) results(here, When::after);
  wait(std::chrono::milliseconds(600));
  add("guard.decided", Value::Object{{"set", "before"}});
  Input input{.kind = Input::Kind::asked};
  input.before = before;
  input.already = already;
  if (next(plan, run.at, input).rule == Rule::begin) {
    Value::List commands;
    for (const Command& command : here.run)
      commands.push_back(Value::Object{{"argv", list_of(command.argv)}});
    add("action.intent", Value::Object{{"transition", here.id},
                                       {"step", here.step},
                                       {"attempt", run.at.attempt + 1},
                                       {"attempts", here.attempts},
                                       {"deadline", written(at_ + here.deadline)},
                                       {"commands", std::move(commands)}});
  }
  const Rule rule = close(input);
  if (rule == Rule::begin) {
    add("action.started", Value::Object{{"transition", here.id},
                                        {"command", 0},
                                        {"pid", 4711},
                                        {"start_time", 17},
                                        {"boot_id", "b"}});
    close({.kind = Input::Kind::started});
  }
  return rule;
}

Rule Story::ended(std::int64_t exit, Gate hold, Gate ensure, const std::string& last) {
  taken_ = events.size();
  findings_.clear();
  const Transition& here = step();
  wait(std::chrono::milliseconds(3900));
  Input input{.kind = Input::Kind::ended, .failed = exit != 0, .hold = hold, .ensure = ensure};
  if (exit == 0) {
    results(here, When::meanwhile);
    results(here, When::after);
  }
  Value::List commands;
  for (const Command& command : here.run) {
    commands.push_back(Value::Object{{"argv", list_of(command.argv)},
                                     {"how", "exited"},
                                     {"exit", exit},
                                     {"signal", nullptr},
                                     {"why", ""},
                                     {"last", last},
                                     {"ms", 3900}});
    if (exit != 0) break;
  }
  Event& outcome = add("action.outcome",
                       Value::Object{{"transition", here.id}, {"commands", std::move(commands)}},
                       exit == 0 ? "ok" : "failed");
  outcome.evidence = {{hex_of("stdout"), 4, "text/plain", "0.stdout", 0}};
  add("guard.decided", Value::Object{{"set", "after"}});
  return close(input);
}

Rule Story::acts(Input::Kind kind) {
  taken_ = events.size();
  findings_.clear();
  wait(std::chrono::seconds(64));
  if (kind == Input::Kind::died) {
    add("run.resumed", Value::Object{});
    add("action.in_doubt", Value::Object{{"why", "Interlock ended while it ran"}});
  } else {
    add("operator.event", Value::Object{{"act", "retry"}, {"by", "ops"}});
  }
  return close({.kind = kind});
}

Rule Story::looked(Gate hold, Gate ensure) {
  taken_ = events.size();
  findings_.clear();
  const Transition& here = step();
  results(here, When::meanwhile);
  results(here, When::after);
  wait(std::chrono::milliseconds(400));
  add("action.resolved", Value::Object{{"transition", here.id}});
  add("guard.decided", Value::Object{{"set", "after"}});
  return close({.kind = Input::Kind::looked, .hold = hold, .ensure = ensure});
}

void Story::go_to(const std::string& state) {
  while (plan.states[run.at.state] != state && !plan.final[run.at.state])
    if (asked(Gate::pass) == Rule::begin) ended(0, Gate::pass, Gate::pass);
}

Report Story::report() const {
  return report_of(machine, events,
                   {static_cast<std::int64_t>(events.back().seq + 1), hex_of("root")},
                   [this](const std::string& sha256) { return evidence_.at(sha256); });
}

EvidenceOf Story::evidence() const {
  return [this](const std::string& sha256) {
    const auto kept = evidence_.find(sha256);
    if (kept != evidence_.end()) return kept->second;
    return sha256 == hex_of("stdout") ? output : answers;
  };
}

Told Story::told(Rule rule, std::size_t last_events) const {
  return {rule,
          &step(),
          {events.end() - static_cast<std::ptrdiff_t>(last_events), events.end()},
          findings_};
}

}  // namespace interlock
