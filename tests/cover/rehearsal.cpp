#include "tests/cover/rehearsal.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "checks/index.h"
#include "engine/digest.h"
#include "engine/time.h"
#include "reports/prove.h"
#include "states/load.h"
#include "states/shipped.h"

namespace interlock {

namespace {

struct Killed {};

constexpr std::string_view Probe::*words_of[] = {
    &Probe::postgres, &Probe::mysql, &Probe::sqlite, &Probe::redis,     &Probe::memcached,
    &Probe::http,     &Probe::files, &Probe::host,   &Probe::operator_, &Probe::catalogue};

Verdict as_told(const Evidence& seen) {
  if (seen.answer().rows.empty()) return unknown("Nobody could tell.");
  const std::string word(seen.answer().text(0, "said"));
  if (word == "pass" || word == "yes") return pass("It was so.");
  if (word == "fail" || word == "no") return fail("It was not so.");
  return unknown("It could not be told.");
}

// Asked at the same endpoint as the true one, by its name.
Check told_what_to_say(const Check& check) {
  Check fake{check.id,  check.asks,  check.because,  check.remedy, check.params,
             {Probe{}}, check.since, check.patience, as_told,      {}};
  for (const auto words : words_of)
    if (!(check.probes.front().*words).empty()) fake.probes.front().*words = check.id;
  if (!check.probes.front().operator_.empty())
    fake.probes.front().binds = check.probes.front().binds;
  return fake;
}

class Telling final : public Endpoint {
 public:
  explicit Telling(const Cue& cue) : cue_(cue) {}
  Table ask(const Question& question) override {
    const char* word = cue_.failing.contains(question.words)   ? "fail"
                       : cue_.unknown.contains(question.words) ? "unknown"
                                                               : "pass";
    return {{"said"}, {{word}}};
  }

 private:
  const Cue& cue_;
};

class Answering final : public Endpoint {
 public:
  Answering(const Cue& cue, std::vector<Said> said) : cue_(cue), said_(std::move(said)) {}
  Table ask(const Question& question) override {
    Table table{{"said"}, {}};
    for (const Said& each : said_)
      if (each.question == question.arguments.front()) table.rows = {{each.yes ? "yes" : "no"}};
    if (cue_.unknown.contains(question.words)) table.rows.clear();
    return table;
  }

 private:
  const Cue& cue_;
  std::vector<Said> said_;
};

std::string shipped_text(const std::string& name) {
  for (const Shipped& file : shipped_machines())
    if (file.name == name) return std::string(file.text);
  throw std::runtime_error("no such machine: " + name);
}

bool binds(const Guards& guards) {
  return std::any_of(guards.begin(), guards.end(),
                     [](const Guard& guard) { return !guard.advisory; });
}

}  // namespace

Rehearsed::Rehearsed(const std::string& name, const Texts& properties)
    : text(shipped_text(name)),
      machine([&] {
        Machine with = load(text, shipped_groups()).machine;
        with.properties.insert(with.properties.end(), properties.begin(), properties.end());
        return with;
      }()),
      conformer(std::make_unique<Conformer>(machine, all_checks())),
      explored(explore(conformer->plan())),
      found{"files", "host", "operator", "catalogue"} {
  for (const Check* check : all_checks()) checks.push_back(told_what_to_say(*check));
  for (const Check& check : checks) by_name.push_back(&check);
  installation.id = "0123456789abcdef";
  installation.root = "/srv/app";
  for (const std::string_view value : built_in_values) values[std::string(value)] = "1.0.0";
  for (const auto& [parameter, unused] : machine.parameters) values[parameter] = parameter;
  for (const auto& [endpoint, unused] : machine.endpoints) {
    found.insert(endpoint);
    installation.secrets[endpoint] = Secret("geheim");
    for (const std::string_view value : endpoint_values)
      values[endpoint + "." + std::string(value)] = value;
  }
}

const Transition& Rehearsed::from(std::size_t state) const {
  return machine.transitions[plan().rows[state]->transition];
}

std::vector<Input> Rehearsed::way_to(std::uint32_t configuration) const {
  std::vector<Input> inputs;
  for (const std::uint32_t edge : explored.way_to(configuration))
    inputs.push_back(explored.edges[edge].input);
  return inputs;
}

Ended Prompted::run(const Program&, const std::function<void(const Started&)>& started,
                    const std::function<void()>&, const std::stop_token&) {
  if (started) started({4711, 17});
  return std::exchange(cue_.ended, Ended{});
}

Leaping::Leaping(const Cue& cue) : cue_(cue), now_(interlock::now() - std::chrono::days(365)) {}

void Leaping::wait(std::chrono::milliseconds) {
  if (!cue_.frozen) now_ += std::chrono::hours(1);
}

Rehearsal::Rehearsal(const Rehearsed& machine, const std::string& folder)
    : run(fresh(machine.plan())),
      world(start(machine.plan())),
      on_(machine),
      ledger_(Ledger::open(folder + "/ledger.db")) {
  if (const auto before = events(); !before.empty())
    run = replay(on_.machine, on_.plan(), before);
  else
    begin();
}

void Rehearsal::begin() {
  Draft loaded{"definition.loaded"};
  loaded.data.set("machine", on_.machine.id);
  loaded.evidence = {{"machine", "application/json", on_.text},
                     {"groups", "application/json", std::string(shipped_groups())}};
  Draft proof{"definition.proved"};
  proof.data = proved_value(on_.conformer->proofs(), 1);
  Draft started{"run.started"};
  started.data.set("kind", "run").set("machine", on_.machine.id);
  Draft person{"operator.event"};
  person.data.set("act", "begin").set("by", "ops").set("said", "yes");
  std::vector<Draft> drafts{{"ledger.opened"}, loaded, proof, started, person};
  for (Draft& draft : drafts) {
    draft.run = id;
    draft.installation = on_.installation.id;
    draft.definition = {hex_of(on_.text), hex_of(shipped_groups())};
  }
  for (const Event& event : ledger_.append(drafts)) take(run, on_.machine, on_.plan(), event);
}

Lead Rehearsal::lead() {
  Lead lead{.machine = on_.machine,
            .plan = on_.plan(),
            .checks = on_.by_name,
            .installation = on_.installation,
            .values = on_.values,
            .found = on_.found,
            .ledger = ledger_,
            .runner = runner_,
            .person = person_,
            .clock = clock_,
            .opener = {}};
  lead.opener = [this](const std::vector<Said>& said) -> Opener {
    return [this, said](const Whom& whom, std::chrono::milliseconds) -> std::unique_ptr<Endpoint> {
      if (whom.endpoint == "operator") return std::make_unique<Answering>(cue_, said);
      return std::make_unique<Telling>(cue_);
    };
  };
  // It stops behind each rule; a step that was started goes on, or dies.
  lead.told = [this](const Told& told) {
    const bool flying = run.at.standing == Standing::flight;
    if (flying && cue_.dies) throw Killed();
    if (told.rule != Rule::none && !flying) interrupts_ = 1;
  };
  lead.watch_every = std::chrono::hours(1);
  lead.interrupts = &interrupts_;
  return lead;
}

void Rehearsal::led() {
  interrupts_ = 0;
  try {
    interlock::lead(lead(), run);
  } catch (const Killed&) {
    run = replay(on_.machine, on_.plan(), events());
  }
}

void Rehearsal::take_up() {
  interlock::take_up(lead(), run);
}

void Rehearsal::revive(const Configuration& so) {
  world = so;
  if (run.finished || run.at.standing == Standing::held) return;
  take_up();
  const Configuration crashed = next(on_.plan(), world, {.kind = Input::Kind::died}).after;
  world = crashed;
  EXPECT_TRUE(covers(run.at, world));
}

// One of the guards says so, and none that is asked along with them.
void Rehearsal::cue_guards(const Guards& guards, Gate gate, const std::set<std::string>& others) {
  if (gate == Gate::pass) return;
  auto& saying = gate == Gate::fail ? cue_.failing : cue_.unknown;
  for (const bool person : {false, true})
    for (const Guard& guard : guards)
      if (!guard.advisory && guard.when.empty() && !others.contains(guard.check) &&
          guard.check.starts_with("operator.") == person) {
        saying.insert(guard.check);
        return;
      }
  ADD_FAILURE() << "no guard can say so alone";
}

namespace {

std::set<std::string> names_of(std::initializer_list<const Guards*> sets) {
  std::set<std::string> names;
  for (const Guards* guards : sets)
    for (const Guard& guard : *guards) names.insert(guard.check);
  return names;
}

}  // namespace

void Rehearsal::answered(bool yes) {
  const Guards& guards = on_.from(run.at.state).require;
  const bool asks = std::any_of(guards.begin(), guards.end(), [](const Guard& guard) {
    return guard.check.starts_with("operator.");
  });
  person_.answer.reset();
  if (!asks) return;
  person_.answer = yes;
  if (run.answers.empty() || run.answers.back().yes == yes) return;
  Draft draft{"operator.event"};  // as `answer` does
  draft.run = id;
  draft.definition = run.definition;
  draft.state = on_.plan().states[run.at.state];
  const Said& last = run.answers.back();
  draft.data.set("act", "answer").set("by", "ops").set("key", last.key);
  draft.data.set("question", last.question).set("said", yes ? "yes" : "no");
  for (const Event& event : ledger_.append({draft})) take(run, on_.machine, on_.plan(), event);
}

void Rehearsal::cue_before(const Input& input) {
  const Transition& step = on_.from(run.at.state);
  cue_ = {};
  cue_.frozen = true;
  if (input.time_up) clock_.pass(step.wait);
  Guards before = step.hold;
  if (run.at.attempt == 0) before.insert(before.end(), step.require.begin(), step.require.end());
  const bool looks = run.at.attempt == 0 && !step.restores.empty() && input.before == Gate::pass;
  cue_guards(before, input.before, {});
  if (looks && !input.already)
    cue_guards(step.ensure, Gate::fail, names_of({&step.require, &step.hold}));
  answered(!cue_.failing.contains("operator.confirms"));
  if (cue_.unknown.contains("operator.confirms")) person_.answer.reset();
}

void Rehearsal::cue_after(const Input& input) {
  const Transition& step = on_.from(run.at.state);
  cue_guards(step.hold, input.hold, names_of({&step.ensure}));
  cue_guards(step.ensure, binds(step.ensure) ? input.ensure : Gate::pass, names_of({&step.hold}));
}

void Rehearsal::act(const std::vector<Input>& inputs) {
  for (std::size_t i = 0; i < inputs.size() && !testing::Test::HasFailure(); ++i) {
    const bool starts = inputs[i].kind == Input::Kind::started;
    const bool more = i + 1 < inputs.size();
    act(inputs[i], more ? &inputs[i + 1] : nullptr);
    world = next(on_.plan(), world, inputs[i]).after;
    if (!starts || !more) {
      EXPECT_TRUE(covers(run.at, world)) << "after " << i + 1 << " inputs";
      continue;
    }
    world = next(on_.plan(), world, inputs[++i]).after;
    if (inputs[i].kind == Input::Kind::died) take_up();
    EXPECT_TRUE(covers(run.at, world)) << "after " << i + 1 << " inputs";
  }
}

// `then`: what comes of a step that is started.
void Rehearsal::act(const Input& input, const Input* then) {
  using What = Input::Kind;
  cue_ = {};
  switch (input.kind) {
    case What::asked: cue_before(input); return led();
    case What::started:
      cue_.dies = !then || then->kind == What::died;
      if (then && then->kind == What::overdue) cue_.ended.how = Ended::How::overdue;
      if (then && then->failed) cue_.ended.code = 1;
      if (then && then->kind == What::left)
        cue_guards(on_.from(run.at.state).ensure, Gate::fail, {});
      if (then && then->kind == What::ended && !then->failed) cue_after(*then);
      return led();
    case What::died: return take_up();
    case What::looked: cue_after(input); return settle(lead(), run);
    case What::left: {  // in doubt it is only looked at: nobody can tell
      cue_after({.kind = What::looked, .ensure = Gate::unknown});
      return settle(lead(), run);
    }
    case What::resume:
      if (run.at.begun) cue_after(input);
      look_again(lead(), run);
      return;
    case What::retry: return do_again(lead(), run);
    case What::back: EXPECT_TRUE(go_back(lead(), run)); return;
    case What::ended:
    case What::overdue: ADD_FAILURE() << "nothing was started"; return;
  }
}

void Rehearsal::finish(bool by_back, std::string_view until) {
  using What = Input::Kind;
  for (int rules = 0; rules < 200 && !on_.plan().final[world.state]; ++rules) {
    if (on_.plan().states[world.state] == until) return;
    const bool held = world.standing == Standing::held;
    std::vector<Input> now;
    const auto choose = [&](auto wanted) {
      for (const Input& input : inputs(on_.plan(), world))
        if (now.empty() && wanted(input) && calm(on_.plan(), world, input) &&
            next(on_.plan(), world, input).rule != Rule::none)
          now = {input};
    };
    if (held && by_back) choose([](const Input& input) { return input.kind == What::back; });
    if (held) choose([](const Input& input) { return input.kind == What::retry; });
    choose([](const Input&) { return true; });
    ASSERT_FALSE(now.empty()) << on_.plan().states[world.state];
    if (now.front().kind == What::started) {
      const Configuration flying = next(on_.plan(), world, now.front()).after;
      for (const Input& input : inputs(on_.plan(), flying))
        if (now.size() < 2 && next(on_.plan(), flying, input).rule == Rule::done)
          now.push_back(input);
    }
    act(now);
    if (testing::Test::HasFailure()) return;
  }
  EXPECT_TRUE(run.finished);
}

std::string Rehearsal::divergence() const {
  const Conformance told = on_.conformer->follow(events());
  if (told.divergence)
    return "event " + std::to_string(told.divergence->event) + ": expected " +
           told.divergence->expected + ", found " + told.divergence->found;
  for (const Upheld& each : told.properties)
    if (each.kept == Kept::violated) return each.id + " was violated";
  return {};
}

const Rehearsed& rehearsed(const std::string& name) {
  static std::map<std::string, std::unique_ptr<Rehearsed>> all;
  auto& machine = all[name];
  if (!machine) machine = std::make_unique<Rehearsed>(name);
  return *machine;
}

Folder::Folder()
    : path([] {
        std::string name = testing::TempDir() + "cover-XXXXXX";
        return std::string(mkdtemp(name.data()));
      }()) {
  std::filesystem::create_directory(path + "/state");
  std::filesystem::permissions(path + "/state", std::filesystem::perms::owner_all);
}

Folder::~Folder() {
  std::filesystem::remove_all(path);
}

}  // namespace interlock
