// IXP Manager 6.3.1 and 6.4.2, as much of them as an upgrade meets. Two of the five
// migrations that are pending are older by name than the last that was applied.
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
     "ALTER TABLE cust ADD in_manrs tinyint(1) NOT NULL DEFAULT 0"}};

constexpr const char* views =
    "DROP VIEW IF EXISTS view_cust_current_active;\n"
    "CREATE VIEW view_cust_current_active AS SELECT * FROM cust cu WHERE cu.status = 1;\n"
    "DROP VIEW IF EXISTS view_vlaninterface_details_by_custid;\n"
    "CREATE VIEW view_vlaninterface_details_by_custid AS\n"
    "  SELECT vli.id, vli.custid, vli.notes FROM vlaninterface vli;\n"
    "DROP VIEW IF EXISTS view_switch_details_by_custid;\n"
    "CREATE VIEW view_switch_details_by_custid AS\n"
    "  SELECT cu.id, sw.hostname FROM cust cu JOIN switch sw ON sw.custid = cu.id;\n"
    "DELIMITER ;;\n"
    "DROP TRIGGER IF EXISTS bgp_sessions_update;;\n"
    "CREATE TRIGGER bgp_sessions_update AFTER INSERT ON bgpsessiondata FOR EACH ROW BEGIN\n"
    "  INSERT INTO bgp_sessions (packetcount) VALUES (NEW.packetcount);\nEND;;\n"
    "DELIMITER ;\n";

IxpKind::Files of_release(const std::string& version, const std::string& laravel) {
  IxpKind::Files files = {
      {".gitignore", "/.env\n/vendor\n/public/bower_components\n/storage/*\n/bootstrap/cache/*\n"},
      {"artisan", "#!/usr/bin/env php\n"},
      {"version.php", "<?php\ndefine('APPLICATION_VERSION', '" + version + "');\n"},
      {"composer.lock",
       R"({"packages": [{"name": "laravel/framework", "version": ")" + laravel + "\"}]}\n"},
      {"tools/sql/views.sql", views}};
  for (const std::string& migration : migrations_of(version)) {
    const auto sql = sql_of_migrations.find(migration);
    files["database/migrations/" + migration + ".php"] =
        "<?php\n/*\n" + (sql == sql_of_migrations.end() ? "SELECT 1" : sql->second) + "\n*/\n";
  }
  return files;
}

std::string database() {
  std::string sql =
      "CREATE TABLE migrations (id int unsigned AUTO_INCREMENT PRIMARY KEY,"
      " migration varchar(255) NOT NULL, batch int NOT NULL);\n"
      "CREATE TABLE cust (id int PRIMARY KEY, name varchar(255), status smallint);\n"
      "CREATE TABLE switch (id int PRIMARY KEY, custid int, hostname varchar(255));\n"
      "CREATE TABLE vlan (id int PRIMARY KEY, name varchar(255));\n"
      "CREATE TABLE vlaninterface (id int PRIMARY KEY, custid int, notes text);\n"
      "CREATE TABLE routers (id int PRIMARY KEY, handle varchar(255), last_updated datetime "
      "NULL);\n"
      "CREATE TABLE company_registration_detail (id int PRIMARY KEY, registeredName text);\n"
      "CREATE TABLE company_billing_detail (id int PRIMARY KEY, billingContactName text);\n"
      "CREATE TABLE bgpsessiondata (id int AUTO_INCREMENT PRIMARY KEY, packetcount int);\n"
      "CREATE TABLE bgp_sessions (id int AUTO_INCREMENT PRIMARY KEY, packetcount int);\n"
      "INSERT INTO cust VALUES (1, 'an exchange', 1), (2, 'gone', 3);\n"
      "INSERT INTO switch VALUES (1, 1, 'swi1');\n"
      "INSERT INTO vlan VALUES (1, 'peering');\n"
      "INSERT INTO vlaninterface VALUES (1, 1, 'the first');\n"
      "INSERT INTO routers VALUES (1, 'rs1-ipv4', '2024-01-01 10:00:00');\n";
  for (const std::string& migration : migrations_of("6.3.1"))
    sql += "INSERT INTO migrations (migration, batch) VALUES ('" + migration + "', 1);\n";
  return sql + views;
}

}  // namespace

const IxpKind& ixp_6() {
  static const IxpKind kind{"ixp-manager-6",
                            "6.3.1",
                            "6.4.2",
                            "PHP 8.2.36 (cli)",
                            of_release("6.3.1", "v8.83.27"),
                            of_release("6.4.2", "v9.52.18"),
                            false,
                            database()};
  return kind;
}

}  // namespace interlock
