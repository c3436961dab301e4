// What IXP Manager's steps may leave behind, there and back: one run meets it all, one after
// the other, is held each time by the guard that sees it, and is led on when it is gone.
#include <gtest/gtest.h>

#include <functional>

#include "engine/jcs.h"
#include "tests/whole/crashed.h"
#include "tests/whole/ixp_site.h"

namespace interlock {
namespace {

using Act = std::function<void(const IxpSite&)>;

void mended(const IxpSite& site) {
  site.mend();
}

enum class Of { both, release_4, release_6 };

// How a site comes to where these guards hold it, and out of it again.
struct Trap {
  Texts keys;
  Act set, clear = mended;
  Of of = Of::both;
};

// A command says that it has done what it did not do.
Act lies(const char* text) {
  return [=](const IxpSite& site) { site.lies(text); };
}
// A command does what it should, and something is changed then.
Act afterwards(const char* text, const std::string& script) {
  return [=](const IxpSite& site) { site.afterwards(text, script); };
}
Act page(const char* status) {
  return [=](const IxpSite& site) { site.web_says("/", status); };
}
void tells_another_version(const IxpSite& site) {
  site.web_says("/api/v4/ping", "200 OK", R"({"version":"0.0.0"})");
}
Act sql(const char* statement) {
  return [=](const IxpSite& site) { site.sql(statement); };
}
Act shell(const char* command) {
  return [=](const IxpSite& site) { EXPECT_EQ(site.shell(command).exit, 0) << command; };
}
Act both(const Act& one, const Act& other) {
  return [=](const IxpSite& site) {
    one(site);
    other(site);
  };
}

constexpr const char* is_up = "200 OK";
constexpr const char* is_down = "503 Service Unavailable";
const Act tree_restored = both(mended, shell("/usr/bin/git checkout -q artisan"));
const Act an_old_cache = afterwards("config:clear", "echo '<?php' >bootstrap/cache/config.php");
const Act own_column = sql("ALTER TABLE user ADD own int");
const Act no_own_column = sql("ALTER TABLE user DROP own");
const Act renamed = sql("UPDATE migrations SET migration = CONCAT('-', migration)");
const Act renamed_back = sql("UPDATE migrations SET migration = SUBSTRING(migration, 2)");
constexpr const char* narrow =
    "ALTER VIEW view_cust_current_active AS SELECT id FROM cust WHERE status = 1";

constexpr const char* unusable =
    "CREATE TABLE own (id int); ALTER VIEW view_switch_details_by_custid AS SELECT id FROM own;"
    " DROP TABLE own";
void views_made(const IxpSite& site) {
  EXPECT_EQ(site.shell("/usr/bin/mariadb --no-defaults -h127.0.0.1 -P$INTERLOCK_MY_PORT"
                       " -u$INTERLOCK_MY_USER " +
                       site.name + " <tools/sql/views.sql")
                .exit,
            0);
}
const Act door_open = shell("mv storage/framework/down ..");
const Act door_shut = shell("mv ../down storage/framework/down");

const std::vector<Trap> forward = {
    {{"closed/http.status_is@web"}, page(is_up)},
    {{"closed/maintenance.laravel_on@files"},
     both(afterwards("artisan down", "rm storage/framework/down"), page(is_down))},
    {{"backed_up/backup.complete@files"},
     afterwards("bzip2 -9f", "truncate -s -30 ../backups/*.sql.bz2")},
    {{"backed_up/backup.after_quiesce@files"},
     afterwards("bzip2 -9f",
                "for file in ../backups/*.sql.bz2; do bzcat $file | sed 's/^\\(-- Dump completed "
                "on \\).*/\\12001-01-01  0:00:00/' | bzip2 >old && mv old $file; done")},
    {{"backed_up/backup.has_secret@files"},
     afterwards("rsync -a", "sed -i /^APP_KEY=/d ../backups/*/.env")},
    {{"backed_up/maintenance.laravel_on@files"}, door_open, door_shut},
    // F12: nothing was checked out, or something else, or the packages are the old ones.
    {{"checked_out/version.installed_is@files"}, lies("checkout v")},
    {{"checked_out/maintenance.laravel_on@files"}, door_open, door_shut},
    {{"checked_out/code.clean_tree@host"},
     afterwards("checkout v", "echo >>artisan"),
     tree_restored},
    {{"installed/packages.composer_in_sync@files"}, lies("composer --working-dir")},
    {.keys = {"installed/packages.bower_in_sync@files"},
     .set = afterwards("-f update", "rm -r public/bower_components/bootstrap"),
     .of = Of::release_4},
    {.keys = {"installed/files.writable_by@files"},
     .set = afterwards("chmod", "chmod a-w storage"),
     .of = Of::release_6},
    // F11: memcached keeps what it had.
    {{"cleared/cache.restarted_since@cache"}, lies("systemctl restart")},
    // F7: the configuration of the release before, compiled.
    {.keys = {"cleared/files.absent@files"}, .set = an_old_cache, .of = Of::release_4},
    // F18: no migration was applied, or the tables are the old ones.
    {.keys = {"updated/migration.none_pending@database"},
     .set = lies("migrate --force"),
     .of = Of::release_4},
    {.keys = {"migrated/migration.none_pending@database"},
     .set = lies("migrate --force"),
     .of = Of::release_6},
    {{"updated/maintenance.laravel_on@files"}, door_open, door_shut, Of::release_4},
    {{"migrated/maintenance.laravel_on@files"}, door_open, door_shut, Of::release_6},
    {.keys = {"updated/schema.in_sync@database"},
     .set = afterwards("schema:update --force", "sql -e 'ALTER TABLE cust MODIFY name text'"),
     .of = Of::release_4},
    // F10: views that cannot be read, or that lack a column.
    {{"viewed/schema.views_usable@database"},
     afterwards("mariadb -h", std::string("sql -e '") + unusable + "'")},
    {{"viewed/schema.views_current@database"},
     afterwards("mariadb -h", std::string("sql -e '") + narrow + "'")},
    {{"viewed/schema.triggers_present@database"},
     afterwards("mariadb -h", "sql -e 'DROP TRIGGER bgp_sessions_update'")},
    {{"tidied/cache.restarted_since@cache"}, lies("systemctl restart")},
    {{"tidied/files.writable_by@files"},
     afterwards("ch", "chmod a-w storage"),
     both(mended, shell("chmod u+w storage"))},
    {.keys = {"tidied/files.absent@files"}, .set = an_old_cache, .of = Of::release_6},
    {{"open/schema.in_sync@database"}, own_column, no_own_column, Of::release_4},
    {{"open/migration.none_pending@database"}, renamed, renamed_back, Of::release_6},
    {{"open/data.rows_kept@database"},
     sql("DELETE FROM vlaninterface"),
     sql("INSERT INTO vlaninterface (id, custid, notes) VALUES (1, 1, 'the first')")},
    // F9: it says that it is open.
    {{"open/http.status_is@web"}, page(is_down)},
    {{"open/maintenance.laravel_off@files"},
     both(afterwards("artisan up", "echo >storage/framework/down"), page(is_up))},
    {{"upgraded/http.json_has@web"}, tells_another_version},
    {{"upgraded/schema.views_current@database"}, sql(narrow), views_made},
    {{"upgraded/schema.views_usable@database"}, sql(unusable), views_made},
    {{"upgraded/schema.triggers_present@database"},
     sql("DROP TRIGGER bgp_sessions_update"),
     views_made},
    {{"upgraded/schema.in_sync@database"}, own_column, no_own_column, Of::release_4},
    {{"upgraded/migration.none_pending@database"}, renamed, renamed_back, Of::release_6}};

const std::vector<Trap> backward = {
    {{"new_schema/http.status_is@web"}, page(is_up)},
    {{"new_schema/maintenance.laravel_on@files"},
     both(afterwards("artisan down", "rm storage/framework/down"), page(is_down))},
    {{"new_code/schema.same_as@database"},
     afterwards("mariadb -h", "sql -e 'ALTER TABLE vlaninterface ADD KEY own (custid)' || true")},
    {{"new_code/data.same_as@database"},
     afterwards("mariadb -h", "sql -e \"UPDATE cust SET name = 'x'\" || true")},
    {{"new_code/maintenance.laravel_on@files"}, door_open, door_shut},
    {{"new_code/schema.same_as@database", "new_code/schema.views_usable@database"},
     afterwards("mariadb -h", std::string("sql -e '") + unusable + "' || true")},
    {{"old_stale/version.installed_is@files"},
     afterwards("checkout ",
                "sed -i 's/[0-9]\\.[0-9]\\.[0-9]/0.0.0/' $(grep -ls APPLICATION_VERSION version.php"
                " library/IXP/Version.php) && git -c user.name=own -c user.email=own@example.net"
                " commit -qam own")},
    {{"old_stale/packages.composer_in_sync@files"},
     afterwards("rsync", "sed -i s/v[0-9]/v1/ vendor/composer/installed.json")},
    {.keys = {"old_stale/packages.bower_in_sync@files"},
     .set = afterwards("rsync", "rm -rf public/bower_components/bootstrap"),
     .of = Of::release_4},
    {{"old_stale/code.clean_tree@host"}, afterwards("checkout ", "echo >>artisan"), tree_restored},
    {{"old_closed/cache.restarted_since@cache"}, lies("systemctl restart")},
    {.keys = {"old_closed/files.absent@files"}, .set = an_old_cache, .of = Of::release_4},
    {.keys = {"old_closed/files.writable_by@files"},
     .set = afterwards("chmod", "chmod a-w storage"),
     .of = Of::release_6},
    {{"recovered/http.status_is@web"}, page(is_down)},
    {.keys = {"recovered/maintenance.laravel_off@files"},
     .set = both(afterwards("artisan up", "echo >storage/framework/down"), page(is_up)),
     .of = Of::release_4},
    {.keys = {"recovered/http.json_has@web", "recovered/maintenance.laravel_off@files"},
     .set = both(afterwards("artisan up", "echo >storage/framework/down"), page(is_up)),
     .of = Of::release_6},
    {.keys = {"recovered/http.json_has@web"}, .set = tells_another_version, .of = Of::release_6}};

// Each step is tried once at a time, and nothing is waited for.
void hasten(IxpSite& site, const Known& known) {
  site.hasten(known);
  const std::string file = "machines/" + site.kind.machine + ".json";
  Value machine = json(site.desk.read(file));
  Value::List transitions = machine["transitions"].list();
  for (Value& transition : transitions) {
    if (!transition["attempts"].null()) transition.set("attempts", 1);
    if (!transition["wait"].null()) transition.set("wait", "1s");
  }
  machine.set("transitions", std::move(transitions));
  site.desk.write(file, canonical(machine));
}

struct MisledIxp : testing::TestWithParam<const IxpKind& (*)()> {
  std::unique_ptr<IxpSite> site;

  void SetUp() override {
    const std::string why = missing_for(GetParam()());
    if (!why.empty()) GTEST_SKIP() << why;
    site = std::make_unique<IxpSite>(GetParam()());
    hasten(*site, Known(site->kind.machine));
  }
  // Through every trap, and past the last.
  Typed led_through(const std::vector<Trap>& traps, const std::function<Typed()>& begin) {
    std::function<Typed()> go = begin;
    for (const Trap& trap : traps) {
      if (trap.of == (site->kind.doctrine ? Of::release_6 : Of::release_4)) continue;
      SCOPED_TRACE(trap.keys.front());
      trap.set(*site);
      const Typed typed = go();
      EXPECT_EQ(typed.exit, 1) << typed.out << typed.err;
      EXPECT_EQ(refused_now(site->desk), trap.keys) << typed.out;
      trap.clear(*site);
      if (HasFailure()) return typed;
      go = [this] { return site->desk.interlock({"retry"}); };
    }
    return {};
  }
};
INSTANTIATE_TEST_SUITE_P(Of, MisledIxp, testing::Values(ixp_4, ixp_6), [](const auto& test) {
  return "Release" + test.param().from.substr(0, 1);
});

TEST_P(MisledIxp, IsHeldByWhatSeesItAndByNothingElse) {
  const std::string before = site->contents();
  led_through(forward, [&] { return site->type("run", {"--yes", site->target}); });
  ASSERT_FALSE(HasFailure());
  const Typed asked = site->desk.interlock({"back", "--yes"});
  EXPECT_EQ(asked.exit, 9) << asked.out << asked.err;
  EXPECT_EQ(refused_now(site->desk), Texts{"new_schema/operator.confirms@operator"});
  EXPECT_TRUE(say_yes(site->desk, asked));
  led_through(backward, [&] { return site->desk.interlock({"resume"}); });
  ASSERT_FALSE(HasFailure());
  const Typed back = site->desk.interlock({"retry"});
  EXPECT_EQ(back.exit, 8) << back.out << back.err;
  EXPECT_EQ(site->contents(), before);
  const Typed conform = site->desk.interlock({"audit", "conform"});
  EXPECT_EQ(conform.exit, 0) << conform.out << conform.err;
}

}  // namespace
}  // namespace interlock
