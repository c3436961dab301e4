#pragma once

#include <string>
#include <vector>

namespace interlock::live {

// What makes a database such as the checks meet: tables of the frameworks, keys,
// a view, a trigger, a routine, a comment and rows; so that a probe that walks the
// catalogue finds something of each kind.
std::vector<std::string> subject_in_postgres();
std::vector<std::string> subject_in_mysql();
std::vector<std::string> subject_in_sqlite();

}  // namespace interlock::live
