// IXP Manager 6.3.1 and 6.4.2, as much of them as an upgrade meets, and the two hops between
// series: 5.8.0 and 6.0.1, 6.4.2 and 7.0.1. Two of the five migrations between the first two
// are older by name than the last that was applied.
#include <algorithm>

#include "engine/cli/session.h"
#include "tests/whole/ixp_site.h"

namespace interlock {

namespace {

std::vector<std::string> migrations_of(const std::string& version) {
  const Catalogue catalogue = catalogue_in(releases_of("IXP Manager", {}));
  const Release* release = find_release(catalogue, version);
  return release ? release->migrations : std::vector<std::string>();
}

const std::map<std::string, std::string> sql_of_migrations = {
    {"2020_07_21_094354_create_route_server_filters",
     "CREATE TABLE route_server_filters (id int PRIMARY KEY, customer_id int)"},
    {"2020_09_03_153723_add_timestamps",
     "ALTER TABLE cust CHANGE created created_at datetime NULL;\n"
     "ALTER TABLE routers CHANGE last_updated updated_at datetime NULL,\n"
     "  ADD created_at timestamp NULL"},
    {"2020_09_18_095136_delete_ixp_table", "DROP TABLE customer_to_ixp;\nDROP TABLE ixp"},
    {"2021_06_11_141137_update_db_doctrine2eloquent",
     "ALTER TABLE cabinet CHANGE cololocation colocation varchar(255) NULL"},
    {"2021_07_20_134716_fix_last_updated_and_timestamps",
     "ALTER TABLE routers ADD last_updated datetime NULL"},
    {"2021_09_21_100354_create_route_server_filters_prod",
     "CREATE TABLE route_server_filters_prod (id int PRIMARY KEY, customer_id int)"},
    {"2021_09_21_162700_rs_pairing",
     "ALTER TABLE routers ADD pair_id int NULL, ADD pause_updates tinyint(1) NOT NULL DEFAULT 0,\n"
     "  ADD last_update_started datetime NULL"},
    {"2023_09_26_191150_add_registration_details",
     "ALTER TABLE company_registration_detail ADD notes text NULL;\n"
     "ALTER TABLE company_billing_detail ADD purchaseOrderNumber varchar(50) NULL, ADD notes text "
     "NULL"},
    {"2024_03_18_191322_add_export_to_ixf_vlan",
     "ALTER TABLE vlan ADD export_to_ixf tinyint(1) NOT NULL DEFAULT 1;\n"
     "ALTER TABLE cust ADD in_manrs tinyint(1) NOT NULL DEFAULT 0"},
    {"2024_08_10_125003_create_irrdb_update_logs",
     "CREATE TABLE irrdb_update_logs (id int PRIMARY KEY, cust_id int UNIQUE)"},
    {"2024_09_05_111855_create_p2p_daily_stats_table",
     "CREATE TABLE p2p_daily_stats (id int PRIMARY KEY, cust_id int, day date)"}};

std::string sql_of(const std::string& migration) {
  const auto sql = sql_of_migrations.find(migration);
  return sql == sql_of_migrations.end() ? "SELECT 1" : sql->second;
}

// What a location is called in a cabinet was misspelled up to the end of 5.
std::string views_of(const std::string& version) {
  const std::string place = version < "6" ? "cololocation" : "colocation";
  return "DROP VIEW IF EXISTS view_cust_current_active;\n"
         "CREATE VIEW view_cust_current_active AS SELECT * FROM cust cu WHERE cu.status = 1;\n"
         "DROP VIEW IF EXISTS view_vlaninterface_details_by_custid;\n"
         "CREATE VIEW view_vlaninterface_details_by_custid AS\n"
         "  SELECT vli.id, vli.custid, vli.notes FROM vlaninterface vli;\n"
         "DROP VIEW IF EXISTS view_switch_details_by_custid;\n"
         "CREATE VIEW view_switch_details_by_custid AS\n"
         "  SELECT cu.id, sw.hostname, ca." +
         place +
         "\n"
         "    FROM cust cu JOIN switch sw ON sw.custid = cu.id\n"
         "    JOIN cabinet ca ON ca.id = sw.cabinetid;\n"
         "DELIMITER ;;\n"
         "DROP TRIGGER IF EXISTS bgp_sessions_update;;\n"
         "CREATE TRIGGER bgp_sessions_update AFTER INSERT ON bgpsessiondata FOR EACH ROW BEGIN\n"
         "  INSERT INTO bgp_sessions (packetcount) VALUES (NEW.packetcount);\nEND;;\n"
         "DELIMITER ;\n";
}

IxpKind::Files of_release(const std::string& version, const std::string& laravel) {
  const char* views =
      version < "7" ? "tools/sql/views.sql" : "resources/views/database/views.foil.sql";
  IxpKind::Files files = {
      {".gitignore", "/.env\n/vendor\n/public/bower_components\n/storage/*\n/bootstrap/cache/*\n"},
      {"artisan", "#!/usr/bin/env php\n"},
      {"version.php", "<?php\ndefine('APPLICATION_VERSION', '" + version + "');\n"},
      {"composer.lock",
       R"({"packages": [{"name": "laravel/framework", "version": ")" + laravel + "\"}]}\n"},
      {views, views_of(version)}};
  for (const std::string& migration : migrations_of(version))
    files["database/migrations/" + migration + ".php"] =
        "<?php\n/*\n" + sql_of(migration) + "\n*/\n";
  return files;
}

constexpr const char* at_the_end_of_5 =
    "CREATE TABLE migrations (id int unsigned AUTO_INCREMENT PRIMARY KEY,"
    " migration varchar(255) NOT NULL, batch int NOT NULL);\n"
    "CREATE TABLE ixp (id int PRIMARY KEY, name varchar(255));\n"
    "CREATE TABLE customer_to_ixp (customer_id int, ixp_id int);\n"
    "CREATE TABLE cust (id int PRIMARY KEY, name varchar(255), status smallint, created date "
    "NULL);\n"
    "CREATE TABLE cabinet (id int PRIMARY KEY, cololocation varchar(255) NULL);\n"
    "CREATE TABLE switch (id int PRIMARY KEY, custid int, cabinetid int, hostname varchar(255));\n"
    "CREATE TABLE vlan (id int PRIMARY KEY, name varchar(255));\n"
    "CREATE TABLE vlaninterface (id int PRIMARY KEY, custid int, notes text);\n"
    "CREATE TABLE routers (id int PRIMARY KEY, handle varchar(255), last_updated datetime "
    "NULL);\n"
    "CREATE TABLE company_registration_detail (id int PRIMARY KEY, registeredName text);\n"
    "CREATE TABLE company_billing_detail (id int PRIMARY KEY, billingContactName text);\n"
    "CREATE TABLE bgpsessiondata (id int AUTO_INCREMENT PRIMARY KEY, packetcount int);\n"
    "CREATE TABLE bgp_sessions (id int AUTO_INCREMENT PRIMARY KEY, packetcount int);\n"
    "INSERT INTO ixp VALUES (1, 'the exchange');\n"
    "INSERT INTO customer_to_ixp VALUES (1, 1), (2, 1);\n"
    "INSERT INTO cust VALUES (1, 'an exchange', 1, '2019-01-01'), (2, 'gone', 3, NULL);\n"
    "INSERT INTO cabinet VALUES (1, 'rack 7');\n"
    "INSERT INTO switch VALUES (1, 1, 1, 'swi1');\n"
    "INSERT INTO vlan VALUES (1, 'peering');\n"
    "INSERT INTO vlaninterface VALUES (1, 1, 'the first');\n"
    "INSERT INTO routers VALUES (1, 'rs1-ipv4', '2024-01-01 10:00:00');\n";

std::string database_of(const std::string& version) {
  std::string sql = at_the_end_of_5;
  const auto before = migrations_of("5.8.0");
  for (const std::string& migration : migrations_of(version)) {
    if (std::find(before.begin(), before.end(), migration) == before.end())
      sql += sql_of(migration) + ";\n";
    sql += "INSERT INTO migrations (migration, batch) VALUES ('" + migration + "', 1);\n";
  }
  return sql + views_of(version);
}

IxpKind kind_of(const std::string& from, const std::string& to, const std::string& php) {
  const auto laravel = [](const std::string& version) {
    return version < "6"     ? "v5.8.38"
           : version < "6.1" ? "v8.56.0"
           : version < "6.4" ? "v8.83.27"
           : version < "7"   ? "v9.52.18"
                             : "v12.25.0";
  };
  return {"ixp-manager-6",
          from,
          to,
          "PHP " + php + " (cli)",
          of_release(from, laravel(from)),
          of_release(to, laravel(to)),
          false,
          database_of(from)};
}

}  // namespace

const IxpKind& ixp_6() {
  static const IxpKind kind = kind_of("6.3.1", "6.4.2", "8.2.36");
  return kind;
}

const IxpKind& ixp_5_to_6() {
  static const IxpKind kind = kind_of("5.8.0", "6.0.1", "8.0.30");
  return kind;
}

const IxpKind& ixp_6_to_7() {
  static const IxpKind kind = kind_of("6.4.2", "7.0.1", "8.4.11");
  return kind;
}

}  // namespace interlock
