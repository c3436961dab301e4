// What Convoy's own tables say of its work, and of jobs of Laravel that failed.
#include "tests/live/asker.h"
#include "tests/live/servers.h"
#include "tests/live/throwaway.h"

namespace interlock::live {
namespace {

// As releases until 3.8 have them, where a deleted server stays as a row.
const std::vector<std::string> convoy_tables = {
    "CREATE TABLE servers (id bigint unsigned AUTO_INCREMENT PRIMARY KEY, name varchar(255),"
    " status varchar(255), updated_at timestamp NULL, deleted_at timestamp NULL)",
    "CREATE TABLE backups (id bigint unsigned AUTO_INCREMENT PRIMARY KEY, name varchar(255),"
    " completed_at timestamp NULL, updated_at timestamp NULL, deleted_at timestamp NULL)",
    "CREATE TABLE iso_library (id bigint unsigned AUTO_INCREMENT PRIMARY KEY, name varchar(255),"
    " completed_at timestamp NULL, updated_at timestamp NULL)",
    "CREATE TABLE failed_jobs (id bigint unsigned AUTO_INCREMENT PRIMARY KEY, queue text)"};

struct Convoy : testing::Test {
  void SetUp() override {
    INTERLOCK_NEEDS(mysql());
    panel.emplace(mysql(), convoy_tables);
  }
  void write(const std::string& statement) const { write_to(panel->address(), {statement}); }
  Verdict idle() const { return Asker{"queue.convoy_idle", panel->address()}.verdict(); }

  std::optional<Throwaway> panel;
};

TEST_F(Convoy, IsIdleWhateverHasEnded) {
  write("INSERT INTO servers (name, status) VALUES ('a', NULL), ('b', 'install_failed')");
  write("INSERT INTO servers (name, status, deleted_at) VALUES ('c', 'deleting', NOW())");
  write("INSERT INTO backups (name, completed_at) VALUES ('nightly', NOW())");
  write("INSERT INTO backups (name, deleted_at) VALUES ('gone', NOW())");
  EXPECT_EQ(idle().sentence,
            "Nothing was being installed, restored, deleted, backed up or downloaded.");
}
TEST_F(Convoy, IsAtWork) {
  write(
      "INSERT INTO servers (name, status, updated_at) VALUES"
      " ('a', 'installing', UTC_TIMESTAMP()),"
      " ('b', 'deleting', UTC_TIMESTAMP() - INTERVAL 9 HOUR)");
  write("INSERT INTO backups (name, updated_at) VALUES ('nightly', UTC_TIMESTAMP())");
  write("INSERT INTO iso_library (name) VALUES ('debian')");
  EXPECT_EQ(idle().sentence,
            "Convoy was at work: backup nightly (unfinished), ISO debian (unfinished), server a "
            "(installing). Stuck: server b (deleting, untouched for 9 h).");
}
TEST_F(Convoy, IsAskedWithoutSoftDeletesToo) {
  write("ALTER TABLE servers DROP COLUMN deleted_at");
  EXPECT_EQ(idle().outcome, Outcome::pass) << idle().sentence;
}
TEST_F(Convoy, IsUnknownWhereATableCannotBeRead) {
  const Account watch(panel->address(), "watch",
                      {"GRANT SELECT ON " + panel->address().name + ".servers TO $u"});
  const Verdict verdict = Asker{"queue.convoy_idle", watch.address()}.verdict();
  EXPECT_EQ(verdict.outcome, Outcome::unknown);
  EXPECT_EQ(verdict.objects, (std::vector<std::string>{"backups", "iso_library"}));
}
TEST_F(Convoy, HasNoMoreFailedJobsThanThen) {
  const Asker asker{"queue.failed_jobs_kept", panel->address()};
  write("INSERT INTO failed_jobs (queue) VALUES ('default')");
  const auto then = asker.replies();
  EXPECT_EQ(asker.verdict(then).sentence, "1 failed job was on record, no more than then.");
  write("INSERT INTO failed_jobs (queue) VALUES ('default'), ('default')");
  EXPECT_EQ(asker.verdict(then).sentence, "3 failed jobs were on record, 2 more than then.");
}
TEST_F(Convoy, HasNoFailedJobsWithoutTheirTable) {
  write("DROP TABLE failed_jobs");
  const Asker asker{"queue.failed_jobs_kept", panel->address()};
  EXPECT_EQ(asker.verdict(asker.replies()).outcome, Outcome::not_applicable);
}

}  // namespace
}  // namespace interlock::live
