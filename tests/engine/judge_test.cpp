#include "engine/judge.h"

#include <gtest/gtest.h>

#include "engine/error.h"

namespace interlock {
namespace {

// A dump and the database that it came from: two systems, two frameworks.
const Check rows_kept = {
    .id = "data.rows_kept",
    .asks = "Are the rows still there?",
    .because = "They are the users'.",
    .remedy = "Go back.",
    .params = {{"dump", "the file"},
               {"framework", "whose tables", Kind::text, "laravel"},
               {"older_than", "how old", Kind::duration, "2m"}},
    .probes = {{.files = "dump_tables $1", .binds = {"dump"}},
               {.mysql = "SELECT a", .binds = {"older_than"}, .when = {"framework", "laravel"}},
               {.mysql = "SELECT b", .when = {"framework", "django"}, .as_application = true}},
    .patience = std::chrono::seconds(60),
    .judge =
        [](const Evidence& seen) {
          return pass(std::to_string(seen.answer(1).integer(0, "n")) + " rows were there.");
        },
    .samples = {},
};

Machine machine() {
  Machine machine;
  machine.endpoints["database"] = {System::mysql, {}, false, {}};
  machine.with = {{"dump", "/backups/today"}};
  return machine;
}

TEST(Errands, GoToTheSystemThatCanAnswerEachQuestion) {
  const Arguments arguments = arguments_of(rows_kept, Guard{}, machine());
  const auto errands = errands_of(rows_kept, arguments, "", systems_of(machine()));
  ASSERT_EQ(errands.size(), 3u);
  EXPECT_EQ(errands[2], std::nullopt);
  EXPECT_EQ(errands[0],
            (Errand{{"files"}, "dump_tables $1", {"/backups/today"}, rows_kept.patience}));
  EXPECT_EQ(errands[1], (Errand{{"database"}, "SELECT a", {"120"}, rows_kept.patience}));
}

TEST(Errands, LeaveOutWhatIsBoundToAnotherValue) {
  Guard guard;
  guard.with = {{"framework", "django"}};
  const Arguments arguments = arguments_of(rows_kept, guard, machine());
  const auto errands = errands_of(rows_kept, arguments, "", systems_of(machine()));
  ASSERT_EQ(errands.size(), 3u);
  EXPECT_EQ(errands[1], std::nullopt);
  EXPECT_EQ(errands[2]->whom, (Whom{"database", true}));
}

TEST(Errands, LeaveOutWhatIsAskedInAnotherDialectOfTheSamePlace) {
  Check check = rows_kept;
  check.probes = {{.postgres = "SELECT a", .mysql = "SELECT b"}, {.mysql = "SELECT c"}};
  const Systems both = {{"old", System::mysql}, {"new", System::postgres}};
  EXPECT_EQ(errands_of(check, {}, "new", both)[1], std::nullopt);
  EXPECT_EQ(errands_of(check, {}, "old", both)[1]->words, "SELECT c");
}

TEST(Errands, AskInTheWordsThatAreGivenIfTheyOnlyRead) {
  Check check = rows_kept;
  check.probes = {{.postgres = "postgres", .mysql = "mysql", .words_given = true}};
  const Systems systems = {{"database", System::mysql}};
  EXPECT_EQ(errands_of(check, {{"mysql", "SELECT 1"}}, "", systems)[0]->words, "SELECT 1");
  EXPECT_EQ(errands_of(check, {{"mysql", "DROP TABLE t"}}, "", systems)[0], std::nullopt);
  EXPECT_EQ(errands_of(check, {{"postgres", "SELECT 1"}}, "", systems)[0], std::nullopt);
}

TEST(Endpoint, IsNoneWhereTwoCouldAnswer) {
  Machine two = machine();
  two.endpoints = {{"old", {System::mysql, {}, false, {}}},
                   {"new", {System::mysql, {}, false, {}}}};
  EXPECT_EQ(endpoint_for(rows_kept.probes[1], "", systems_of(two)), "");
  EXPECT_EQ(endpoint_for(rows_kept.probes[1], "old", systems_of(two)), "old");
}

TEST(Judge, SaysWhyItCouldNotTell) {
  const Verdict refused = judge(rows_kept, {{{Table{}}, {Unanswered{"42501", "not allowed"}}}, {}});
  EXPECT_EQ(refused.outcome, Outcome::unknown);
  EXPECT_EQ(refused.sentence, "not allowed");
  EXPECT_EQ(judge(rows_kept, {{{Table{}}, {table_of("n \n many")}}, {}}).outcome, Outcome::unknown);
  EXPECT_EQ(judge(rows_kept, {{{Table{}}, {table_of("n \n 7")}}, {}}).outcome, Outcome::pass);
}

TEST(Outcome, OpensOrNot) {
  EXPECT_TRUE(opens(Outcome::warn) && opens(Outcome::not_applicable));
  EXPECT_FALSE(opens(Outcome::unknown) || opens(Outcome::fail));
  EXPECT_TRUE(opens(counted(Outcome::fail, true)));
  EXPECT_EQ(std::max(Outcome::fail, Outcome::unknown), Outcome::fail);
}

}  // namespace
}  // namespace interlock
