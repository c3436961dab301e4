#include "engine/run.h"

#include <array>
#include <random>

#include "engine/time.h"

namespace interlock {

namespace {

constexpr std::array<std::string_view, 3> gate_words = {"pass", "fail", "unknown"};
constexpr std::array<std::string_view, 10> kind_words = {
    "asked", "started", "ended", "looked", "died", "overdue", "left", "resume", "retry", "back"};

Gate gate_in(const Value& value) {
  for (std::size_t i = 0; i < gate_words.size(); ++i)
    if (value.text() == gate_words[i]) return static_cast<Gate>(i);
  return Gate::unknown;
}

Moment time_of(const Event& event) {
  return moment_of(event.at).value_or(Moment{});
}

// What the events say besides the rules.
class Taker {
 public:
  Taker(Run& run, const Machine& machine, const Plan& plan, const Event& event)
      : run_(run), machine_(machine), plan_(plan), event_(event), at_(time_of(event)) {}

  void take() {
    run_.last_event = event_.seq;
    if (event_.type == "run.started") begin();
    if (event_.type == "baseline.captured") baseline();
    if (event_.type == "action.intent") intent();
    if (event_.type == "action.started") started();
    if (event_.type == "action.outcome") run_.last_outcome = event_.data["commands"];
    if (event_.type == "timer.armed") run_.waits_until = moment_of(event_.data["until"].text());
    if (event_.type == "operator.event") person();
    if (event_.type == "run.held") run_.held_by = event_.data["by"].text();
    if (!event_.data["input"].null()) rule();
    if (event_.type == "run.finished") run_.finished = at_;
  }

 private:
  void begin() {
    run_.id = event_.run;
    run_.kind = event_.data["kind"].text();
    if (const auto mode = event_.data["mode"].text(); !mode.empty()) run_.mode = mode;
    run_.definition = event_.definition;
    run_.told = event_.data;
    run_.started = run_.entered = at_;
    moment(plan_.states[run_.at.state]);
  }

  void moment(std::string_view name) {
    Baseline& baseline = run_.moments[std::string(name)];
    baseline.at = at_;
    baseline.event = event_.seq;
    baseline.heard.clear();
  }

  void baseline() {
    if (event_.evidence.empty()) return;
    for (const std::string& name : texts_in(event_.data["moments"]))
      run_.baseline_evidence[name] = event_.evidence.front().sha256;
  }

  void intent() {
    run_.attempt = Attempt{};
    for (std::size_t i = 0; i < machine_.transitions.size(); ++i)
      if (machine_.transitions[i].id == event_.data["transition"].text())
        run_.attempt->transition = i;
    run_.attempt->commands = event_.data["commands"];
    run_.attempt->intended = at_;
    run_.attempt->deadline = moment_of(event_.data["deadline"].text()).value_or(Moment{});
    run_.last_outcome = nullptr;
  }

  void started() {
    if (!run_.attempt) return;
    run_.attempt->boot = event_.data["boot_id"].text();
    if (const std::int64_t pid = event_.data["pid"].number(); pid > 0)
      run_.attempt->processes.push_back(
          {static_cast<int>(pid), event_.data["start_time"].number()});
  }

  void person() {
    const std::string act(event_.data["act"].text());
    if (act == "begin") run_.begun_by_person = event_.data["said"].text() == "yes";
    if (act != "answer") return;
    run_.answers.push_back(
        {std::string(event_.data["key"].text()), std::string(event_.data["question"].text()),
         event_.data["said"].text() == "yes", std::string(event_.data["by"].text()), at_});
  }

  void rule() {
    const Configuration before = run_.at;
    const Step step = next(plan_, before, input_in(event_.data["input"]));
    if (word(step.rule) != event_.data["rule"].text())
      run_.problems.push_back({"event " + std::to_string(event_.seq),
                               "This was recorded as \"" + std::string(event_.data["rule"].text()) +
                                   "\", and is \"" + std::string(word(step.rule)) + "\"."});
    run_.at = step.after;
    if (step.rule == Rule::none) return;
    if (enters(before, step)) enter(before);
    if (run_.at.standing == Standing::held && before.standing != Standing::held) run_.held = at_;
    if (run_.at.standing != Standing::held) run_.held.reset();
    if (!run_.at.waiting) run_.waits_until.reset();
    users(before);
  }

  void enter(const Configuration& before) {
    run_.entered = at_;
    run_.answers.clear();
    run_.attempt.reset();
    run_.last_outcome = nullptr;
    moment(plan_.states[run_.at.state]);
    for (std::size_t i = 0; i < plan_.facts.size(); ++i) {
      const std::uint64_t bit = std::uint64_t{1} << i;
      if ((run_.at.facts & bit) && !(before.facts & bit)) moment(plan_.facts[i]);
    }
  }

  // From the moment on when users may be locked out until they surely are served.
  void users(const Configuration& before) {
    const auto surely = [&](const Configuration& c) {
      return (c.facts & plan_.serving) && !(c.unsure & plan_.serving);
    };
    if (surely(before) && !surely(run_.at)) run_.locked_out = at_;
    if (surely(run_.at)) run_.locked_out.reset();
  }

  Run& run_;
  const Machine& machine_;
  const Plan& plan_;
  const Event& event_;
  Moment at_;
};

}  // namespace

Value value_of(const Input& input) {
  const auto gate = [](Gate value) { return Value(gate_words[static_cast<std::size_t>(value)]); };
  Value value = Value::Object{{"kind", kind_words[static_cast<std::size_t>(input.kind)]}};
  switch (input.kind) {
    case Input::Kind::asked:
      value.set("before", gate(input.before));
      value.set("already", input.already);
      value.set("time_up", input.time_up);
      break;
    case Input::Kind::ended: value.set("failed", input.failed); [[fallthrough]];
    case Input::Kind::looked:
    case Input::Kind::resume:
      value.set("hold", gate(input.hold));
      value.set("ensure", gate(input.ensure));
      break;
    case Input::Kind::started:
    case Input::Kind::died:
    case Input::Kind::overdue:
    case Input::Kind::left:
    case Input::Kind::retry:
    case Input::Kind::back: break;
  }
  return value;
}

Input input_in(const Value& value) {
  Input input;
  for (std::size_t i = 0; i < kind_words.size(); ++i)
    if (value["kind"].text() == kind_words[i]) input.kind = static_cast<Input::Kind>(i);
  if (!value["before"].null()) input.before = gate_in(value["before"]);
  input.already = value["already"].flag();
  input.time_up = value["time_up"].flag();
  input.failed = value["failed"].flag();
  if (!value["hold"].null()) input.hold = gate_in(value["hold"]);
  if (!value["ensure"].null()) input.ensure = gate_in(value["ensure"]);
  return input;
}

bool enters(const Configuration& before, const Step& step) {
  switch (step.rule) {
    case Rule::move:
    case Rule::needless:
    case Rule::done:
    case Rule::back: return true;
    case Rule::check: return before.begun;
    case Rule::fail: return step.after.standing == Standing::ready && !step.after.begun;
    case Rule::none:
    case Rule::begin:
    case Rule::wait:
    case Rule::refuse:
    case Rule::unknown:
    case Rule::unsure:
    case Rule::crash:
    case Rule::deadline:
    case Rule::retry: return false;
  }
  return false;
}

Run fresh(const Plan& plan) {
  Run run;
  run.at = start(plan);
  return run;
}

void take(Run& run, const Machine& machine, const Plan& plan, const Event& event) {
  Taker(run, machine, plan, event).take();
}

Run replay(const Machine& machine, const Plan& plan, const std::vector<Event>& events) {
  Run run = fresh(plan);
  for (const Event& event : events) take(run, machine, plan, event);
  return run;
}

std::string new_run_id() {
  static constexpr std::string_view letters = "0123456789abcdefghjkmnpqrstvwxyz";
  std::random_device random;
  std::string id;
  for (int i = 0; i < 8; ++i) {
    if (i == 4) id += '-';
    id += letters[random() % letters.size()];
  }
  return id;
}

std::string bare(const std::string& run_id) {
  std::string id;
  for (const char c : run_id)
    if (c != '-') id += c;
  return id;
}

}  // namespace interlock
