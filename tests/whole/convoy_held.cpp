#include "tests/whole/convoy_held.h"

#include <algorithm>
#include <list>
#include <set>

#include "engine/jcs.h"
#include "tests/drawn.h"
#include "tests/live/asker.h"
#include "tests/whole/crashed.h"

namespace interlock {

Hold by_hand(const std::string& command, const std::string& mend) {
  return {.mend = mend, .failing = command};
}

Hold by_hand_without(const std::string& program, const std::string& mend) {
  const std::string fails = "../standin/fails." + program;
  return {.spoil = "seq 9 >" + fails, .mend = "rm " + fails + "; " + mend};
}

Hold after(const std::string& key, const std::string& spoil, const std::string& mend,
           const Texts& unknown) {
  return {.key = key, .spoil = spoil, .mend = mend, .unknown = unknown, .slow = true};
}

std::vector<Hold> some_of(const std::vector<std::vector<Hold>>& parts) {
  std::vector<Hold> all;
  Texts slow;
  for (const auto& part : parts) all.insert(all.end(), part.begin(), part.end());
  for (const Hold& each : all)
    if (each.slow) slow.push_back(each.key + each.spoil);
  const Texts taken = drawn(slow, 2);
  std::erase_if(all, [&](const Hold& each) {
    return each.slow && std::find(taken.begin(), taken.end(), each.key + each.spoil) == taken.end();
  });
  return all;
}

// A session is idle after a second.
void ConvoyHeld::hasten(const std::string& spared) const {
  Value machine = json(convoy->desk.read("machines/convoy-3.json"));
  Value::List transitions = machine["transitions"].list();
  for (Value& each : transitions)
    if (!each["ensure"].null() && each["id"].text() != spared) each.set("within", "1s");
  machine.set("transitions", std::move(transitions));
  std::string text = canonical(machine);
  const std::string calm = R"("database_calm")";
  const auto at = text.find(calm);
  ASSERT_NE(at, std::string::npos);
  text.replace(at, calm.size(),
               R"("activity.no_long_transactions","activity.no_prepared_transactions",)"
               R"("activity.no_ddl_in_progress",)"
               R"({"check":"activity.no_idle_in_transaction","with":{"older_than":"1s"}})");
  convoy->desk.write("machines/convoy-3.json", text);
}

void ConvoyHeld::begin(const std::string& spared) {
  hasten(spared);
  held_for({.unknown = {"checked/operator.confirms@operator"},
            .verb = convoy->words("run", {"--yes", convoy->target})});
  std::string work;
  for (const Event& event : events_of_run(convoy->desk))
    if (event.type == "run.started") work = event.data["work"].text();
  convoy->desk.env["COPY"] = convoy->backups + work.substr(work.rfind('/'));
  convoy->desk.env["ARCHIVE"] = work + "/panel-" + convoy->target + ".tar.gz";
}

Texts ConvoyHeld::with_outcome(const std::vector<Event>& events, const std::string& outcome) const {
  std::set<std::string> keys;
  for (std::size_t at = seen_; at < events.size(); ++at) {
    const Event& event = events[at];
    if (event.type == "action.intent" || event.type == "state.entered") keys.clear();
    if (event.type == "check.result" && event.outcome == outcome)
      keys.emplace(event.data["key"].text());
  }
  return {keys.begin(), keys.end()};
}

void ConvoyHeld::held_for(const Hold& each) {
  SCOPED_TRACE(each.key + " " + each.spoil + " " + each.failing);
  std::list<live::Session> sessions;
  if (!each.session.empty()) sessions.emplace_back(convoy->database(), each.session);
  if (!each.spoil.empty()) convoy->shell(each.spoil);
  convoy->spoil(each.failing, 9, 1);
  const Typed typed = convoy->desk.interlock(each.verb);
  convoy->spoil("", 0, 0);
  sessions.clear();
  const auto events = events_of_run(convoy->desk);
  ASSERT_FALSE(events.empty()) << typed.err;
  EXPECT_EQ(events.back().type, "run.held") << typed.out << typed.err;
  EXPECT_EQ(with_outcome(events, "fail"), each.key.empty() ? Texts{} : Texts{each.key})
      << typed.out;
  EXPECT_EQ(with_outcome(events, "unknown"), each.unknown) << typed.out;
  if (!each.warned.empty()) {
    EXPECT_EQ(with_outcome(events, "warn"), each.warned);
  }
  seen_ = events.size();
  const bool asks = say_yes(convoy->desk, typed);
  EXPECT_EQ(typed.exit, asks ? 9 : each.unknown.empty() ? 1 : 3);
  if (!each.mend.empty()) convoy->shell(each.mend);
}

void ConvoyHeld::held_for_each(const std::vector<Hold>& holds) {
  for (const Hold& each : holds)
    if (!HasFailure()) held_for(each);
}

void ConvoyHeld::ends_as_before() const {
  if (HasFailure()) return;
  const Typed back = convoy->desk.interlock({"resume"});
  EXPECT_EQ(back.exit, 8) << back.out << back.err;
  EXPECT_EQ(convoy->contents(), contents);
  EXPECT_EQ(convoy->files(), files);
  EXPECT_FALSE(convoy->in_maintenance());
  const Typed conform = convoy->desk.interlock({"audit", "conform", "--format", "json"});
  EXPECT_EQ(json(conform.out)["verdict"].text(), "conforms") << conform.out;
}

}  // namespace interlock
