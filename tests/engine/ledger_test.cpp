#include "engine/ledger.h"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <map>

#include "engine/digest.h"
#include "engine/error.h"
#include "engine/jcs.h"
#include "engine/merkle.h"
#include "tests/engine/ledger_fixture.h"

namespace interlock {
namespace {

struct TheLedger : LedgerFolder {};

TEST_F(TheLedger, BeginsWithItsGenesis) {
  const Ledger ledger = Ledger::open(path);
  const auto events = all(ledger);
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].type, "ledger.genesis");
  EXPECT_EQ(events[0].prev, std::string(64, '0'));
  EXPECT_EQ(events[0].data["format"], Value(1));
  EXPECT_EQ(events[0].data["ledger"].text().size(), 36u);
}

TEST_F(TheLedger, IsForItsOwnerOnly) {
  Ledger ledger = Ledger::open(path);
  ledger.append({{.type = "ledger.opened"}});
  for (const char* end : {"", "-wal", "-shm"}) {
    struct stat seen {};
    ASSERT_EQ(stat((path + end).c_str(), &seen), 0);
    EXPECT_EQ(seen.st_mode & 0777, 0600u) << end;
  }
}

TEST_F(TheLedger, GivesBackWhatWasAppended) {
  Ledger ledger = Ledger::open(path);
  const Draft draft{.type = "action.outcome",
                    .run = "a3f9-k2mt",
                    .installation = "0123456789abcdef",
                    .state = "migrating",
                    .outcome = "failed",
                    .definition = {"m", "g"},
                    .data = Value::Object{{"exit", 1}, {"argv", list_of({"php", "artisan"})}},
                    .evidence = {{"stdout", "text/plain", "done"}}};
  const Event told = ledger.append({draft}).at(0);
  const Event event = Ledger::read(path).events("a3f9-k2mt").at(0);
  EXPECT_EQ(event.seq, 1);
  EXPECT_EQ(event.leaf, told.leaf);
  EXPECT_EQ(event.type, draft.type);
  EXPECT_EQ(event.installation, draft.installation);
  EXPECT_EQ(event.state, draft.state);
  EXPECT_EQ(event.outcome, draft.outcome);
  EXPECT_EQ(event.definition.machine, "m");
  EXPECT_EQ(event.definition.groups, "g");
  EXPECT_EQ(canonical(event.data), canonical(draft.data));
  EXPECT_EQ(event.evidence,
            std::vector<Citation>({{hex_of("done"), 4, "text/plain", "stdout", 0}}));
  EXPECT_EQ(ledger.evidence(hex_of("done")), "done");
}

TEST_F(TheLedger, TellsWhoWroteWhatWhere) {
  const Ledger ledger = Ledger::open(path);
  const Event event = all(ledger).at(0);
  EXPECT_EQ(event.actor["uid"], Value(std::int64_t{geteuid()}));
  EXPECT_EQ(event.actor["kind"], Value("account"));
  EXPECT_NE(event.host, "");
  EXPECT_EQ(event.at.size(), 30u);
  EXPECT_EQ(event.at.back(), 'Z');
}

TEST_F(TheLedger, LinksEveryEventToTheOneBefore) {
  Ledger ledger = Ledger::open(path);
  fill(ledger);
  const auto events = all(ledger);
  ASSERT_EQ(events.size(), 11u);
  for (std::size_t i = 1; i < events.size(); ++i) EXPECT_EQ(events[i].prev, events[i - 1].leaf);
}

TEST_F(TheLedger, StoresTheSameEvidenceOnce) {
  Ledger ledger = Ledger::open(path);
  fill(ledger);
  const Database database(path, Database::Access::read);
  EXPECT_EQ(database.text("SELECT count(*) FROM blob"), "5");
}

TEST_F(TheLedger, TellsTheEventsOfOneRunAndWhatComesLater) {
  Ledger ledger = Ledger::open(path);
  fill(ledger);
  EXPECT_EQ(ledger.events("b000-0001").size(), 4u);
  EXPECT_EQ(ledger.events("nobody").size(), 0u);
  Ledger::open(path).append({{.type = "run.resumed", .run = "b000-0001"}});
  EXPECT_EQ(ledger.events("b000-0001").back().type, "run.resumed");
}

TEST_F(TheLedger, FindsTheRunWhateverStandsBehindIt) {
  Ledger ledger = Ledger::open(path);
  for (const char* state : {"a,", R"(,"run":"x","seq":1)", R"(\",)", "run", R"(":",")"})
    ledger.append({{.type = "run.held", .run = "a3f9-k2mt", .state = state}});
  const auto events = ledger.events("a3f9-k2mt");
  ASSERT_EQ(events.size(), 5u);
  EXPECT_EQ(events[1].state, R"(,"run":"x","seq":1)");
  EXPECT_TRUE(ledger.events("x").empty());
}

TEST_F(TheLedger, KnowsItsRunsInTheirOrder) {
  Ledger ledger = Ledger::open(path);
  ledger.append({{.type = "ledger.opened", .run = "b"},
                 {.type = "run.started", .run = "b"},
                 {.type = "run.started", .run = "a"},
                 {.type = "run.finished", .run = "b"}});
  std::string told;
  for (const Begun& run : ledger.runs())
    told += run.run + " " + std::to_string(run.started) + (run.finished ? " finished; " : "; ");
  EXPECT_EQ(told, "b 2 finished; a 3; ");
}

TEST_F(TheLedger, HasTheRootOfALongPrefix) {
  Ledger ledger = Ledger::open(path);
  ledger.append(std::vector<Draft>(4093, {.type = "ledger.opened"}));
  std::map<std::int64_t, std::string> roots;
  for (int i = 0; i < 4; ++i) {
    const Head head = ledger.head();
    roots[head.size] = head.root;
    ledger.append({{.type = "ledger.opened"}});
  }
  const Ledger again = Ledger::read(path);
  EXPECT_EQ(again.head().size, 4098);
  for (const auto& [size, root] : roots) EXPECT_EQ(again.head(size).root, root) << size;
  EXPECT_EQ(again.head(17).root, Ledger::read(path).head(17).root);
}

TEST_F(TheLedger, IsReadBySeveralThreadsAsByOne) {
  std::map<std::int64_t, std::string> roots;
  std::vector<Event> of_one;
  {
    Ledger ledger = Ledger::open(path);
    for (const std::string run : {"a", "b", "a", "c"}) {
      std::vector<Draft> drafts(19000, {.type = "check.result", .run = run});
      drafts.front().type = "run.started";
      if (run != "a") drafts.back().type = "run.finished";
      ledger.append(drafts);
      const Head head = ledger.head();  // so much is read by one
      roots[head.size] = head.root;
    }
    of_one = ledger.events("b");
  }
  const Ledger again = Ledger::read(path);
  std::string told;
  for (const Begun& run : again.runs())
    told += run.run + " " + std::to_string(run.started) + (run.finished ? " finished; " : "; ");
  EXPECT_EQ(told, "b 19001 finished; a 38001; c 57001 finished; ");
  ASSERT_EQ(roots.size(), 4u);
  for (const auto& [size, root] : roots) EXPECT_EQ(again.head(size).root, root) << size;
  EXPECT_EQ(again.head().root, roots.rbegin()->second);
  const std::vector<Event> events = again.events("b");
  ASSERT_EQ(events.size(), of_one.size());
  for (std::size_t i = 0; i < events.size(); ++i) ASSERT_EQ(events[i].leaf, of_one[i].leaf);

  for (const std::string seq : {"70000", "5"}) {
    attack("DELETE FROM event WHERE seq = " + seq);
    EXPECT_EQ(refusal([&] { (void)Ledger::read(path).runs(); }),
              "The ledger PATH is broken at event " + seq +
                  ". -> Copy the ledger before anything touches it: interlock audit verify");
  }
}

TEST_F(TheLedger, IsBrokenWhereANumberIsFarAhead) {
  {
    Ledger ledger = Ledger::open(path);
    fill(ledger);
  }
  attack("UPDATE event SET seq = 9223372036854775807 WHERE seq = 10");
  EXPECT_EQ(refusal([&] { (void)Ledger::read(path).runs(); }),
            "The ledger PATH is broken at event 10. -> Copy the ledger before anything touches "
            "it: interlock audit verify");
}

TEST_F(TheLedger, MayBeAppendedToWhileItIsRead) {
  Ledger ledger = Ledger::open(path);
  fill(ledger);
  int seen = 0;
  ledger.each(0, 11, [&](const Event&) {
    Ledger::open(path).append({{.type = "ledger.opened"}});
    ledger.append({{.type = "ledger.opened"}});
    ++seen;
  });
  EXPECT_EQ(seen, 11);
  EXPECT_EQ(ledger.head().size, 33);
}

TEST_F(TheLedger, HasTheRootOfEveryPrefix) {
  Ledger ledger = Ledger::open(path);
  std::vector<std::string> roots = {hex_of(""), ledger.head().root};
  for (int i = 0; i < 9; ++i) {
    ledger.append({{.type = "ledger.opened"}});
    roots.push_back(ledger.head().root);
  }
  for (std::size_t size = 0; size < roots.size(); ++size)
    EXPECT_EQ(ledger.head(static_cast<std::int64_t>(size)).root, roots[size]) << size;
  EXPECT_EQ(refusal([&] { ledger.head(99); }),
            "The ledger PATH has 10 events, not 99. -> Look whether this is the right ledger.");
}

TEST_F(TheLedger, TakesAllOrNothing) {
  Ledger ledger = Ledger::open(path);
  const Draft fraction{.type = "check.result", .data = Value::Object{{"n", 1.5}}};
  const Draft good{.type = "check.result", .evidence = {{"answers", "text/plain", "kept"}}};
  EXPECT_THROW(ledger.append({good, fraction}), Error);
  EXPECT_EQ(ledger.head().size, 1);
  EXPECT_THROW(ledger.evidence(hex_of("kept")), Error);
  ledger.append({good});
  EXPECT_TRUE(verify(path, {}).whole());
}

TEST_F(TheLedger, RefusesWhatNoEventMayHold) {
  Ledger ledger = Ledger::open(path);
  const std::int64_t large = (std::int64_t{1} << 53) + 1;
  EXPECT_THROW(ledger.append({{.type = "made.up"}}), Error);
  EXPECT_THROW(ledger.append({{.type = "check.result", .data = Value::Object{{"n", large}}}}),
               Error);
  EXPECT_THROW(ledger.append({{.type = "check.result", .state = "\xff"}}), Error);
  EXPECT_EQ(ledger.head().size, 1);
}

TEST_F(TheLedger, KeepsItsGuardRails) {
  Ledger ledger = Ledger::open(path);
  fill(ledger);
  const Database database(path, Database::Access::write);
  for (const char* sql :
       {"UPDATE event SET body = x'00' WHERE seq = 3", "DELETE FROM event WHERE seq = 10",
        "INSERT OR REPLACE INTO event SELECT 1, leaf, body FROM event WHERE seq = 2",
        "INSERT INTO event SELECT 99, leaf, body FROM event WHERE seq = 2",
        "UPDATE blob SET body = x'00'", "DELETE FROM blob",
        "INSERT OR REPLACE INTO blob SELECT sha256, x'00' FROM blob"})
    EXPECT_THROW(database.run(sql), Error) << sql;
  EXPECT_TRUE(verify(path, ledger.head()).whole());
}

TEST_F(TheLedger, IsWrittenByManyAtOnce) {
  std::vector<pid_t> children;
  for (int i = 0; i < 4; ++i) {
    children.push_back(fork());
    if (children.back() == 0) {
      try {
        Ledger ledger = Ledger::open(path);  // all of them may be the first
        for (int n = 0; n < 10; ++n)
          ledger.append({{.type = "run.started", .run = std::to_string(i)}, {.type = "run.held"}});
        _exit(0);
      } catch (const Error&) {
        _exit(1);
      }
    }
  }
  for (const pid_t child : children) {
    int status = 1;
    waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
  }
  const Ledger ledger = Ledger::read(path);
  EXPECT_EQ(ledger.head().size, 81);
  EXPECT_EQ(ledger.events("3").size(), 10u);
  EXPECT_TRUE(verify(path, {}).whole());
}

TEST_F(TheLedger, HasEverythingThatWasAppendedBeforeAKill) {
  const pid_t child = fork();
  if (child == 0) {
    Ledger ledger = Ledger::open(path);
    fill(ledger);
    raise(SIGKILL);
  }
  waitpid(child, nullptr, 0);
  EXPECT_TRUE(std::filesystem::exists(path + "-wal"));
  EXPECT_EQ(Ledger::read(path).head().size, 11);
  Ledger::open(path).append({{.type = "ledger.opened"}});
  EXPECT_TRUE(verify(path, {}).whole());
}

}  // namespace
}  // namespace interlock
