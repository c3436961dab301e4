#pragma once

#include <string>

#include "engine/machine.h"
#include "tests/whole/typed.h"

namespace interlock {

// Of what all Status-Pages of a process are copies: made/site is the folder, the role's
// database the database. Removed when the process ends.
struct Pristine {
  Desk desk;
  std::string role;

  Pristine();
  ~Pristine();
  Pristine(const Pristine&) = delete;
  Pristine& operator=(const Pristine&) = delete;
};
const Pristine& pristine();

// A tool of PostgreSQL, told to be the superuser in that database.
Texts as_admin(Texts words, const std::string& database);
void admin_does(const Desk& desk, const std::string& database, const Texts& statements);

// What configuration.py says.
struct Configured {
  std::string database, role, password, redis_database, web_port;
};
std::string configuration(const Configured& its);

}  // namespace interlock
