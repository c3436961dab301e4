#include "states/fields.h"

#include <algorithm>

#include "engine/condition.h"
#include "engine/guide.h"
#include "engine/versions.h"

namespace interlock {

namespace {

using namespace std::chrono_literals;

constexpr const char* check = "check";  // "area.fact" for {"check": "area.fact"}

bool is_hex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

bool is_digest(std::string_view text) {
  return text.size() == 64 && std::all_of(text.begin(), text.end(), is_hex);
}

bool is_variable(std::string_view text) {
  const auto may_be_in_it = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  };
  return !text.empty() && !(text.front() >= '0' && text.front() <= '9') &&
         std::all_of(text.begin(), text.end(), may_be_in_it);
}

constexpr Notation name_notation = {&is_name, "a name such as backed_up: a-z, 0-9, _"};
constexpr Notation dashed = {&is_dashed, "a name such as demo-2: a-z, 0-9, -"};
constexpr Notation slug = {&is_slug, "a heading such as before-you-begin"};
constexpr Notation cite = {[](std::string_view text) { return cite_of(text).has_value(); },
                           "a heading such as before-you-begin, with units as in #3 or #3-5"};
constexpr Notation range = {&is_range, "a range such as 3.x, 5.8.x or >=3.0 <3.6"};
constexpr Notation digest = {&is_digest, "a SHA-256 in 64 digits: 0-9, a-f"};
constexpr Notation variable = {&is_variable, "the name of a variable such as MYSQL_PWD"};
constexpr Notation condition = {
    [](std::string_view text) { return condition_of(text).has_value(); },
    "a condition: target >= 4.9, has cache, name = value, joined by and"};
constexpr Notation check_id = {&is_check_id, "a check such as backup.complete"};
constexpr Notation check_or_group = {
    [](std::string_view text) { return is_check_id(text) || is_name(text); },
    "a check such as backup.complete, or a group such as backup_proved"};
constexpr Notation anything = {[](std::string_view) { return true; }, {}};

Guard guard(Reader& from) {
  Guard guard;
  guard.check = from.text("check", from.was_short() ? check_or_group : check_id);
  guard.on = from.text("on", name_notation, false);
  guard.with = from.arguments("with");
  guard.since = from.text("since", name_notation, false);
  guard.when = from.text("when", condition, false);
  const bool ahead = from.flag("ahead");
  if (from.has("ahead")) guard.ahead = ahead;
  guard.needs = from.literals("needs");
  guard.advisory = from.flag("advisory");
  guard.remedy = from.maybe("remedy");
  from.maybe("note");
  guard.place = from.place();
  return guard;
}

State state(Reader& from) {
  State state;
  state.id = from.text("id", name_notation);
  state.means = from.text("means");
  state.phase = from.choice<Phase>("phase", {"pre", "change", "post", "back"});
  state.back = from.text("back", name_notation, false);
  state.final = from.choice<Final>("final", {"success", "recovered", "untouched"});
  state.holds = from.literals("holds");
  from.maybe("note");
  return state;
}

Command command(Reader& from) {
  return {from.words("argv", true),
          from.maybe("in"),
          from.maybe("stdin"),
          from.maybe("stdout"),
          from.texts_by_name("env", variable),
          from.text("when", condition, false)};
}

// Keys that only mean something together with others.
void together(Reader& from) {
  const bool runs = from.has("run");
  const bool manual = from.has("manual");
  if (runs && manual) from.add(from.at("manual"), "A step is run, or it is manual.");
  if (manual && from.has("attempts"))
    from.add(from.at("attempts"), "Only what is run can be run again.");
  for (const char* key :
       {"hold", "deadline", "attempts", "changes", "restores", "ensure", "within", "on_fail"})
    if (!runs && !manual && from.has(key))
      from.add(from.at(key), "There is no step that this could be about.");
  if (from.has("wait") && !from.has("require"))
    from.add(from.at("wait"), "There is nothing to wait for: no \"require\".");
  if (from.has("within") && !from.has("ensure"))
    from.add(from.at("within"), "There is nothing to wait for: no \"ensure\".");
}

Transition transition(Reader& from) {
  together(from);
  Transition transition;
  transition.id = from.text("id", name_notation);
  transition.from = from.text("from", name_notation);
  transition.to = from.text("to", name_notation);
  transition.step = from.text("step");
  transition.cites = from.texts("cites", cite);
  transition.note = from.maybe("note");
  transition.require = from.list("require", guard, check);
  transition.wait = from.duration("wait", 0s);
  transition.hold = from.list("hold", guard, check);
  transition.run = from.list("run", command, "argv");
  transition.manual = from.truth("manual");
  transition.deadline = from.duration("deadline", 10min);
  transition.attempts = from.number("attempts", 1, 9);
  transition.changes = from.texts("changes", name_notation);
  transition.restores = from.texts("restores", name_notation);
  transition.ensure = from.list("ensure", guard, check);
  transition.within = from.duration("within", 10s);
  transition.effect = from.literals("effect");
  transition.on_fail = from.choice<OnFail>("on_fail", {"hold", "back"}).value_or(OnFail::hold);
  return transition;
}

Hop hop(Reader& from) {
  if (from.has("path") && from.has("refused"))
    from.add(from.at("path"), "What is refused has no path.");
  return {from.text("from", range), from.text("to", range),
          from.choice<Path>("path", {"newer", "next_minor", "older"}).value_or(Path::newer),
          from.maybe("refused")};
}

Parameter parameter(Reader& from) {
  return {from.text("means"), from.any_text("default")};
}

Alias alias(Reader& from) {
  return {from.words("argv", true), from.texts_by_name("env", variable)};
}

// Only the first six systems are declared, the others are always there.
Outside outside(Reader& from) {
  from.need("system");
  return {from.choice<System>("system", {system_words.begin(), system_words.begin() + 6})
              .value_or(System::http),
          from.maybe("means"), from.flag("optional"), from.literals("needs")};
}

Component component(Reader& from) {
  return {from.text("means"), from.choice<Undo>("undo", {"backup", "step"}).value_or(Undo::backup)};
}

Fact fact(Reader& from) {
  return {from.text("means"), from.flag("initially"), from.texts("spoiled_by", name_notation)};
}

Uncovered uncovered(Reader& from) {
  return {from.texts("cites", cite, true), from.text("because")};
}

Guide guide(Reader& from) {
  from.need("units");
  return {from.text("name"), from.text("sha256", digest), from.maybe("url"),
          from.counts("units", slug)};
}

}  // namespace

Machine machine_in(Reader& from) {
  const std::vector<std::string_view> recipes = {"ixp", "convoy", "status-page", "parsec"};
  for (const char* key : {"guide", "versions", "endpoints", "states", "transitions"})
    from.need(key);
  Machine machine;
  from.maybe("$schema");
  machine.id = from.text("machine", dashed);
  machine.product = from.text("product");
  machine.title = from.text("title");
  machine.note = from.maybe("note");
  machine.guide = from.object("guide", guide);
  machine.versions = from.list("versions", hop);
  if (const auto recipe = from.choice<std::size_t>("discover", recipes))
    machine.discover = recipes[*recipe];
  machine.parameters = from.named("parameters", name_notation, parameter, "means");
  machine.commands = from.named("commands", name_notation, alias, "argv");
  machine.endpoints = from.named("endpoints", name_notation, outside, "system");
  machine.with = from.arguments("with");
  machine.components = from.named("components", name_notation, component, "means");
  machine.facts = from.named("facts", name_notation, fact, "means");
  machine.states = from.list("states", state);
  machine.transitions = from.list("transitions", transition);
  machine.properties = from.texts("properties", anything);
  machine.not_covered = from.list("not_covered", uncovered);
  return machine;
}

Named<Guards> groups_in(Reader& from) {
  return from.lists("groups", name_notation, guard, check);
}

}  // namespace interlock
