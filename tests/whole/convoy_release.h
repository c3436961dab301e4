#pragma once

#include <string>
#include <vector>

#include "tests/whole/typed.h"

// What a release of Convoy consists of, as far as an upgrade speaks of it.
namespace interlock {

// The migrations of the release, by the catalogue.
std::vector<std::string> convoy_migrations(const std::string& version);

// config/app.php and composer.lock.
std::string convoy_app(const std::string& version);
std::string convoy_lock(const std::string& version);

// The files that the release's archive has, below `folder`.
void write_convoy(const Desk& desk, const std::string& folder, const std::string& version);

// The files of a MariaDB with a database `convoy` of that release, and an account
// `convoy_user` that may do what the application needs, and see what is asked of it. Made
// once in a process, and gone with it.
std::string made_database(const Desk& desk, const std::string& password,
                          const std::string& version);

}  // namespace interlock
