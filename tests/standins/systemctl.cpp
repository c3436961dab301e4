// Stands in for systemctl: units that are only a file.
//
// INTERLOCK_STANDIN is a folder with state.json:
//   units  {NAME: {active, sub, since (seconds since 1970), tasks, code, loaded}}
//          code: a file that the unit reads once, when it is started; loaded: what it read
//   early  how many seconds before now a unit says that it was started
//   hook   a program that is told of each change: start|stop NAME
// Times are told in UTC, as TZ=UTC asks for.
#include <ctime>

#include "engine/subprocess.h"
#include "tests/standins/state.h"

namespace interlock::standin {
namespace {

std::string time_told(std::int64_t since) {
  if (since == 0) return {};
  const std::time_t time = since;
  std::tm parts{};
  ::gmtime_r(&time, &parts);
  char text[40];
  std::strftime(text, sizeof text, "%a %Y-%m-%d %H:%M:%S UTC", &parts);
  return text;
}

int show(const Value& units, const Words& names) {
  bool first = true;
  for (const std::string& name : names) {
    const Value& unit = units[name];
    const std::int64_t tasks = unit["tasks"].number();
    const bool runs = unit["sub"].text() == "running";
    if (!first) say("");
    first = false;
    say("MainPID=" + std::string(runs ? "70" : "0"));
    say("TasksCurrent=" + (tasks > 0 ? std::to_string(tasks) : "[not set]"));
    say("LoadState=" + std::string(unit.null() ? "not-found" : "loaded"));
    say("ActiveState=" + std::string(unit.null() ? "inactive" : unit["active"].text()));
    say("SubState=" + std::string(unit.null() ? "dead" : unit["sub"].text()));
    say("ActiveEnterTimestamp=" + time_told(unit["since"].number()));
  }
  return 0;
}

void tell(const std::string& hook, bool start, const std::string& name) {
  if (!hook.empty()) run({.argv = {hook, start ? "start" : "stop", name}});
}

int change(State& state, bool start, const Words& names) {
  const std::string hook(state.data["hook"].text());
  Value units = state.data["units"];
  for (const std::string& name : names) {
    Value unit = units[name];
    if (unit.null()) return fail("Unit " + name + ".service not found.", 5);
    unit.set("active", start ? "active" : "inactive");
    unit.set("sub", start ? "running" : "dead");
    unit.set("tasks", start ? 4 : 0);
    if (start) unit.set("since", std::time(nullptr) - state.data["early"].number());
    if (start && !unit["code"].null())
      unit.set("loaded", text_of(std::string(unit["code"].text())));
    units.set(name, std::move(unit));
    tell(hook, start, name);
  }
  state.data.set("units", std::move(units));
  state.keep();
  return 0;
}

int systemctl(const Words& argv) {
  if (argv.size() < 2) return fail("unknown command", 1);
  Words names;
  for (auto word = argv.begin() + 1; word != argv.end(); ++word)
    if (!word->starts_with("--")) names.push_back(*word);
  State state;
  if (argv[0] == "show") return show(state.data["units"], names);
  if (argv[0] == "start" || argv[0] == "restart") return change(state, true, names);
  if (argv[0] == "stop") return change(state, false, names);
  return fail("Unknown command verb " + argv[0] + ".", 1);
}

}  // namespace
}  // namespace interlock::standin

int main(int argc, char** argv) {
  return interlock::standin::systemctl({argv + 1, argv + argc});
}
