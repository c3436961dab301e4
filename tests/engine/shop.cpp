#include "tests/engine/shop.h"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include <map>

#include "states/load.h"
#include "states/shipped.h"

namespace interlock {
namespace {

constexpr auto head = R"("product": "Shop", "title": "Shop",
  "guide": {"name": "Shop", "units": {"shop": 1},
            "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
  "versions": [{"from": "1.x", "to": "1.x"}], "endpoints": {"database": "mysql"},)";

constexpr auto shop_body = R"(
  "components": {"database": "the data", "code": {"means": "the code", "undo": "step"}},
  "facts": {"fresh": {"means": "caches are fresh", "initially": true, "spoiled_by": ["code"]}},
  "states": [
    {"id": "old", "means": "Old.", "phase": "pre", "back": "untouched"},
    {"id": "fit", "means": "Fit.", "phase": "pre", "back": "untouched"},
    {"id": "closed", "means": "Closed.", "phase": "change", "back": "to_open"},
    {"id": "backed_up", "means": "Backed up.", "phase": "change", "back": "to_open"},
    {"id": "migrated", "means": "Migrated.", "phase": "change", "back": "to_restore"},
    {"id": "open", "means": "Open.", "phase": "post", "back": "lost"},
    {"id": "new", "means": "New.", "final": "success"},
    {"id": "lost", "means": "Given up.", "phase": "back"},
    {"id": "to_restore", "means": "May be new.", "phase": "back"},
    {"id": "to_open", "means": "May be closed.", "phase": "back"},
    {"id": "recovered", "means": "As before.", "final": "recovered"},
    {"id": "untouched", "means": "As before.", "final": "untouched"}],
  "transitions": [
    {"id": "check", "from": "old", "to": "fit", "step": "Check.", "cites": ["shop"],
     "require": ["a.b"], "effect": ["backup_verified"]},
    {"id": "close", "from": "fit", "to": "closed", "step": "Close.", "cites": ["shop"],
     "run": [["close"]], "attempts": 2, "ensure": ["a.b"], "on_fail": "back",
     "effect": ["maintenance", "not serving", "quiet", "not backup_verified"]},
    {"id": "back_up", "from": "closed", "to": "backed_up", "step": "Back up.", "cites": ["shop"],
     "require": [{"check": "a.b", "needs": ["not quiet"]}], "wait": "1m", "hold": ["a.b"],
     "run": [["dump"]], "ensure": ["a.b"], "effect": ["backup_verified"]},
    {"id": "migrate", "from": "backed_up", "to": "migrated", "step": "Migrate.",
     "cites": ["shop"], "require": ["a.b"], "hold": ["a.b"], "changes": ["code", "database"],
     "run": [["migrate"]], "attempts": 2, "ensure": ["a.b"]},
    {"id": "open", "from": "migrated", "to": "open", "step": "Open.", "cites": ["shop"],
     "run": [["open"]], "ensure": ["a.b"], "effect": ["serving", "not maintenance", "fresh"]},
    {"id": "verify", "from": "open", "to": "new", "step": "Verify.", "cites": ["shop"],
     "require": ["a.b"], "wait": "1m"},
    {"id": "give_up", "from": "lost", "to": "to_restore", "step": "Give up.", "note": "Back.",
     "require": ["a.b"], "manual": true, "ensure": ["a.b"],
     "effect": ["maintenance", "not serving", "loss_accepted"]},
    {"id": "restore", "from": "to_restore", "to": "to_open", "step": "Restore.",
     "note": "Back.", "require": ["a.b"], "restores": ["database", "code"],
     "run": [["restore"]], "ensure": ["a.b"], "effect": ["fresh"]},
    {"id": "reopen", "from": "to_open", "to": "recovered", "step": "Open.", "note": "Back.",
     "run": [["open"]], "attempts": 2, "ensure": ["a.b"], "effect": ["serving", "not maintenance"]}]
})";

constexpr auto careless_body = R"(
  "components": {"database": "the data"},
  "states": [
    {"id": "old", "means": "Old.", "phase": "pre", "back": "untouched"},
    {"id": "blind", "means": "Blind.", "phase": "change", "back": "to_restore"},
    {"id": "asked", "means": "Asked.", "phase": "change", "back": "to_restore"},
    {"id": "new", "means": "New.", "final": "success"},
    {"id": "to_restore", "means": "May be new.", "phase": "back"},
    {"id": "recovered", "means": "As before.", "final": "recovered"},
    {"id": "untouched", "means": "As before.", "final": "untouched"}],
  "transitions": [
    {"id": "migrate", "from": "old", "to": "blind", "step": "Migrate.", "cites": ["shop"],
     "require": [{"check": "a.b", "advisory": true}], "run": [["migrate"]],
     "changes": ["database"]},
    {"id": "tidy", "from": "blind", "to": "asked", "step": "Tidy.", "cites": ["shop"],
     "manual": true, "hold": ["a.b"]},
    {"id": "wait", "from": "asked", "to": "new", "step": "Wait.", "cites": ["shop"],
     "manual": true, "hold": ["a.b"], "ensure": ["a.b"]},
    {"id": "restore", "from": "to_restore", "to": "recovered", "step": "Restore.",
     "note": "Back.", "run": [["restore"]], "restores": ["database"],
     "ensure": [{"check": "a.b", "advisory": true}]}]
})";

Machine read(const std::string& text, const std::string& groups) {
  Loaded loaded = load(text, groups);
  for (const auto& [where, what, hint] : loaded.problems)
    ADD_FAILURE() << where << ": " << what << " " << hint;
  return std::move(loaded.machine);
}

Machine small(const char* name, const char* body) {
  return read(fmt::format("{{\"machine\": \"{}\", {}{}", name, head, body), "{\"groups\": {}}");
}

}  // namespace

const Machine& shop() {
  static const Machine machine = small("shop", shop_body);
  return machine;
}

const Machine& careless() {
  static const Machine machine = small("careless", careless_body);
  return machine;
}

const Machine& shipped(const std::string& name) {
  static std::map<std::string, Machine> machines;
  for (const Shipped& file : shipped_machines())
    if (file.name == name && !machines.contains(name))
      machines[name] = read(std::string(file.text), std::string(shipped_groups()));
  return machines.at(name);
}

std::string told(const Plan& plan, const Configuration& c) {
  static constexpr const char* standings[] = {"ready", "held", "intent", "flight", "doubt"};
  return fmt::format("{} {}{} attempt {}{}{}{}, facts {:b} unsure {:b}, broken {:b} changed {:b}",
                     plan.states[c.state], standings[static_cast<int>(c.standing)],
                     c.begun ? " begun" : "", c.attempt, c.waiting ? " waiting" : "",
                     c.beyond ? " beyond" : "", c.reached ? " reached" : "", c.facts, c.unsure,
                     c.broken, c.changed);
}

}  // namespace interlock
