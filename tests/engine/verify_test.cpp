#include <fcntl.h>
#include <fmt/core.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "engine/digest.h"
#include "engine/error.h"
#include "engine/jcs.h"
#include "engine/merkle.h"
#include "tests/engine/ledger_fixture.h"

namespace interlock {
namespace {

constexpr auto python = "/usr/bin/python3";

// What the second verifier says: whole, broken, or that it could not be run.
std::string second_opinion(const std::string& path, const std::string& line = {}) {
  const std::string program = INTERLOCK_SOURCE "/tests/audit/verify.py";
  const pid_t child = fork();
  if (child == 0) {
    dup2(open("/dev/null", O_WRONLY), STDOUT_FILENO);
    if (line.empty())
      execl(python, python, program.c_str(), path.c_str(), nullptr);
    else
      execl(python, python, program.c_str(), path.c_str(), line.c_str(), nullptr);
    _exit(9);
  }
  int status = 0;
  waitpid(child, &status, 0);
  if (!WIFEXITED(status)) return "crashed";
  return WEXITSTATUS(status) == 0 ? "whole" : WEXITSTATUS(status) == 5 ? "broken" : "failed";
}

struct Verify : LedgerFolder {
  Head head;

  Verify() {
    Ledger ledger = Ledger::open(path);
    fill(ledger);
    head = ledger.head();
  }

  // Each proof in one line, after the second verifier has said the same.
  std::string said(const std::optional<Head>& expected = {}) const {
    const Verification told = verify(path, expected);
    if (std::filesystem::exists(python)) {
      const std::string line = expected ? fmt::format("{}:{}", expected->size, expected->root) : "";
      EXPECT_EQ(second_opinion(path, line), told.whole() ? "whole" : "broken");
    }
    std::string lines;
    for (const Proof& proof : told.proofs)
      if (proof.id != "end" || expected)
        lines += fmt::format("{} {} {}: {}\n", proof.verdict, proof.id,
                             proof.event ? std::to_string(*proof.event) : "-", proof.said);
    return lines;
  }
  Proof whole() const { return verify(path, {}).proofs.at(0); }

  // A body as somebody writes it who knows how, with its hash.
  static void replace(const Database& database, std::int64_t seq, const std::string& body) {
    const Hash leaf = leaf_hash(body);
    Statement update = database.prepare("UPDATE event SET leaf = ?2, body = ?3 WHERE seq = ?1");
    update.bind(1, seq)
        .bind_blob(2, {reinterpret_cast<const char*>(leaf.data()), leaf.size()})
        .bind_blob(3, body)
        .step();
  }
  static std::string body(const Database& database, std::int64_t seq) {
    return database.text(fmt::format("SELECT body FROM event WHERE seq = {}", seq));
  }
};

std::string swapped(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

const std::string all_evidence = "proved evidence -: 5 pieces, 87 B: none changed, none missing.\n";
const std::string all_events =
    "proved whole -: 11 events: every byte, every link, every position.\n";

TEST_F(Verify, ProvesALedgerThatNobodyTouched) {
  EXPECT_EQ(said(), all_events + all_evidence);
}

TEST_F(Verify, TellsWhatIsInTheLedger) {
  const Verification told = verify(path, {});
  EXPECT_EQ(told.head.size, 11);
  EXPECT_EQ(told.head.root, head.root);
  EXPECT_EQ(told.evidence, 5);
  EXPECT_EQ(told.runs, 2);
  EXPECT_LT(told.first_time, told.last_time);
  EXPECT_EQ(told.proofs.at(2).verdict, "not_provable");
  EXPECT_EQ(told.proved_through, std::nullopt);
}

TEST_F(Verify, LeavesNothingBesideTheFile) {
  const std::string before = file_text(path);
  verify(path, {});
  EXPECT_EQ(file_text(path), before);
  EXPECT_FALSE(std::filesystem::exists(path + "-wal"));
  EXPECT_FALSE(std::filesystem::exists(path + "-shm"));
}

TEST_F(Verify, ProvesTheEndByALineThatWasKept) {
  const Head line = head;
  EXPECT_EQ(said(line),
            all_events + all_evidence + "proved end -: The 11 events are those of the line.\n");
  Ledger::open(path).append({{.type = "ledger.opened"}});
  const Verification later = verify(path, line);
  EXPECT_EQ(later.proofs.at(2).said, "The first 11 of 12 events are those of the line.");
  EXPECT_EQ(later.proved_through, 10);
}

TEST_F(Verify, SeesThatTheLastEventWasDeletedOnlyByTheLine) {
  attack("DELETE FROM event WHERE seq = 10");
  EXPECT_TRUE(verify(path, {}).whole());
  EXPECT_EQ(said(head), swapped(all_events, "11", "10") + all_evidence +
                            "broken end 10: The line tells of 11 events, the ledger has 10.\n");
}

TEST_F(Verify, SeesThatAWholeLedgerIsAnotherByTheLine) {
  std::filesystem::remove(path);
  Ledger ledger = Ledger::open(path);
  fill(ledger);
  EXPECT_EQ(verify(path, head).proofs.at(2).said,
            "The 11 events are not those of the line: their hashes give another root.");
}

TEST_F(Verify, NamesAnEventThatWasAltered) {
  attack([&](const Database& database) {
    const std::string bent = swapped(body(database, 4), "\"ok\"", "\"no\"");
    database.prepare("UPDATE event SET body = ?1 WHERE seq = 4").bind_blob(1, bent).step();
  });
  EXPECT_EQ(said(),
            "broken whole 4: Event 4 was altered: its bytes no longer give the hash that event 5 "
            "names.\n" +
                all_evidence);
  EXPECT_EQ(whole().about.substr(0, 30), "action.outcome, run a3f9-k2mt,");
}

TEST_F(Verify, NamesAnEventThatWasAlteredTogetherWithItsHash) {
  attack([&](const Database& database) {
    replace(database, 4, swapped(body(database, 4), "\"ok\"", "\"no\""));
  });
  EXPECT_EQ(said(),
            "broken whole 4: Event 4 was altered or replaced together with its hash: event "
            "5 names another.\n" +
                all_evidence);
}

// All links made anew: only somebody who knows the root of before can tell.
TEST_F(Verify, SeesARewrittenHistoryByTheLine) {
  attack([&](const Database& database) {
    std::string prev;
    for (std::int64_t seq = 4; seq < 11; ++seq) {
      std::string bytes = body(database, seq);
      if (seq == 4) bytes = swapped(bytes, "\"ok\"", "\"no\"");
      if (seq > 4) bytes.replace(bytes.find("\"prev\":\"") + 8, 64, prev);
      replace(database, seq, bytes);
      prev = hex(leaf_hash(bytes));
    }
  });
  EXPECT_TRUE(verify(path, {}).whole());
  EXPECT_EQ(said(head),
            all_events + all_evidence +
                "broken end -: The 11 events are not those of the line: their hashes give another "
                "root.\n");
}

TEST_F(Verify, NamesAnEventThatIsMissing) {
  attack("DELETE FROM event WHERE seq = 5");
  EXPECT_EQ(whole().said, "Event 5 is missing.");
  EXPECT_EQ(said(head).find("proved"), said(head).find("proved evidence"));
}

TEST_F(Verify, NamesAnEventThatIsMissingAlsoIfTheOthersMovedUp) {
  attack([&](const Database& database) {
    database.run("DELETE FROM event WHERE seq = 5");
    for (int seq = 6; seq < 11; ++seq)
      database.run(fmt::format("UPDATE event SET seq = {} WHERE seq = {}", seq - 1, seq));
  });
  EXPECT_EQ(whole().said, "Event 5 is not in its place: its bytes say that it is event 6.");
}

TEST_F(Verify, NamesTheFirstOfTwoThatWereSwapped) {
  attack([&](const Database& database) {
    database.run("UPDATE event SET seq = 99 WHERE seq = 3");
    database.run("UPDATE event SET seq = 3 WHERE seq = 7");
    database.run("UPDATE event SET seq = 7 WHERE seq = 99");
  });
  EXPECT_EQ(whole().event, 3);
  EXPECT_EQ(said().substr(0, 14), "broken whole 3");
}

TEST_F(Verify, NamesAnEventThatWasPutIn) {
  attack([&](const Database& database) {
    for (int seq = 10; seq >= 5; --seq)
      database.run(fmt::format("UPDATE event SET seq = {} WHERE seq = {}", seq + 1, seq));
    database.run("INSERT INTO event SELECT 5, leaf, body FROM event WHERE seq = 4");
  });
  EXPECT_EQ(said(),
            "broken whole 5: Event 5 is not in its place: its bytes say that it is event "
            "4.\n" +
                all_evidence);
}

TEST_F(Verify, NamesAForgedEventAtTheEndThatDoesNotLink) {
  attack([&](const Database& database) {
    database.run("INSERT INTO event SELECT 11, leaf, body FROM event WHERE seq = 10");
    replace(database, 11, swapped(body(database, 10), "\"seq\":10", "\"seq\":11"));
  });
  EXPECT_EQ(whole().said,
            "Event 10 was altered or replaced together with its hash: event 11 names another.");
}

// One event at the end, forged with the right link.
struct Forged : Verify {
  std::string verdict(const std::function<std::string(std::string)>& forge) {
    attack([&](const Database& database) {
      database.run("INSERT INTO event SELECT 11, leaf, body FROM event WHERE seq = 10");
      std::string bytes = swapped(body(database, 10), "\"seq\":10", "\"seq\":11");
      bytes.replace(bytes.find("\"prev\":\"") + 8, 64, hex(leaf_hash(body(database, 10))));
      const auto mono = bytes.find("\"mono_ns\":") + 10;
      bytes.replace(mono, bytes.find(',', mono) - mono, "9007199254740992");
      replace(database, 11, forge(bytes));
    });
    return said();
  }
};

TEST_F(Forged, IsWholeIfItIsAsTheLedgerWritesIt) {
  EXPECT_EQ(verdict([](auto bytes) { return bytes; }),
            swapped(all_events, "11", "12") + all_evidence);
}

TEST_F(Forged, IsFoundIfItIsNotCanonical) {
  EXPECT_EQ(verdict([](auto bytes) { return swapped(bytes, ",\"def\"", ", \"def\""); }),
            "broken whole 11: Event 11 is not written as events are.\n" + all_evidence);
}

TEST_F(Forged, IsFoundIfItHasAnotherField) {
  EXPECT_EQ(verdict([](auto bytes) {
              bytes.back() = ',';
              return bytes + "\"z\":1}";
            }),
            "broken whole 11: Event 11 is not written as events are.\n" + all_evidence);
}

TEST_F(Forged, IsFoundIfItsTypeIsNoneOfOurs) {
  EXPECT_EQ(verdict([](auto bytes) { return swapped(bytes, "report.issued", "report.denied"); }),
            "broken whole 11: Event 11 is of a kind that no ledger has.\n" + all_evidence);
}

TEST_F(Forged, IsFoundIfItBeginsTheLedgerAnew) {
  EXPECT_EQ(verdict([](auto bytes) { return swapped(bytes, "report.issued", "ledger.genesis"); }),
            "broken whole 11: Event 11 begins a ledger anew.\n" + all_evidence);
}

TEST_F(Forged, IsFoundIfItsClockRanBackWithinTheBoot) {
  EXPECT_EQ(verdict([](auto bytes) { return swapped(bytes, "9007199254740992", "5"); }),
            "broken whole 11: Event 11 was written before event 10: the clock that never goes "
            "back says so.\n" +
                all_evidence);
}

TEST_F(Forged, IsToldOfIfTheWallClockWasSetBack) {
  EXPECT_EQ(verdict([](auto bytes) { return swapped(bytes, "\"ts\":\"20", "\"ts\":\"19"); }),
            "proved whole -: 12 events: every byte, every link, every position. The wall clock was "
            "set back before event 11.\n" +
                all_evidence);
}

TEST_F(Verify, NamesEvidenceThatWasAltered) {
  attack(
      "UPDATE blob SET body = CAST('migrated nothing at all' AS BLOB) "
      "WHERE CAST(body AS TEXT) LIKE 'migrated a3f9%'");
  const std::string digest = hex_of("migrated a3f9-k2mt\n");
  EXPECT_EQ(said(), all_events + "broken evidence 4: Evidence " + digest +
                        " was altered: its bytes no longer give the digest that event 4 names.\n");
}

TEST_F(Verify, NamesEvidenceThatIsMissing) {
  attack("DELETE FROM blob WHERE CAST(body AS TEXT) LIKE 'migrated b000%'");
  const std::string digest = hex_of("migrated b000-0001\n");
  EXPECT_EQ(said(), all_events + "broken evidence 8: Evidence " + digest +
                        " is missing; event 8 cites it.\n");
}

TEST_F(Verify, NamesEvidenceThatNobodyCites) {
  const std::string digest = hex_of("planted");
  attack("INSERT INTO blob VALUES (x'" + digest + "', CAST('planted' AS BLOB))");
  EXPECT_EQ(said(),
            all_events + "broken evidence -: Evidence " + digest + " is cited by no event.\n");
}

TEST_F(Verify, ReadsLargeEvidencePieceByPiece) {
  const std::string large(3 << 20, 'x');
  Ledger::open(path).append({{.type = "check.result", .evidence = {{"o", "text/plain", large}}}});
  EXPECT_TRUE(verify(path, {}).whole());
  attack(
      "UPDATE blob SET body = CAST(replace(body, 'xx', 'xy') AS BLOB) WHERE length(body) > 99999");
  EXPECT_EQ(verify(path, {}).proofs.at(1).event, 11);
}

// Every column of every table, as the file itself tells them: what is added to the
// tables later is attacked, too.
TEST_F(Verify, FindsOneByteChangedInAnyColumnOfAnyRow) {
  std::vector<std::array<std::string, 3>> places;  // table, column, row
  {
    const Database database(path, Database::Access::read);
    Statement columns = database.prepare(
        "SELECT t.name, c.name FROM sqlite_schema t, pragma_table_info(t.name) c "
        "WHERE t.type = 'table'");
    while (columns.step()) {
      const std::string table(columns.bytes(0)), column(columns.bytes(1));
      Statement rows = database.prepare("SELECT rowid FROM " + table);
      while (rows.step()) places.push_back({table, column, std::string(rows.bytes(0))});
    }
  }
  EXPECT_EQ(places.size(), 11u * 3 + 5u * 2);
  const std::string untouched = file_text(path);
  for (const auto& [table, column, row] : places) {
    std::string digest;
    attack([&, table = table, column = column, row = row](const Database& database) {
      const std::string where = " FROM " + table + " WHERE rowid = " + row;
      if (table == "blob") digest = database.text("SELECT lower(hex(sha256))" + where);
      std::string value = database.text("SELECT " + column + where);
      const bool number = database.text("SELECT typeof(" + column + ")" + where) == "integer";
      value[value.size() / 2] = static_cast<char>(value[value.size() / 2] ^ 1);
      Statement update =
          database.prepare("UPDATE " + table + " SET " + column + " = ?1 WHERE rowid = " + row);
      if (number)
        update.bind(1, std::int64_t{1000} + std::stoll(row)).step();
      else
        update.bind_blob(1, value).step();
    });
    const Verification told = verify(path, {});
    const Proof& proof = told.proofs.at(table == "event" ? 0 : 1);
    EXPECT_EQ(proof.verdict, "broken") << table << "." << column << " of " << row;
    if (table == "event")
      EXPECT_EQ(proof.event, std::stoll(row)) << column << ": " << proof.said;
    else
      EXPECT_NE(proof.said.find(digest), std::string::npos) << column << ": " << proof.said;
    write_file(path, untouched);
  }
}

TEST_F(Verify, FindsGuardsThatAreGone) {
  Database(path, Database::Access::write).run("DROP TRIGGER event_stays_as_it_is");
  EXPECT_EQ(said(), "broken whole -: The trigger event_stays_as_it_is is missing from the file.\n" +
                        all_evidence);
}

TEST_F(Verify, FindsWhatNoLedgerHas) {
  Database(path, Database::Access::write).run("CREATE TABLE note(text)");
  EXPECT_EQ(said(),
            "broken whole -: The file holds something that no ledger has: the table note.\n" +
                all_evidence);
}

TEST_F(Verify, ReadsNothingOutOfATableThatIsNotOurs) {
  const Database database(path, Database::Access::write);
  database.run("ALTER TABLE event RENAME TO hidden");
  database.run("CREATE VIEW event AS SELECT 0 AS seq, x'00' AS leaf, x'00' AS body");
  const Verification told = verify(path, head);
  EXPECT_EQ(told.proofs.at(0).verdict, "broken");
  EXPECT_EQ(told.proofs.at(1).verdict, "not_provable");
  EXPECT_EQ(told.proofs.at(2).verdict, "broken");
  EXPECT_EQ(told.head.size, 0);
}

TEST_F(Verify, FindsThatTheTablesAreGone) {
  const Database database(path, Database::Access::write);
  database.run("DROP TABLE event");
  EXPECT_FALSE(verify(path, {}).whole());
}

TEST_F(Verify, SaysWhatAFileIsThatIsNoLedger) {
  for (const std::string& text : {std::string(), std::string("hello"), std::string(9999, '\0'),
                                  "SQLite format 3" + std::string(5000, '\0')}) {
    write_file(path, text);
    const Verification told = verify(path, head);
    EXPECT_FALSE(told.whole());
    ASSERT_EQ(told.proofs.size(), 3u);
    EXPECT_EQ(told.proofs[0].verdict, "broken");
    EXPECT_NE(told.proofs[2].verdict, "proved");
  }
}

TEST_F(Verify, SaysThatAFileIsNotThere) {
  EXPECT_THROW(verify(path + ".not", {}), Error);
}

TEST_F(Verify, FindsACutAnywhereOrReadsAShorterLedger) {
  const std::string untouched = file_text(path);
  const Ledger ledger = Ledger::read(path);
  for (std::size_t size = 0; size < untouched.size(); size += size < 200 ? 7 : 397) {
    const std::string cut = folder + "/cut.db";
    write_file(cut, untouched.substr(0, size));
    const Verification told = verify(cut, {});
    if (told.whole()) {
      EXPECT_EQ(told.head.root, ledger.head(told.head.size).root) << size;
    }
    EXPECT_FALSE(verify(cut, head).whole()) << size;
  }
}

// Much of a file is not what it says: counters, free space. What is said stays true.
TEST_F(Verify, NeverMisreadsAFileInWhichAByteWasChanged) {
  const std::string untouched = file_text(path);
  const std::string bent_path = folder + "/bent.db";
  std::size_t found = 0, tried = 0;
  for (std::size_t at = 0; at < untouched.size(); at += 61, ++tried) {
    std::string bent = untouched;
    bent[at] = static_cast<char>(bent[at] ^ 0x55);
    write_file(bent_path, bent);
    try {
      const Verification told = verify(bent_path, {});
      if (told.whole())
        EXPECT_EQ(told.head.root, head.root) << at;
      else
        ++found;
    } catch (const Error&) {
      ++found;
    }
  }
  EXPECT_GT(found, tried / 4);
}

TEST_F(Verify, ReadsWhatAKilledWriterLeftBesideTheFile) {
  const pid_t child = fork();
  if (child == 0) {
    Ledger ledger = Ledger::open(path);
    ledger.append({{.type = "ledger.opened"}});
    raise(SIGKILL);
  }
  waitpid(child, nullptr, 0);
  ASSERT_TRUE(std::filesystem::exists(path + "-wal"));
  const Verification told = verify(path, {});
  EXPECT_EQ(told.head.size, 12);
  EXPECT_TRUE(told.whole());
  // A copy without it is a shorter ledger: only the line tells.
  const std::string copy = folder + "/copy.db";
  std::filesystem::copy_file(path, copy);
  EXPECT_EQ(verify(copy, {}).head.size, 11);
  EXPECT_EQ(verify(copy, told.head).proofs.at(2).said,
            "The line tells of 12 events, the ledger has 11.");
}

TEST_F(Verify, MayRunWhileSomebodyWrites) {
  Ledger ledger = Ledger::open(path);
  ledger.append({{.type = "ledger.opened"}});
  EXPECT_EQ(verify(path, ledger.head()).proofs.at(2).verdict, "proved");
  ledger.append({{.type = "ledger.opened"}});
  EXPECT_EQ(verify(path, {}).head.size, 13);
}

}  // namespace
}  // namespace interlock
