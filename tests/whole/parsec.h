#pragma once

#include <string>
#include <vector>

#include "tests/whole/known.h"
#include "tests/whole/typed.h"

namespace interlock {

// A Parsec server of release 3.0.0 in a folder: compose file, env files, a real
// PostgreSQL database, and stand-ins for docker and for its web side.
class Parsec {
 public:
  explicit Parsec(std::string its_password = "canary-Zx7-parsec-password");
  ~Parsec();
  Parsec(const Parsec&) = delete;
  Parsec& operator=(const Parsec&) = delete;

  // The verb with everything that it needs to find this installation.
  Typed type(const std::string& verb, std::vector<std::string> more = {});
  std::vector<std::string> words(const std::string& verb, std::vector<std::string> more) const;
  Typed typed_on_run(const std::string& verb, std::vector<std::string> more = {});

  // From now on it is led by that machine, asking for a second only what it asks after.
  void hasten(const Known& known);
  void migrator(const std::string& text, const std::string& sql);
  // Commands of docker, cp and sed that match the shell pattern run this instead; there
  // `real "$@"` is the command.
  void breaks(const std::string& pattern, const std::string& script);
  void mends() const;
  void set(const std::string& key, Value value);  // of the stand-in's state
  Value state() const;
  std::string calls() const;  // what docker was told to do, a line each

  std::string sql(const std::string& statement) const;
  // As the application would: the compose file's image, then the container.
  void start_by_hand(const std::string& version) const;
  std::string contents() const;  // of all tables, by pg_dump
  // Makes it one of release 3.1.0, with old.custom and old.plain, dumps of what it was.
  void upgrade_by_hand() const;
  // What of it is not as this release leaves it, seen without Interlock, or empty.
  std::string differs_from(const std::string& version, const std::string& its_contents) const;

  const std::string& name() const { return name_; }  // of the database and its account

  Desk desk;
  std::string port = server("INTERLOCK_PG_PORT");  // of the database, as the program is told
  std::string machine = "parsec-3", target = "3.1.0";
  std::string password;
  std::string token = "canary-Qq9-admin-token";

 private:
  void make_database();
  void make_files();
  void serve();

  std::string name_;
  std::string port_ = server("INTERLOCK_PG_PORT");
  std::string admin_ = server("INTERLOCK_PG_USER");
  int web_pid_ = 0;
  int web_stdin_ = -1;
  std::string web_port_;
};

extern const std::string good_migration;

std::string url_encoded(const std::string& text);

}  // namespace interlock
