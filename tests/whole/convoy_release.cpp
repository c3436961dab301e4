#include "tests/whole/convoy_release.h"

#include <algorithm>
#include <map>
#include <memory>

#include "engine/cli/session.h"
#include "tests/whole/own_mariadb.h"

namespace interlock {

namespace {

const std::map<std::string, std::string> made = {
    {"2023_04_07_014605_remove_soft_deletes_from_users_table",
     "DELETE FROM users WHERE deleted_at IS NOT NULL;\nALTER TABLE users DROP deleted_at;\n"},
    {"2023_04_07_015233_remove_soft_deletes_from_servers_table",
     "DELETE FROM servers WHERE deleted_at IS NOT NULL;\nALTER TABLE servers DROP deleted_at;\n"},
    {"2023_04_28_000000_rename_password_resets_table",
     "RENAME TABLE password_resets TO password_reset_tokens;\n"},
    {"2023_05_11_042803_make_node_secret_column_a_text_type_in_nodes_table",
     "ALTER TABLE nodes MODIFY secret text NOT NULL;\n"},
    {"2023_05_11_042804_make_node_secret_encrypted_in_nodes_table",
     "UPDATE nodes SET secret = TO_BASE64(CONCAT('encrypted ', secret));\n"},
    {"2023_05_20_200644_add_coterm_enabled_column_to_nodes_table",
     "ALTER TABLE nodes ADD coterm_enabled tinyint(1) NOT NULL DEFAULT 0;\n"},
    {"2023_05_28_025503_create_address_pools_table",
     "CREATE TABLE address_pools (id bigint unsigned AUTO_INCREMENT PRIMARY KEY, name text);\n"},
    {"2023_05_28_031255_create_address_pool_to_node_table",
     "CREATE TABLE address_pool_to_node (address_pool_id bigint unsigned, node_id bigint);\n"},
    {"2023_05_28_032248_add_uuid_column_to_users_table",
     "ALTER TABLE users ADD uuid char(36) NULL;\nUPDATE users SET uuid = UUID();\n"},
    {"2023_05_28_133425_make_uuid_unique_and_nonnullable_in_users_table",
     "ALTER TABLE users MODIFY uuid char(36) NOT NULL, ADD UNIQUE (uuid);\n"},
    {"2023_05_28_151803_drop_sso_tokens_table", "DROP TABLE sso_tokens;\n"},
    {"2023_06_04_153504_create_address_table_that_uses_ip_pools",
     "RENAME TABLE ip_addresses TO temp_ip_addresses;\n"
     "CREATE TABLE ip_addresses (id bigint unsigned AUTO_INCREMENT PRIMARY KEY,"
     " address_pool_id bigint unsigned NOT NULL, server_id bigint, address varchar(255));\n"
     "INSERT INTO address_pools (name) SELECT CONCAT('Node ', fqdn) FROM nodes;\n"
     "INSERT INTO address_pool_to_node SELECT p.id, n.id FROM address_pools p"
     " JOIN nodes n ON p.name = CONCAT('Node ', n.fqdn);\n"
     "INSERT INTO ip_addresses (address_pool_id, server_id, address)"
     " SELECT l.address_pool_id, a.server_id, a.address FROM temp_ip_addresses a"
     " JOIN address_pool_to_node l ON l.node_id = a.node_id ORDER BY a.id;\n"
     "DROP TABLE temp_ip_addresses;\n"},
    {"2023_11_11_175741_create_coterms_table",
     "CREATE TABLE coterms (id bigint unsigned AUTO_INCREMENT PRIMARY KEY, name varchar(255));\n"},
    {"2023_11_11_181546_extract_coterm_from_nodes_table",
     "ALTER TABLE nodes DROP coterm_enabled, ADD coterm_id bigint unsigned NULL;\n"},
    {"2024_01_01_191916_make_addresses_and_mac_addresses_and_gateways_lowercase_in_addresses_table",
     "UPDATE ip_addresses SET address = LOWER(address);\n"},
    {"2024_01_28_104502_add_disable_tls_verification_option_in_nodes_table",
     "ALTER TABLE nodes ADD verify_tls tinyint(1) NOT NULL DEFAULT 1;\n"}};

// Those that Interlock, the migrations and the panel speak of, in release 3.8.1-beta.
constexpr const char* tables =
    "CREATE TABLE migrations (id int unsigned AUTO_INCREMENT PRIMARY KEY, migration varchar(255)"
    " NOT NULL, batch int NOT NULL);\n"
    "CREATE TABLE users (id bigint unsigned AUTO_INCREMENT PRIMARY KEY, name varchar(255),"
    " email varchar(255), deleted_at timestamp NULL);\n"
    "CREATE TABLE password_resets (email varchar(255), token varchar(255));\n"
    "CREATE TABLE sso_tokens (id bigint unsigned AUTO_INCREMENT PRIMARY KEY, token varchar(255));\n"
    "CREATE TABLE failed_jobs (id bigint unsigned AUTO_INCREMENT PRIMARY KEY, uuid varchar(255),"
    " connection text, queue text, payload longtext, exception longtext, failed_at timestamp);\n"
    "CREATE TABLE job_batches (id varchar(255) PRIMARY KEY, name varchar(255), total_jobs int);\n"
    "CREATE TABLE nodes (id bigint unsigned AUTO_INCREMENT PRIMARY KEY, name varchar(255),"
    " fqdn varchar(255), secret varchar(255) NOT NULL);\n"
    "CREATE TABLE servers (id bigint unsigned AUTO_INCREMENT PRIMARY KEY, name varchar(255),"
    " status varchar(255), node_id bigint unsigned, updated_at timestamp NULL,"
    " deleted_at timestamp NULL);\n"
    "CREATE TABLE backups (id bigint unsigned AUTO_INCREMENT PRIMARY KEY, server_id bigint,"
    " name varchar(255), completed_at timestamp NULL, updated_at timestamp NULL,"
    " deleted_at timestamp NULL);\n"
    "CREATE TABLE iso_library (id bigint unsigned AUTO_INCREMENT PRIMARY KEY, name varchar(255),"
    " completed_at timestamp NULL, updated_at timestamp NULL);\n"
    "CREATE TABLE ip_addresses (id bigint unsigned AUTO_INCREMENT PRIMARY KEY, node_id bigint,"
    " server_id bigint, address varchar(255));\n"
    "INSERT INTO users (name, email) VALUES ('root', 'root@example.net'), ('a', 'a@example.net');\n"
    "INSERT INTO password_resets VALUES ('a@example.net', 'forgotten');\n"
    "INSERT INTO sso_tokens (token) VALUES ('once');\n"
    "INSERT INTO nodes (name, fqdn, secret) VALUES ('pve1', 'pve1.example.net', 'sesame');\n"
    "INSERT INTO servers (name, node_id) VALUES ('web1', 1), ('web2', 1);\n"
    "INSERT INTO servers (name, status, node_id) VALUES ('broken', 'install_failed', 1);\n"
    "INSERT INTO backups (server_id, name, completed_at) VALUES (1, 'nightly', NOW());\n"
    "INSERT INTO ip_addresses (node_id, server_id, address) VALUES (1, 1, '192.0.2.1'),"
    " (1, 2, '2001:DB8::2');\n"
    "INSERT INTO failed_jobs (uuid, queue) VALUES ('f1', 'default');\n";

}  // namespace

std::vector<std::string> convoy_migrations(const std::string& version) {
  const Catalogue catalogue = catalogue_in(releases_of("Convoy Panel", {}));
  const Release* release = find_release(catalogue, version);
  return release ? release->migrations : std::vector<std::string>();
}

namespace {

std::string sql_of_migration(const std::string& name) {
  const auto found = made.find(name);
  return found == made.end() ? "" : found->second;
}

std::string recorded(const std::string& migration) {
  return "INSERT INTO migrations (migration, batch) VALUES ('" + migration + "', 1);\n";
}

// A statement a line, as the server wants them where it begins.
std::string sql_of(const std::string& password, const std::string& version) {
  std::string sql =
      "CREATE DATABASE convoy;\nFLUSH PRIVILEGES;\nCREATE USER convoy_user@'%'"
      " IDENTIFIED BY '" +
      password +
      "';\nGRANT ALL ON convoy.* TO convoy_user@'%';\n"
      "GRANT PROCESS ON *.* TO convoy_user@'%';\nUSE convoy;\n";
  sql += tables;
  const auto before = convoy_migrations("3.8.1-beta");
  for (const std::string& migration : before) sql += recorded(migration);
  for (const std::string& migration : convoy_migrations(version))
    if (std::find(before.begin(), before.end(), migration) == before.end())
      sql += sql_of_migration(migration) + recorded(migration);
  return sql;
}

}  // namespace

std::string convoy_app(const std::string& version) {
  return "<?php\nreturn [\n    'name' => env('APP_NAME'),\n    'version' => '" + version +
         "',\n];\n";
}

std::string convoy_lock(const std::string& version) {
  const char* laravel = version.starts_with("3.8")  ? "v9.52.4"
                        : version.starts_with("4.") ? "v10.33.0"
                                                    : "v10.9.0";
  return std::string(R"({"packages": [{"name": "laravel/framework", "version": ")") + laravel +
         R"("}, {"name": "laravel/horizon", "version": "v5.15.0"}]})";
}

void write_convoy(const Desk& desk, const std::string& folder, const std::string& version) {
  desk.write(folder + "/config/app.php", convoy_app(version));
  desk.write(folder + "/composer.lock", convoy_lock(version));
  desk.write(folder + "/.env.example", "APP_KEY=\n");
  for (const std::string& name : convoy_migrations(version))
    desk.write(folder + "/database/migrations/" + name + ".php",
               "<?php /*\n" + sql_of_migration(name) + "*/\n");
}

std::string made_database(const Desk& desk, const std::string& password,
                          const std::string& version) {
  static std::map<std::string, std::unique_ptr<MariadbFiles>> made;
  auto& files = made[version];
  if (!files) files = std::make_unique<MariadbFiles>(desk, sql_of(password, version));
  return files->folder;
}

}  // namespace interlock
