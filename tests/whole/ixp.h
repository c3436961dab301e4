#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tests/endpoints/web_server.h"
#include "tests/whole/typed.h"

namespace interlock {

// An installation of IXP Manager, release 6.4.0, in a folder, with its account on a
// MariaDB; the account may do what a restore needs.
class Ixp {
 public:
  Ixp();
  ~Ixp();
  Ixp(const Ixp&) = delete;
  Ixp& operator=(const Ixp&) = delete;

  void load(const std::string& sql_file) const;
  // The application's folder as that release leaves it, and committed.
  void folder(const std::string& version);
  // The account's password as .env has it.
  void environment(const std::string& password_in_file);
  void back_up() const;  // as root, compressed, into the folder of backups

  Typed ready(std::vector<std::string> more = {}) const;  // as JSON
  Typed typed(const std::string& verb, std::vector<std::string> more = {}) const;
  Typed root_sql(const std::string& statement) const;
  // As the application's account, in its database; `input` is a file.
  Typed client(std::vector<std::string> more, const std::string& input = {}) const;

  Desk desk;
  const std::string name;
  std::string port = server("INTERLOCK_MY_PORT");  // that the program is told
  std::string password = "canary-Tb5-ixp-password";
  std::string runs = "6.4.0";  // as its web server says

 private:
  std::vector<std::string> as_root(std::vector<std::string> words) const;

  WebServer web_;
};

// A small database with the migrations of release 6.4.0, the three views, of which one
// lacks a column that came later, and without the trigger.
std::string small_ixp_sql();

// A site with that database.
std::unique_ptr<Ixp> small_ixp();

// The checks of a report in JSON that came to this outcome, and the keys of their guards.
std::vector<std::string> checks_with(const Typed& typed, std::string_view outcome);
std::vector<std::string> keys_with(const Typed& typed, std::string_view outcome);

}  // namespace interlock
