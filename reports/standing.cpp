#include "reports/standing.h"

#include <algorithm>

#include "engine/time.h"
#include "engine/written.h"

namespace interlock {

namespace {

bool has(const Literals& literals, std::string_view fact, bool holds) {
  return std::any_of(literals.begin(), literals.end(),
                     [&](const Literal& l) { return l.fact == fact && l.holds == holds; });
}

bool by_backup(const Machine& machine, const Texts& components) {
  return std::any_of(components.begin(), components.end(), [&](const std::string& name) {
    const auto found = machine.components.find(name);
    return found != machine.components.end() && found->second.undo == Undo::backup;
  });
}

Value time_or_null(const std::optional<Moment>& moment) {
  return moment ? Value(written(*moment)) : Value();
}

Value action_value(const Report& report, const Machine& machine) {
  const Run& run = report.run;
  const Plan plan = plan_of(machine);
  if (!plan.rows[run.at.state]) return nullptr;
  const Transition& step = machine.transitions[plan.rows[run.at.state]->transition];
  if (!step.acts()) return nullptr;
  Value::List commands;
  Value exit;
  if (run.attempt)
    for (const Value& command : run.attempt->commands.list()) commands.push_back(command["argv"]);
  for (const Value& command : run.last_outcome.list()) exit = command["exit"];
  return Value::Object{{"id", step.id},
                       {"step", step.step},
                       {"to", step.to},
                       {"class", class_of(machine, step)},
                       {"begun", run.at.begun},
                       {"attempt", run.at.attempt},
                       {"attempts", step.attempts},
                       {"since", run.attempt ? Value(written(run.attempt->intended)) : Value()},
                       {"deadline", run.attempt ? Value(written(run.attempt->deadline)) : Value()},
                       {"commands", std::move(commands)},
                       {"exit", exit}};
}

// What is waited for: the question that nobody answered.
Value waiting_value(const Report& report, const Stand& standing) {
  if (standing.held_by != "operator") return nullptr;
  for (auto line = report.lines.rbegin(); line != report.lines.rend(); ++line)
    if (line->on == "operator" && line->outcome == Outcome::unknown)
      return Value::Object{
          {"key", line->key},
          {"text", line->objects.empty() ? Value(line->said) : Value(line->objects.front())}};
  return nullptr;
}

// "12 rows, others" is 12; "gone" and "absent" are none.
std::int64_t rows_in(std::string_view text) {
  return whole_number(text.substr(0, text.find(' '))).value_or(0);
}

// What users stored since that moment, as data.changes_listed saw it last.
Value::List changes(const Report& report, std::int64_t since_event) {
  static constexpr std::string_view prefix = "table ";
  Value::List tables;
  for (const Line& line : report.lines) {
    if (line.check != "data.changes_listed" || line.compared["event"].number() != since_event)
      continue;
    for (const Value& difference : line.compared["differences"].list()) {
      std::string_view name = difference["object"].text();
      if (name.starts_with(prefix)) name.remove_prefix(prefix.size());
      const std::int64_t more =
          rows_in(difference["after"].text()) - rows_in(difference["before"].text());
      tables.push_back(Value::Object{{"table", name}, {"rows", std::max<std::int64_t>(more, 0)}});
    }
  }
  return tables;
}

bool changes_were_asked(const Report& report, std::int64_t since_event) {
  return std::any_of(report.lines.begin(), report.lines.end(), [&](const Line& line) {
    return line.check == "data.changes_listed" && line.outcome != Outcome::unknown &&
           line.compared["event"].number() == since_event;
  });
}

// Nothing is lost while nobody can have written; how much, once users were let in, is
// known only where it was asked.
Value loss_value(const Report& report) {
  const auto since = report.run.moments.find("quiet");
  if (since == report.run.moments.end()) return nullptr;
  Value rows = 0;
  Value::List tables;
  if (report.run.at.beyond) {
    tables = changes(report, since->second.event);
    std::int64_t sum = 0;
    for (const Value& table : tables) sum += table["rows"].number();
    rows = changes_were_asked(report, since->second.event) ? Value(sum) : Value();
  }
  return Value::Object{
      {"since", written(since->second.at)}, {"rows", rows}, {"tables", std::move(tables)}};
}

Value way_back_value(const Report& report, const Machine& machine) {
  const Plan plan = plan_of(machine);
  const Texts through = way_back(machine, plan, report.run.at);
  if (through.empty()) return nullptr;
  return Value::Object{{"to", through.front()},
                       {"through", list_of(through)},
                       {"backup", report.backup},
                       {"loss", loss_value(report)}};
}

}  // namespace

std::string_view class_of(const Machine& machine, const Transition& transition) {
  if (!transition.acts()) return "looks";
  if (by_backup(machine, transition.changes)) return "destructive";
  if (by_backup(machine, transition.restores)) return "restore";
  return "reversible";
}

std::string step_number(const Machine& machine, const Transition& transition) {
  const auto line = main_line(machine);
  const auto found = std::find(line.begin(), line.end(), &transition);
  if (found == line.end()) return "back";
  return std::to_string(found - line.begin() + 1) + "/" + std::to_string(line.size());
}

std::string step_words(const Machine& machine, const Transition& transition) {
  const std::string number = step_number(machine, transition);
  std::string words = transition.step;
  if (words.ends_with('.')) words.pop_back();
  return number == "back" ? words : number + " " + words;
}

Forecast forecast_of(const Machine& machine) {
  Forecast forecast;
  bool changed = false;
  for (const Transition* step : main_line(machine)) {
    ++forecast.steps;
    changed = changed || !step->changes.empty();
    const bool lets_in = has(step->effect, "serving", true);
    if (has(step->effect, "serving", false) && !forecast.locked_out_from)
      forecast.locked_out_from = forecast.steps;
    if (lets_in && forecast.locked_out_from) forecast.locked_out_to = forecast.steps;
    if (lets_in && changed && !forecast.point_of_no_return)
      forecast.point_of_no_return = forecast.steps;
  }
  return forecast;
}

Stand standing_of(const Report& report, const Machine&) {
  const Run& run = report.run;
  Stand standing;
  standing.changed = std::any_of(report.timeline.begin(), report.timeline.end(),
                                 [](const Station& s) { return s.rule == "begin"; });
  const auto last = moment_of(report.at);
  if (last) standing.ms = (*last - run.started).count();
  if (run.finished) {
    standing.word = "finished";
    return standing;
  }
  switch (run.at.standing) {
    case Standing::ready: standing.word = run.at.waiting ? "waiting" : "asking"; break;
    case Standing::held:
      standing.word = "held";
      standing.held_by = run.held_by;
      break;
    case Standing::intent:
    case Standing::flight: standing.word = "acting"; break;
    case Standing::doubt: standing.word = "in_doubt"; break;
  }
  return standing;
}

Texts way_back(const Machine& machine, const Plan& plan, const Configuration& at) {
  if (plan.final[at.state]) return {};
  const std::size_t from = at.begun && plan.rows[at.state] ? plan.rows[at.state]->to : at.state;
  if (!plan.back[from]) return {};
  Texts states{std::string(plan.states[*plan.back[from]])};
  for (const Transition* step : line_from(machine, states.front())) states.push_back(step->to);
  return states;
}

Value standing_value(const Report& report, const Machine& machine, const Stand& standing) {
  const Run& run = report.run;
  const State& state = machine.states[run.at.state];
  const auto station = station_of(machine, state.id);
  Texts choices;
  if (standing.word == "held") {
    choices = {"check", "retry"};
    if (!way_back(machine, plan_of(machine), run.at).empty()) choices.emplace_back("back");
  }
  return Value::Object{{"run", run.id},
                       {"machine", report.machine},
                       {"installation", nullptr},
                       {"mode", run.mode},
                       {"standing", standing.word},
                       {"held_by", standing.held_by.empty() ? Value() : Value(standing.held_by)},
                       {"state", state.id},
                       {"means", state.means},
                       {"phase", phase_word(machine, state.id)},
                       {"station", station ? Value(*station) : Value()},
                       {"stations", main_line(machine).size() + 1},
                       {"started", written(run.started)},
                       {"entered", written(run.entered)},
                       {"finished", time_or_null(run.finished)},
                       {"action", action_value(report, machine)},
                       {"waiting_for", waiting_value(report, standing)},
                       {"choices", list_of(choices)},
                       {"locked_out_since", time_or_null(run.locked_out)},
                       {"way_back", way_back_value(report, machine)}};
}

Value lost_value(const Report& report) {
  const auto since = report.run.moments.find("quiet");
  if (report.finished["end"].text() != "recovered" || !report.run.at.beyond ||
      since == report.run.moments.end())
    return Value::List{};
  return changes(report, since->second.event);
}

}  // namespace interlock
