#pragma once

#include <string>

#include "engine/sqlite.h"

// The file of a ledger: where it comes from, its tables, its guard rails.
namespace interlock {

constexpr int ledger_format = 1;

// Makes the file (0600, its folder 0700) if it is not there, and opens it; WAL and
// synchronous=FULL are read back. The tables are not made yet. As root, a file
// or folder that others may change is refused.
Database ledger_to_write(const std::string& path);

// Refuses a file that is no ledger, or that a newer Interlock wrote.
Database ledger_to_read(const std::string& path);

// True: nothing is in the file yet. Throws Error{ledger} for a foreign or newer one.
bool still_empty(const Database& database, const std::string& path);

// Within a transaction, in an empty file.
void make_tables(const Database& database);

// What is otherwise than make_tables makes it, as a sentence; empty: nothing.
std::string wrong_layout(const Database& database);

// Whether at least the two tables are those that make_tables makes: before, nothing
// may be read out of them.
bool tables_are_ours(const Database& database);

}  // namespace interlock
