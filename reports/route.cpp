#include "reports/route.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "reports/json.h"
#include "reports/schema_shapes.h"
#include "reports/text.h"

namespace interlock {

namespace {

constexpr std::size_t what_indent = 5;

// What a person knows a program of the catalogue by.
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> programs = {
    {{"php", "PHP"}, {"postgres", "PostgreSQL"}, {"mysql", "MySQL"}, {"mariadb", "MariaDB"}}};

std::string needs_of(const Leg& leg) {
  std::string needs;
  for (const auto& [key, name] : programs) {
    const auto bounds = leg.supports.find(std::string(key));
    if (bounds == leg.supports.end()) continue;
    needs += fmt::format("{}{} {}", needs.empty() ? "" : "; ", name, in_words(bounds->second));
  }
  return needs;
}

std::string count_of(const Leg& leg) {
  if (leg.takes_back.empty())
    return counted_words(static_cast<std::int64_t>(leg.adds.size()), "migration");
  return counted_words(static_cast<std::int64_t>(leg.takes_back.size()), "migration") +
         " taken back";
}

bool tells_of_migrations(const Leg& leg) {
  return !leg.adds.empty() || !leg.takes_back.empty();
}

// Only Laravel's migrations are read from files.
std::string migrations_of(const Leg& leg, const Machine& machine) {
  const auto framework = machine.with.find("framework");
  const bool has_files =
      framework != machine.with.end() && framework->second == Argument(std::string("laravel"));
  if (!leg.known)
    return has_files ? "not in the catalogue: migrations are read from the files"
                     : "not in the catalogue: tell of it in a file of releases/";
  return tells_of_migrations(leg) ? count_of(leg) : "no migration";
}

// Whatever takes a migration back is a restore: what it made is gone, with its contents.
std::string taken_back(const RevertedMigration& migration) {
  std::string lost;
  for (const std::string& made : migration.makes) lost += (lost.empty() ? "" : ", ") + made;
  return migration.name + " is taken back by the restore" +
         (lost.empty() ? "." : "; lost is what it made: " + lost + ".");
}

std::string warning(const Style& style, const std::string& what) {
  return std::string(what_indent, ' ') + painted(style, Role::warn, "!") + " " +
         wrapped(style, shown(style, what), what_indent + 2, what_indent + 2) + "\n";
}

Value leg_value(const Leg& leg) {
  Value::List adds;
  for (const auto& [name, dangerous] : leg.adds)
    adds.push_back(Value::Object{{"name", name}, {"dangerous", text_or_null(dangerous)}});
  const Value migrations(std::move(adds));
  Value::List takes_back;
  for (const auto& [name, makes] : leg.takes_back)
    takes_back.push_back(Value::Object{{"name", name}, {"makes", list_of(makes)}});
  Value::List supports;
  for (const auto& [program, bounds] : leg.supports)
    supports.push_back(Value::Object{{"program", program},
                                     {"at_least", text_or_null(bounds.at_least)},
                                     {"below", text_or_null(bounds.below)}});
  return Value::Object{{"from", leg.from},
                       {"to", leg.to},
                       {"migrations", leg.known ? migrations : Value()},
                       {"known_up_to", text_or_null(leg.known_to)},
                       {"known_migrations", migrations},
                       {"taken_back", std::move(takes_back)},
                       {"supports", std::move(supports)},
                       {"notes", list_of(leg.notes)}};
}

}  // namespace

std::string route_text(const Routing& routing, const Style& style) {
  const auto& legs = routing.route.legs;
  if (legs.empty())
    return fmt::format("No way leads from {} to {}.\n  {}\n", shown(style, routing.from),
                       shown(style, routing.to),
                       wrapped(style, shown(style, routing.route.why), 2, 2));
  std::size_t steps = 0, brings = 0;
  for (const Leg& leg : legs) {
    steps = std::max(steps, shown(style, leg.from + " to " + leg.to).size());
    if (leg.known) brings = std::max(brings, migrations_of(leg, routing.machine).size());
  }
  std::string text;
  for (std::size_t i = 0; i < legs.size(); ++i) {
    const Leg& leg = legs[i];
    std::string line =
        fmt::format("{:>3}  {}  ", i + 1, padded(shown(style, leg.from + " to " + leg.to), steps));
    const std::size_t brought = line.size();
    std::string brought_and_needed = migrations_of(leg, routing.machine);
    if (const auto needs = shown(style, needs_of(leg)); !needs.empty())
      brought_and_needed = padded(brought_and_needed, brings) + "  " + needs;
    line += wrapped(style, brought_and_needed, brought, brought + (leg.known ? brings + 2 : 0));
    text += line + "\n";
    if (!leg.known && tells_of_migrations(leg))
      text += fmt::format("{:{}}{} {}: {}.\n", "", what_indent,
                          leg.takes_back.empty() ? "Up to" : "Down to", shown(style, leg.known_to),
                          count_of(leg));
    for (const auto& [name, dangerous] : leg.adds)
      if (!dangerous.empty()) text += warning(style, name + ": " + dangerous + ".");
    for (const RevertedMigration& each : leg.takes_back) text += warning(style, taken_back(each));
    for (const std::string& note : leg.notes) text += warning(style, note);
  }
  return text +
         closing_text(style, {counted_words(static_cast<std::int64_t>(legs.size()), "upgrade") +
                                  ", one run each.",
                              fmt::format("Begin: interlock ready {} --root DIR --to {}",
                                          routing.machine.id, shown(style, legs.front().to))});
}

Value route_value(const Routing& routing, const std::string& at, std::int64_t ms) {
  const bool found = !routing.route.legs.empty();
  Value::List legs;
  for (const Leg& leg : routing.route.legs) legs.push_back(leg_value(leg));
  return Value::Object{{"format", "interlock.path/1"},
                       {"program", INTERLOCK_VERSION},
                       {"at", at},
                       {"verdict", found ? "found" : "none"},
                       {"outcome", found ? "pass" : "fail"},
                       {"exit", found ? 0 : 1},
                       {"changed", false},
                       {"ms", ms},
                       {"machine", routing.machine.id},
                       {"from", routing.from},
                       {"to", routing.to},
                       {"why", text_or_null(routing.route.why)},
                       {"upgrades", std::move(legs)},
                       {"ledger", nullptr}};
}

Value route_schema() {
  using namespace schemas;  // NOLINT(google-build-using-namespace)
  const Value migrations = list(object({{"name", text()}, {"dangerous", or_null(text())}}));
  const Value leg = object(
      {{"from", text()},
       {"to", text()},
       {"migrations", or_null(migrations)},  // null: not all are known
       {"known_up_to", or_null(text())},
       {"known_migrations", migrations},
       {"taken_back", list(object({{"name", text()}, {"makes", list(text())}}))},
       {"supports",
        list(object(
            {{"program", text()}, {"at_least", or_null(text())}, {"below", or_null(text())}}))},
       {"notes", list(text())}});
  Value schema = head("path", {"found", "none"});
  add(schema, {{"machine", text()},
               {"from", text()},
               {"to", text()},
               {"why", or_null(text())},
               {"upgrades", list(leg)},
               {"ledger", ledger()}});
  return schema;
}

}  // namespace interlock
