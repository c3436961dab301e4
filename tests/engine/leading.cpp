#include "tests/engine/leading.h"

#include <array>
#include <filesystem>

namespace interlock {

namespace {

const Check said_check = {.id = "script.said",
                          .asks = "What does the script say?",
                          .because = "Tests say what the world answers.",
                          .remedy = "Mend it.",
                          .params = {{"question", "which one"}},
                          .probes = {{.mysql = "?", .binds = {"question"}}},
                          .judge =
                              [](const Evidence& seen) {
                                const std::string word(seen.answer().text(0, "said"));
                                if (word == "pass") return pass("It was so.");
                                if (word == "fail") return fail("It was not so.");
                                return unknown("It could not be told.");
                              },
                          .samples = {}};

const Check kept_check = {.id = "script.kept",
                          .asks = "Does the script still say the same?",
                          .because = "Tests say what the world answers.",
                          .remedy = "Mend it.",
                          .params = {{"question", "which one"}},
                          .probes = {{.mysql = "?", .binds = {"question"}}},
                          .since = Since::answers,
                          .judge =
                              [](const Evidence& seen) {
                                return seen.answer() == seen.before()
                                           ? pass("It was as before.")
                                           : fail("It was not as before.");
                              },
                          .samples = {}};

const Check operator_check = {.id = "operator.confirms",
                              .asks = "Did a person say yes?",
                              .because = "Tests say what the operator answers.",
                              .remedy = "Answer.",
                              .params = {{"question", "a statement"}},
                              .probes = {{.operator_ = "ask $1", .binds = {"question"}}},
                              .judge =
                                  [](const Evidence& seen) {
                                    if (seen.answer().empty())
                                      return unknown("Nobody has answered.");
                                    return seen.answer().text(0, "said") == "yes" ? pass("Yes.")
                                                                                  : fail("No.");
                                  },
                              .samples = {}};

const std::array<const Check*, 3> all = {&said_check, &kept_check, &operator_check};

class Scripted final : public Endpoint {
 public:
  explicit Scripted(Script& script) : script_(script) {}
  Table ask(const Question& question) override {
    const std::string word = script_.next(question.arguments.front());
    if (word == "down") throw Error(Error::Kind::endpoint, "connection refused");
    return {{"said"}, {{word}}};
  }

 private:
  Script& script_;
};

class Answers final : public Endpoint {
 public:
  explicit Answers(std::vector<Said> said) : said_(std::move(said)) {}
  Table ask(const Question& question) override {
    Table table{{"said"}, {}};
    for (const Said& each : said_)
      if (each.question == question.arguments.front()) table.rows = {{each.yes ? "yes" : "no"}};
    return table;
  }

 private:
  std::vector<Said> said_;
};

State state(const std::string& id, std::optional<Phase> phase, const std::string& back,
            std::optional<Final> final = {}) {
  return {.id = id, .means = id, .phase = phase, .back = back, .final = final, .holds = {}};
}

Transition step(const std::string& id, const std::string& from, const std::string& to,
                const Texts& argv) {
  Transition transition;
  transition.id = id;
  transition.from = from;
  transition.to = to;
  transition.step = id;
  if (!argv.empty()) transition.run.emplace_back().argv = argv;
  transition.within = std::chrono::seconds(0);
  return transition;
}

}  // namespace

void Script::say(const std::string& question, std::vector<std::string> words) {
  const std::lock_guard lock(mutex_);
  words_[question] = std::move(words);
  asked_[question] = 0;
}

std::string Script::next(const std::string& question) {
  const std::lock_guard lock(mutex_);
  const auto& words = words_[question];
  const auto number = static_cast<std::size_t>(asked_[question]++);
  changed_.notify_all();
  return words.empty() ? "pass" : words[std::min(number, words.size() - 1)];
}

int Script::asked(const std::string& question) {
  const std::lock_guard lock(mutex_);
  return asked_[question];
}

void Script::wait_until_asked(const std::string& question, int times) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return asked_[question] >= times; });
}

Ended FakeRunner::run(const Program& program, const std::function<void(const Started&)>& started,
                      const std::function<void()>& meanwhile, const std::stop_token& stop) {
  before_it_starts();
  ran.push_back(program);
  auto& script = ends[program.argv.front()];
  Ended ended;
  if (!script.empty()) {
    ended = script.front();
    script.erase(script.begin());
  }
  if (dies_before) throw Killed();
  if (ended.how == Ended::How::not_started) return ended;
  if (started) started({4711, 17});
  if (dies_after) throw Killed();
  while_it_runs();
  if (meanwhile) meanwhile();
  if (stop.stop_requested()) ended.how = Ended::How::killed;
  return ended;
}

std::optional<bool> FakePerson::yes_or_no(const std::string& statement) {
  heard.push_back(statement);
  return answer;
}

void FakeClock::wait(std::chrono::milliseconds span) {
  now_ += span;
  waited += span;
  on_wait();
}

Leading::Leading()
    : folder([] {
        std::string name = testing::TempDir() + "leading-XXXXXX";
        return std::string(mkdtemp(name.data()));
      }()),
      ledger(Ledger::open(folder + "/state/ledger.db")) {
  machine.id = "small";
  machine.endpoints = {{"database", {.system = System::mysql, .means = {}, .needs = {}}}};
  machine.components = {{"database", {}}};
  machine.states = {
      state("old", Phase::pre, "untouched"),        state("worked", Phase::change, "undoing"),
      state("new", {}, "", Final::success),         state("undoing", Phase::back, ""),
      state("recovered", {}, "", Final::recovered), state("untouched", {}, "", Final::untouched)};
  machine.transitions = {step("work", "old", "worked", {"work"}),
                         step("verify", "worked", "new", {}),
                         step("undo", "undoing", "recovered", {"undo"})};
  work().require = {said("before")};
  work().hold = {said("hold")};
  work().ensure = {said("after")};
  work().changes = {"database"};
  verify().require = {said("verify")};
  undo().restores = {"database"};
  undo().require = {said("unchanged")};
  undo().ensure = {said("undone")};
  script.say("undone", {"fail", "pass"});
}

Leading::~Leading() {
  std::filesystem::remove_all(folder);
}

Guard Leading::said(const std::string& question) const {
  Guard guard;
  guard.check = "script.said";
  guard.with = {{"question", question}};
  return guard;
}

void Leading::ask_operator(Guards& guards) const {
  guards.push_back(said("Users were told."));
  guards.back().check = "operator.confirms";
}

void Leading::compare_with_baseline(const std::string& since) {
  verify().require = {said("rows")};
  verify().require.front().check = "script.kept";
  verify().require.front().since = since;
}

void Leading::begin() {
  plan = plan_of(machine);
  installation.id = "0123456789abcdef";
  run = fresh(plan);
  Draft started{"run.started"};
  started.run = "a3f9-k2mt";
  started.data.set("kind", "run");
  std::vector<Draft> drafts{started};
  if (person.begin.value_or(false) && !typed) {  // as by --yes
    drafts.push_back({"operator.event"});
    drafts.back().run = started.run;
    drafts.back().data.set("act", "begin").set("by", person.name()).set("said", "yes");
  }
  for (const Event& event : ledger.append(drafts)) take(run, machine, plan, event);
}

Lead Leading::lead() {
  Lead lead{.machine = machine,
            .plan = plan,
            .checks = all,
            .installation = installation,
            .values = {},
            .found = {"database", "operator", "files", "host", "catalogue"},
            .ledger = ledger,
            .runner = runner,
            .person = person,
            .clock = clock,
            .opener = {}};
  lead.opener = [this](const std::vector<Said>& said) -> Opener {
    return [this, said](const Whom& whom, std::chrono::milliseconds) -> std::unique_ptr<Endpoint> {
      if (whom.endpoint == "operator") return std::make_unique<Answers>(said);
      return std::make_unique<Scripted>(script);
    };
  };
  // Memory holds nothing but what the record tells.
  lead.told = [this](const Told&) { EXPECT_EQ(replay(machine, plan, events()).at, run.at); };
  lead.watch_every = std::chrono::milliseconds(1);
  lead.on_fail_back = on_fail_back;
  lead.interrupts = &interrupts;
  return lead;
}

void Leading::kill_while_running(bool before_the_record) {
  (before_the_record ? runner.dies_before : runner.dies_after) = true;
  EXPECT_THROW(go(), Killed);
  runner.dies_before = runner.dies_after = false;
  run = replay(machine, plan, events());
}

std::string Leading::where() const {
  static constexpr std::array<const char*, 5> words = {"ready", "held", "intent", "flight",
                                                       "doubt"};
  return std::string(plan.states[run.at.state]) + " " +
         words[static_cast<std::size_t>(run.at.standing)] + (run.at.begun ? " begun" : "");
}

std::string Leading::rules() const {
  std::string words;
  for (const Event& event : events())
    if (!event.data["input"].null() && event.data["rule"].text() != "none")
      words += (words.empty() ? "" : " ") + std::string(event.data["rule"].text());
  return words;
}

const Event* Leading::last(const std::string& type) {
  kept = events();
  const Event* found = nullptr;
  for (const Event& event : kept)
    if (event.type == type) found = &event;
  return found;
}

std::string Leading::commands() const {
  std::string words;
  for (const Program& program : runner.ran)
    words += (words.empty() ? "" : " ") + program.argv.front();
  return words;
}

}  // namespace interlock
