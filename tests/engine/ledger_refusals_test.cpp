// When a ledger is not written, and what of it is not handed out.
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "engine/digest.h"
#include "engine/jcs.h"
#include "engine/merkle.h"
#include "tests/engine/ledger_fixture.h"

namespace interlock {
namespace {

struct ALedger : LedgerFolder {
  // Runs in a process of its own; true if it came through.
  static bool apart(const std::function<bool()>& act) {
    const pid_t child = fork();
    if (child == 0) _exit(act() ? 0 : 1);
    int status = 1;
    waitpid(child, &status, 0);
    return status == 0;
  }
};

// Appends until it is refused; true if it was refused in plain words, nothing of it
// was kept, and all is well once there is room.
bool fills_up(const std::string& path, Ledger& ledger, const std::function<void()>& make_room) {
  std::int64_t size = ledger.head().size;
  const std::string noise(20000, 'x');
  try {
    for (int i = 0; i < 1000; ++i, ++size)
      ledger.append(
          {{.type = "check.result", .evidence = {{"o", "text/plain", noise + std::to_string(i)}}}});
    return false;
  } catch (const Error& error) {
    const std::string said = error.what();
    if (error.kind != Error::Kind::ledger || error.hint.empty()) return false;
    if (said.find(path) == std::string::npos || said.find("disk") == std::string::npos)
      return false;
  }
  make_room();
  if (ledger.head().size != size) return false;
  ledger.append({{.type = "ledger.opened"}});
  return ledger.head().size == size + 1 && verify(path, ledger.head()).whole();
}

TEST_F(ALedger, AppendsNothingWhenWritingFails) {
  EXPECT_TRUE(apart([&] {
    Ledger ledger = Ledger::open(path);
    signal(SIGXFSZ, SIG_IGN);
    rlimit limit{};
    getrlimit(RLIMIT_FSIZE, &limit);
    const rlim_t before = limit.rlim_cur;
    limit.rlim_cur = 300000;
    setrlimit(RLIMIT_FSIZE, &limit);
    return fills_up(path, ledger, [&] {
      limit.rlim_cur = before;
      setrlimit(RLIMIT_FSIZE, &limit);
    });
  }));
}

TEST_F(ALedger, AppendsNothingWhenTheDiskIsFull) {
  const std::string disk = folder + "/disk";
  std::filesystem::create_directory(disk);
  if (mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=400k,mode=0700") != 0)
    GTEST_SKIP() << "no small disk can be mounted here";
  path = disk + "/ledger.db";
  EXPECT_TRUE(apart([&] {
    Ledger ledger = Ledger::open(path);
    return fills_up(path, ledger,
                    [&] { mount("tmpfs", disk.c_str(), "tmpfs", MS_REMOUNT, "size=8m"); });
  }));
  umount(disk.c_str());
}

TEST_F(ALedger, RefusesAForeignFileAndLeavesItAsItIs) {
  std::filesystem::create_directories(folder + "/state");
  write_file(path, "no database at all, but long enough to look at: " + std::string(2000, '.'));
  EXPECT_EQ(refusal(),
            "The ledger PATH: it is not a SQLite file (file is not a database). -> Name "
            "the right file by --ledger.");
  std::filesystem::remove(path);
  write_file(path, "");
  Database(path, Database::Access::write).run("CREATE TABLE shop(id)");
  const std::string before = file_text(path);
  EXPECT_EQ(refusal(),
            "The ledger PATH is a SQLite file, but no ledger of Interlock. -> Name the "
            "right one by --ledger.");
  EXPECT_EQ(file_text(path), before);
}

TEST_F(ALedger, RefusesANewerFormat) {
  Ledger::open(path);
  Database(path, Database::Access::write).run("PRAGMA user_version = 2");
  EXPECT_EQ(refusal(),
            "The ledger PATH has format 2; this Interlock knows format 1. -> Use the "
            "Interlock that wrote it, or a newer one.");
}

TEST_F(ALedger, RefusesAFileWithoutItsGuards) {
  Ledger::open(path);
  Database(path, Database::Access::write).run("DROP TRIGGER event_stays");
  EXPECT_EQ(refusal(),
            "The ledger PATH is broken. The trigger event_stays is missing from the "
            "file. -> Copy the ledger before anything touches it: interlock audit verify");
}

TEST_F(ALedger, IsNotContinuedAfterALastEventThatWasAltered) {
  Ledger ledger = Ledger::open(path);
  fill(ledger);
  attack("UPDATE event SET body = CAST(replace(CAST(body AS TEXT), 'report', 'repost') AS BLOB)");
  EXPECT_EQ(refusal([&] { ledger.append({{.type = "ledger.opened"}}); }),
            "The ledger PATH is broken at its last event, 10. -> Copy the ledger before anything "
            "touches it: interlock audit verify");
}

TEST_F(ALedger, DoesNotHandOutEventsThatWereAltered) {
  const auto refused = [&] { return refusal([&] { Ledger::read(path).events("a3f9-k2mt"); }); };
  const auto put = [](const std::string& seq, const std::string& from, const std::string& to) {
    return "UPDATE event SET body = CAST(replace(CAST(body AS TEXT), '" + from + "', '" + to +
           "') AS BLOB) WHERE seq = " + seq;
  };
  Ledger ledger = Ledger::open(path);
  fill(ledger);
  const std::string hint = " -> Copy the ledger before anything touches it: interlock audit verify";
  const auto broken_at = [&](int seq) {
    return "The ledger PATH is broken at event " + std::to_string(seq) + ": it was altered." + hint;
  };
  attack(put("4", "\"ok\"", "\"no\""));
  EXPECT_EQ(refused(), broken_at(4));
  attack(put("4", "\"no\"", "\"ok\""));
  EXPECT_EQ(refused(), "");
  attack(put("4", "a3f9-k2mt", "b000-0001"));  // taken out of its run
  EXPECT_EQ(refused(), broken_at(4));
  attack("DELETE FROM event WHERE seq = 4");
  EXPECT_EQ(refused(), "The ledger PATH is broken at event 4." + hint);
}

TEST_F(ALedger, DoesNotHandOutAnEventWhoseHashWasMadeAnewWithIt) {
  Ledger ledger = Ledger::open(path);
  fill(ledger);
  attack([&](const Database& database) {
    std::string body = all(ledger).at(4).bytes;
    body.replace(body.find("\"ok\""), 4, "\"no\"");
    const Hash leaf = leaf_hash(body);
    database.prepare("UPDATE event SET leaf = ?1, body = ?2 WHERE seq = 4")
        .bind_blob(1, as_text(leaf))
        .bind_blob(2, body)
        .step();
  });
  EXPECT_THROW(Ledger::read(path).events("a3f9-k2mt"), Error);
}

TEST_F(ALedger, DoesNotHandOutEvidenceThatWasAltered) {
  Ledger ledger = Ledger::open(path);
  ledger.append({{.type = "check.result", .evidence = {{"o", "text/plain", "true"}}}});
  attack("UPDATE blob SET body = CAST('lies' AS BLOB)");
  EXPECT_THROW(ledger.evidence(hex_of("true")), Error);
}

TEST_F(ALedger, OfRootMayNotBeWritableForOthers) {
  if (geteuid() != 0) GTEST_SKIP() << "only root is refused";
  Ledger::open(path);
  chmod(path.c_str(), 0620);
  EXPECT_EQ(refusal(),
            "The ledger PATH is refused: it may be written by others than root. -> Look "
            "who wrote it, then: chmod go-w PATH");
  chmod(path.c_str(), 0600);
  EXPECT_EQ(chown(path.c_str(), 65534, 0), 0);
  EXPECT_EQ(refusal(),
            "The ledger PATH is refused: it belongs to user 65534, who could rewrite it. "
            "-> Name another by --ledger, or: chown root PATH");
}

TEST_F(ALedger, OfRootMayHaveNothingOfOthersBesideIt) {
  if (geteuid() != 0) GTEST_SKIP() << "only root is refused";
  Ledger::open(path);
  std::ofstream(path + "-wal").put('x');
  EXPECT_EQ(chown((path + "-wal").c_str(), 65534, 0), 0);
  EXPECT_EQ(refusal(),
            "The ledger PATH-wal is refused: it belongs to user 65534, who could rewrite it. "
            "-> Name another by --ledger, or: chown root PATH-wal");
}

TEST_F(ALedger, SaysThatItIsNotThere) {
  EXPECT_EQ(refusal([&] { Ledger::read(path); }),
            "The ledger PATH is not there. -> Name another by --ledger, or begin one: interlock "
            "ready.");
}

TEST_F(ALedger, SaysWhyItCannotBeMade) {
  path = "/proc/nowhere/ledger.db";
  EXPECT_EQ(refusal(),
            "The ledger PATH cannot be made: No such file or directory. -> Look at the "
            "rights on its folder, or name another by --ledger.");
}

TEST_F(ALedger, HoldsNoSecretThatItWasToldOf) {
  const std::string secret = "p/ss \"w0rd\"\xc3\xa9";
  {
    Ledger ledger = Ledger::open(path);
    ledger.guard({Secret(secret)});
    const Event event =
        ledger
            .append({{.type = "action.outcome",
                      .data = Value::Object{{"argv", list_of({"x" + secret + "y"})}},
                      .evidence = {{"stdout", "text/plain", secret + " p%2Fss%20%22w0rd%22%C3%A9"},
                                   {"stderr", "text/plain", "nothing"}}}})
            .at(0);
    EXPECT_EQ(canonical(event.data), "{\"argv\":[\"x[REDACTED]y\"]}");
    EXPECT_EQ(event.evidence.at(0).redactions, 2);
    EXPECT_EQ(ledger.evidence(event.evidence[0].sha256), "[REDACTED] [REDACTED]");
    EXPECT_EQ(event.evidence.at(1).redactions, 0);
    EXPECT_EQ(file_text(path + "-wal").find("w0rd"), std::string::npos);
  }
  EXPECT_EQ(file_text(path).find("w0rd"), std::string::npos);
}

}  // namespace
}  // namespace interlock
