#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "engine/check.h"

// What an account of MySQL or MariaDB may do in the database that it is asked in.
// PostgreSQL shows its catalogue to everybody; these two show only what one may use,
// so "no rows" means little before this is known.
namespace interlock::checks {

struct Right {
  std::string privilege;  // SELECT, SHOW VIEW, ALL PRIVILEGES
  std::string place;      // "*.*", "*" (all of the database), "orders", "orders.id", "procedure p"

  bool operator==(const Right&) const = default;
};
using Rights = std::vector<Right>;

// Answers privilege and place: the account's own grants. Nothing of passwords. A USAGE
// "as a\_b" tells by which other pattern the database is meant.
Probe own_rights(bool as_application = false);
// Answers, in one column, GRANT statements: those of its enabled roles (MariaDB), of
// all of them together (MySQL). SHOW GRANTS of an account tells its password's hash
// on MariaDB, that of a role does not. Refused with 1141 if no role is enabled.
Probe role_rights(bool as_application = false);

// Reads the answers to both; `database` is the name of this one. Throws Error if
// they were not answered.
Rights rights_in(const std::vector<Reply>& replies, std::size_t own, std::size_t roles,
                 std::string_view database);

// Whether one of these privileges is held on all of the database.
bool holds(const Rights& rights, std::initializer_list<std::string_view> one_of);
// The same on everything of the server: ALL PRIVILEGES on one database has no right in it
// that is given on *.* alone.
bool holds_everywhere(const Rights& rights, std::initializer_list<std::string_view> one_of);

// Which rights are lacking of those without which MySQL shows no triggers, events or routines.
std::vector<std::string> lacking_for_schema(const Rights& rights);

// The rights, now, of the account that the first three probes of a check ask about:
// asking_account(), own_rights(), role_rights().
Rights rights_of_asker(const Evidence& seen);

}  // namespace interlock::checks
