#include "engine/conform.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <functional>

#include "tests/cover/forged.h"
#include "tests/cover/rehearsal.h"

namespace interlock {
namespace {

using What = Input::Kind;

const Rehearsed& demo() {
  return rehearsed("demo");
}

Input asked(Gate before) {
  return {.kind = What::asked, .before = before};
}
std::vector<Input> started(Done did) {
  Input ended{.kind = What::ended};
  ended.ensure = did.whole ? Gate::pass : Gate::fail;
  return {{.kind = What::started, .did = did}, ended};
}

// What the tests begin with, each in a folder of its own.
void upgraded(Rehearsal& run) {
  run.finish(false);
}
void refused(Rehearsal& run) {
  run.act({asked(Gate::fail)});
}
void cannot_tell(Rehearsal& run) {
  run.act({asked(Gate::unknown)});
}
void called_off(Rehearsal& run) {
  run.act({asked(Gate::fail), {.kind = What::back}});
}
// The migration breaks off in the middle, and is undone.
void recovered(Rehearsal& run) {
  run.finish(false, "installed");
  run.act({asked(Gate::pass)});
  run.act(started({1, false}));
  run.finish(true);
}
// Users were let in; then what they stored is given up.
void given_up(Rehearsal& run) {
  run.finish(false, "open");
  run.act({{.kind = What::back}});
  run.finish(false);
}
void killed(Rehearsal& run) {
  run.finish(false, "installed");
  run.act({asked(Gate::pass), {.kind = What::started, .did = Done{1, false}}});
}

struct Led {
  const char* name;
  void (*lead)(Rehearsal&);
  const char* state;
  bool finished;
};
void PrintTo(const Led& led, std::ostream* out) {
  *out << led.name;
}

struct Conforms : testing::TestWithParam<Led> {};
INSTANTIATE_TEST_SUITE_P(A, Conforms,
                         testing::Values(Led{"success", upgraded, "upgraded", true},
                                         Led{"refusal", refused, "serving_old", false},
                                         Led{"doubt", cannot_tell, "serving_old", false},
                                         Led{"call_off", called_off, "untouched", true},
                                         Led{"recovery", recovered, "recovered", true},
                                         Led{"loss", given_up, "recovered", true},
                                         Led{"kill", killed, "installed", false}),
                         [](const auto& param) { return std::string(param.param.name); });

TEST_P(Conforms, IfTheEngineLedIt) {
  Folder folder;
  Rehearsal run(demo(), folder.path + "/state");
  GetParam().lead(run);
  const Conformance told = demo().conformer->follow(run.events());
  EXPECT_EQ(run.divergence(), "");
  EXPECT_TRUE(told.conforms());
  EXPECT_EQ(told.state, GetParam().state);
  EXPECT_EQ(told.finished, GetParam().finished);
  EXPECT_EQ(told.run, Rehearsal::id);
  EXPECT_GE(told.count(Kept::held), 3U);
}

// Written anew with other records: every hash is as it should be.
struct Forged : testing::Test {
  Folder folder;
  std::vector<Draft> drafts;

  void lead(void (*how)(Rehearsal&)) {
    Rehearsal run(demo(), folder.path + "/state");
    how(run);
    drafts = drafts_of(run.ledger(), run.events());
  }
  std::size_t find(const std::string& type, const std::function<bool(const Draft&)>& so = {}) {
    for (std::size_t i = 0; i < drafts.size(); ++i)
      if (drafts[i].type == type && (!so || so(drafts[i]))) return i;
    ADD_FAILURE() << "no " << type;
    return 0;
  }
  std::size_t answer(const std::string& check, const std::string& transition) {
    return find("check.result", [&](const Draft& draft) {
      return draft.data["check"].text() == check && draft.data["transition"].text() == transition;
    });
  }
  std::size_t next(const std::string& type, std::size_t from) const {
    while (drafts[from].type != type) ++from;
    return from;
  }
  // Where it diverges, as an index of the drafts.
  void diverges(std::size_t at, const std::string& expected, const std::string& found) {
    const std::string path = folder.path + "/state/forged.db";
    Ledger ledger = Ledger::open(path);
    ledger.append(drafts);
    EXPECT_TRUE(verify(path, {}).whole());
    const Conformance told = demo().conformer->follow(ledger.events(Rehearsal::id));
    ASSERT_TRUE(told.divergence);
    EXPECT_FALSE(told.conforms());
    EXPECT_EQ(told.divergence->event, static_cast<std::int64_t>(at) + 1);  // behind the genesis
    EXPECT_EQ(told.divergence->expected, expected);
    EXPECT_EQ(told.divergence->found, found);
  }
};

TEST_F(Forged, SkippedGuardIsFound) {
  lead(upgraded);
  const std::size_t at = answer("migration.pending_are", "migrate");
  drafts.erase(drafts.begin() + static_cast<std::ptrdiff_t>(at));
  diverges(at, "the answer to migration.pending_are (require of \"migrate\")",
           "the answer to maintenance.laravel_on (hold of \"migrate\")");
}

TEST_F(Forged, GuardThatNobodyAskedForIsFound) {
  lead(upgraded);
  const std::size_t at = answer("migration.pending_are", "migrate");
  drafts.insert(drafts.begin() + static_cast<std::ptrdiff_t>(at), drafts[at]);
  diverges(at + 1, "the answer to maintenance.laravel_on (hold of \"migrate\")",
           "the answer to migration.pending_are (require of \"migrate\")");
}

TEST_F(Forged, StepWithoutItsPreconditionIsFound) {
  lead(upgraded);
  const std::size_t at = answer("migration.pending_are", "migrate");
  drafts[at].outcome = "fail";
  drafts[at].data.set("judged", "fail");
  const std::size_t decided = next("guard.decided", at), intent = next("action.intent", at);
  diverges(decided, R"("counts": {"fail":1,"not_applicable":0,"pass":1,"unknown":0,"warn":0})",
           R"({"fail":0,"not_applicable":0,"pass":2,"unknown":0,"warn":0})");
  drafts[decided].outcome = "fail";
  drafts[decided].data.set(
      "counts",
      Value::Object{{"fail", 1}, {"not_applicable", 0}, {"pass", 1}, {"unknown", 0}, {"warn", 0}});
  std::filesystem::remove(folder.path + "/state/forged.db");
  diverges(intent, "\"before\": \"fail\", by the answers before it", "\"pass\"");
}

TEST_F(Forged, ChangedVerdictIsFound) {
  lead(refused);
  const std::size_t at =
      find("check.result", [](const Draft& draft) { return draft.outcome == "fail"; });
  drafts[at].outcome = "pass";
  diverges(at, "the outcome \"fail\", as it was judged", "\"pass\"");
}

TEST_F(Forged, WrongTransitionIsFound) {
  lead(upgraded);
  const std::size_t at =
      find("state.entered", [](const Draft& draft) { return draft.state == "backed_up"; });
  drafts[at].state = "installed";
  diverges(at, "\"backed_up\"", "\"installed\"");
}

TEST_F(Forged, StepOfAnotherStateIsFound) {
  lead(upgraded);
  const std::size_t at = find("action.intent", [](const Draft& draft) {
    return draft.data["transition"].text() == "migrate";
  });
  drafts[at].data.set("transition", "install");
  diverges(at, "\"transition\": \"migrate\"", "\"install\"");
}

TEST_F(Forged, OtherCommandIsFound) {
  lead(upgraded);
  const std::size_t at = find("action.intent", [](const Draft& draft) {
    return draft.data["transition"].text() == "open";
  });
  Value::List commands = drafts[at].data["commands"].list();
  commands.front().set("argv", list_of({"rm", "-rf", "storage"}));
  drafts[at].data.set("commands", commands);
  diverges(at, R"(the command ["rm","-f","storage/framework/down"] of the machine)",
           R"(["rm","-rf","storage"])");
}

TEST_F(Forged, StepThatNobodyBeganIsFound) {
  lead(upgraded);
  const std::size_t at = find("operator.event");
  drafts.erase(drafts.begin() + static_cast<std::ptrdiff_t>(at));
  diverges(find("action.intent"), "that a person said to begin, before the first step", "a step");
}

TEST_F(Forged, RecordsOfARuleThatSayAnotherAreFound) {
  lead(recovered);
  const std::size_t at = find("run.held");
  drafts[at].data.set("rule", "done");
  diverges(at, "the rest of the records of \"fail\"", "\"run.held\"");
}

TEST_F(Forged, RuleThatDoesNotFollowIsFound) {
  lead(refused);
  const std::size_t first = find("check.result");
  for (std::size_t i = first; i < drafts.size(); ++i) drafts[i].data.set("rule", "unknown");
  diverges(first, "the rule \"refuse\" in \"serving_old\", ready", "\"unknown\"");
}

TEST_F(Forged, ProofOfAnotherMachineIsFound) {
  lead(upgraded);
  const std::size_t at = find("definition.proved");
  Value size = drafts[at].data["size"];
  drafts[at].data.set("size", size.set("edges", 17));
  diverges(at, "a proof over 1120 edges", "17");
}

// `back` proves it again: that is of the machine too, or it is found.
TEST_F(Forged, ProofOfAnotherMachineIsFoundOnTheWayBack) {
  lead(called_off);
  const std::size_t back =
      find("operator.event", [](const Draft& draft) { return draft.data["act"].text() == "back"; });
  const Draft proof = drafts[find("definition.proved")];
  drafts.insert(drafts.begin() + static_cast<std::ptrdiff_t>(back), proof);
  const std::string path = folder.path + "/state/proved_again.db";
  Ledger ledger = Ledger::open(path);
  ledger.append(drafts);
  EXPECT_TRUE(demo().conformer->follow(ledger.events(Rehearsal::id)).conforms());
  Value size = proof.data["size"];
  drafts[back].data.set("size", size.set("edges", 17));
  diverges(back, "a proof over 1120 edges", "17");
}

TEST_F(Forged, RunThatWasNotProvedIsFound) {
  lead(upgraded);
  const std::size_t at = find("definition.proved");
  drafts.erase(drafts.begin() + static_cast<std::ptrdiff_t>(at));
  diverges(at, "\"definition.proved\"", "\"run.started\"");
}

TEST_F(Forged, RecordsThatBreakOffAreFound) {
  lead(upgraded);
  drafts.pop_back();
  diverges(drafts.size() - 1, "\"run.finished\" behind it", "nothing more");
}

TEST_F(Forged, RecordsBehindTheEndAreFound) {
  lead(called_off);
  drafts.push_back(drafts[find("operator.event")]);
  diverges(drafts.size() - 1, "nothing: the run has ended", "\"operator.event\"");
}

// Every event left out, written twice, or exchanged with the next one.
struct Shuffled : testing::TestWithParam<Led> {
  Folder folder;
  std::vector<Event> events;

  void SetUp() override {
    Rehearsal run(demo(), folder.path + "/state");
    GetParam().lead(run);
    events = run.events();
  }
  static bool diverges(const std::vector<Event>& altered) {
    return demo().conformer->follow(altered).divergence.has_value();
  }
  static std::string told(const Event& event) {
    return std::to_string(event.seq) + " " + event.type + " " +
           std::string(event.data["check"].text());
  }
};
INSTANTIATE_TEST_SUITE_P(A, Shuffled,
                         testing::Values(Led{"success", upgraded, "", true},
                                         Led{"recovery", recovered, "", true},
                                         Led{"loss", given_up, "", true}),
                         [](const auto& param) { return std::string(param.param.name); });

TEST_P(Shuffled, IsFoundWhereAnEventIsMissing) {
  for (std::size_t i = 0; i < events.size(); ++i) {
    std::vector<Event> altered = events;
    altered.erase(altered.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_TRUE(diverges(altered)) << told(events[i]);
  }
}

TEST_P(Shuffled, IsFoundWhereAnEventIsThereTwice) {
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (events[i].type == "operator.event" && events[i].data["act"].text() != "back") continue;
    std::vector<Event> altered = events;
    altered.insert(altered.begin() + static_cast<std::ptrdiff_t>(i), events[i]);
    EXPECT_TRUE(diverges(altered)) << told(events[i]);
  }
}

TEST_P(Shuffled, IsFoundWhereTwoEventsAreExchanged) {
  for (std::size_t i = 0; i + 1 < events.size(); ++i) {
    std::vector<Event> altered = events;
    std::swap(altered[i], altered[i + 1]);
    EXPECT_TRUE(diverges(altered)) << told(events[i]);
  }
}

struct Judged {
  const char* property;
  void (*lead)(Rehearsal&);
  Kept kept;
  const char* why;
};
void PrintTo(const Judged& each, std::ostream* out) {
  *out << each.property;
}

struct OwnProperty : testing::TestWithParam<Judged> {};

constexpr const char* no_such_case = "What it speaks of did not come about.";
constexpr const char* goes_on = "The run is not finished.";
constexpr const char* of_all_runs = "It speaks of all runs, not of one.";

INSTANTIATE_TEST_SUITE_P(
    Of, OwnProperty,
    testing::Values(
        Judged{"p: never state(closed)", upgraded, Kept::violated, ""},
        Judged{"p: never state(closed)", refused, Kept::held, ""},
        Judged{"p: always serving", upgraded, Kept::violated, ""},
        Judged{"p: state(checked) precedes state(closed)", upgraded, Kept::held, ""},
        Judged{"p: state(recovered) precedes state(closed)", upgraded, Kept::violated, ""},
        Judged{"p: maintenance holds during state(backed_up)", upgraded, Kept::held, ""},
        Judged{"p: maintenance holds during state(abandoned)", upgraded, Kept::not_applicable,
               no_such_case},
        Judged{"p: serving holds during state(backed_up)", upgraded, Kept::violated, ""},
        Judged{"p: state(closed) leads to terminal(success) under calm", upgraded, Kept::held, ""},
        Judged{"p: state(closed) leads to terminal(success) under calm", recovered, Kept::held, ""},
        Judged{"p: state(closed) leads to state(abandoned) under calm", upgraded, Kept::violated,
               ""},
        Judged{"p: state(serving_old) leads to state(checked) under calm", refused, Kept::undecided,
               goes_on},
        Judged{"p: can reach state(abandoned)", upgraded, Kept::not_applicable, of_all_runs},
        Judged{"p: from everywhere can reach terminal", upgraded, Kept::not_applicable,
               of_all_runs}));

TEST_P(OwnProperty, IsJudgedOnTheRun) {
  const auto& [property, how, kept, why] = GetParam();
  const Rehearsed with("demo", {property});
  Folder folder;
  Rehearsal run(with, folder.path + "/state");
  how(run);
  const Conformance told = with.conformer->follow(run.events());
  EXPECT_EQ(told.properties.back().id, "p");
  EXPECT_EQ(word(told.properties.back().kept), word(kept));
  EXPECT_EQ(told.properties.back().why, why);
  EXPECT_EQ(told.properties.back().event.has_value(), kept == Kept::violated);
  EXPECT_EQ(told.conforms(), with.conformer->proofs().proved());
}

TEST(OwnProperties, AreOpenAsLongAsTheRunGoesOn) {
  const Rehearsed with("demo", {"p: state(checked) leads to terminal under calm"});
  Folder folder;
  Rehearsal run(with, folder.path + "/state");
  run.finish(false, "closed");
  const Conformance told = with.conformer->follow(run.events());
  EXPECT_EQ(word(told.properties.back().kept), "undecided");
  EXPECT_EQ(told.properties.back().why, "The run is not finished.");
  EXPECT_TRUE(told.conforms());
}

TEST(OwnProperties, AreViolatedFromAnEventOn) {
  const Rehearsed with("demo", {"p: never state(closed)"});
  Folder folder;
  Rehearsal run(with, folder.path + "/state");
  upgraded(run);
  const auto events = run.events();
  const auto entered = std::find_if(events.begin(), events.end(), [](const Event& event) {
    return event.type == "state.entered" && event.state == "closed";
  });
  const Conformance told = with.conformer->follow(events);
  ASSERT_TRUE(told.properties.back().event);
  EXPECT_EQ(*told.properties.back().event, entered->seq);
  ASSERT_TRUE(told.divergence);
  EXPECT_EQ(told.divergence->expected, "no run: the machine is not proved");
}

}  // namespace
}  // namespace interlock
