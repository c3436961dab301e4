#include "engine/cli/demo_shop.h"

#include <filesystem>
#include <fstream>

#include "engine/error.h"
#include "engine/subprocess.h"

namespace interlock {

namespace fs = std::filesystem;

namespace {

constexpr const char* first_schema = R"(CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INTEGER REFERENCES customers, total INTEGER);
CREATE TABLE jobs (id INTEGER PRIMARY KEY, queue TEXT, payload TEXT, attempts INTEGER,
  reserved_at INTEGER, available_at INTEGER, created_at INTEGER);
CREATE TABLE migrations (id INTEGER PRIMARY KEY, migration TEXT, batch INTEGER);
INSERT INTO customers VALUES (1, 'Ada'), (2, 'Grace'), (3, 'Edsger');
INSERT INTO orders VALUES (1, 1, 1200), (2, 1, 300), (3, 2, 4500), (4, 3, 80);
INSERT INTO jobs SELECT 1, 'default', '{"mail": 1}', 0, NULL, since, since
  FROM (SELECT strftime('%s', 'now') - 600 AS since);
INSERT INTO migrations VALUES (1, '2026_01_10_090000_create_the_shop', 1);
)";

// It changes a part and then breaks off: there is no transaction around it.
constexpr const char* broken_upgrade = R"(ALTER TABLE customers ADD COLUMN email TEXT;
UPDATE customers SET email = lower(name) || '@example.org' WHERE id < 3;
UPDATE customers SET mail = 'edsger@example.org' WHERE id = 3;
INSERT INTO migrations VALUES (2, '2026_06_01_080000_add_email_of_customers', 2);
)";

constexpr const char* sound_upgrade = R"(BEGIN;
ALTER TABLE customers ADD COLUMN email TEXT;
UPDATE customers SET email = lower(name) || '@example.org';
INSERT INTO migrations VALUES (2, '2026_06_01_080000_add_email_of_customers', 2);
COMMIT;
)";

constexpr const char* last_upgrade = R"(BEGIN;
CREATE TABLE coupons (code TEXT PRIMARY KEY, percent INTEGER);
INSERT INTO migrations VALUES (3, '2026_09_01_080000_create_coupons', 3);
COMMIT;
)";

struct ShopRelease {
  const char* version;
  const char* upgrade;
  std::size_t migrations;  // how many of the list below
};
constexpr ShopRelease shop_releases[] = {
    {"1.1.0", broken_upgrade, 2}, {"1.1.1", sound_upgrade, 2}, {"1.2.0", last_upgrade, 3}};
constexpr const char* migrations[] = {"2026_01_10_090000_create_the_shop",
                                      "2026_06_01_080000_add_email_of_customers",
                                      "2026_09_01_080000_create_coupons"};

void write(const fs::path& path, const std::string& text) {
  fs::create_directories(path.parent_path());
  std::ofstream file(path, std::ios::binary);
  file << text;
  if (!file.flush()) throw Error(Error::Kind::input, path.string() + " could not be written.");
}

void must(const Program& program) {
  const Ended ended = run(program);
  if (!ended.ok())
    throw Error(Error::Kind::input,
                program.argv[0] + " failed: " + (ended.why.empty() ? ended.err : ended.why),
                "The demo needs the program sqlite3.");
}

}  // namespace

void shop_sql(const Shop& shop, const std::string& sql) {
  must({.argv = {"sqlite3", "-batch", "-bail", shop.root + "/storage/shop.db", sql}});
}

Shop make_shop(const std::string& folder) {
  Shop shop{folder + "/shop", folder + "/shop-backups"};
  fs::create_directories(shop.root + "/storage/framework");
  fs::create_directories(shop.backups);
  write(shop.root + "/VERSION", "1.0.0\n");
  write(shop.root + "/database/migrations/" + migrations[0] + ".sql", "-- release 1.0.0\n");
  write(shop.root + "/database/upgrade.sql", first_schema);
  shop_sql(shop, first_schema);
  for (const ShopRelease& release : shop_releases) {
    const std::string place = shop.root + "/releases/" + release.version;
    write(place + "/VERSION", std::string(release.version) + "\n");
    write(place + "/database/upgrade.sql", release.upgrade);
    for (std::size_t i = 0; i < release.migrations; ++i)
      write(place + "/database/migrations/" + migrations[i] + ".sql", "-- see upgrade.sql\n");
  }
  back_up(shop);
  const auto old = fs::file_time_type::clock::now() - std::chrono::hours(72);
  fs::last_write_time(shop.backups + "/nightly.sql", old);
  return shop;
}

void let_job_end(const Shop& shop) {
  shop_sql(shop, "DELETE FROM jobs;");
}

void back_up(const Shop& shop) {
  must({.argv = {"sqlite3", "-batch", shop.root + "/storage/shop.db", ".dump"},
        .output = shop.backups + "/nightly.sql"});
}

}  // namespace interlock
