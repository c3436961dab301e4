#pragma once

#include <string>
#include <vector>

#include "engine/machine.h"
#include "tests/live/asker.h"
#include "tests/whole/typed.h"

// How a database of PostgreSQL, and what belongs to it, comes to where a guard finds it, and out
// of it again. In SQL, NAME is the name of the database; for the shell the desk has it as $NAME.
namespace interlock {

// A reason not to begin: SQL of the superuser, and words of the shell in the desk's folder.
struct Spoiler {
  std::string key;  // of the guard that finds it
  std::string sql = {};
  std::string mend = {};
  std::string shell = {};
  std::string mend_shell = {};
  const char* target = nullptr;  // nullptr: that of the upgrade
  const char* set = nullptr;     // what `--set` says
  const char* user = nullptr;    // the account that asks, if it is not the application's
  const char* remedy = "";       // words of its commands
  Texts unknown = {};            // what cannot be told then either
  const char* said = "";         // words of its answer
  Texts before = {};             // what fails too, and cannot but do so, before it
};

// Of what all databases of a server share, this one alone is told otherwise: its schema public
// comes before that of the server. `what` is its kind and its name.
Spoiler shadowed(const char* key, const std::string& what, const std::string& as);

// What may be wrong with any database: its migrations are in that table, and it has another one.
std::vector<Spoiler> spoilers_of_postgres(const std::string& migrations, const std::string& other);

// What keeps migrations from being applied: a session of that account has run `session`, and
// the database is as `sql` makes it until `mend`.
struct Unrest {
  std::string key;
  bool of_application = false;
  Texts session = {};
  std::string sql = {};
  std::string mend = {};
};
std::vector<Unrest> unrest(const std::string& state, const std::string& migrations);

std::string named(std::string words, const std::string& name);

// Says of what `ready` printed in JSON that this guard, and no other, did not pass.
void expect_refused(const Spoiler& each, const std::string& name, const Typed& ready);

void spoil(const Desk& desk, const std::string& name, const std::string& sql,
           const std::string& shell = {});
live::Session session_of(const Unrest& each, const std::string& name,
                         const std::string& application);

}  // namespace interlock
