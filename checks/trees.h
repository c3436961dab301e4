#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/table.h"

// Files and folders with all that is below them, as `hash` on files answers.
namespace interlock::checks {

// Name below the folder (empty: itself) -> kind, mode, size, SHA-256. The size of
// a folder is the file system's affair and is left out.
using Tree = std::map<std::string, std::string, std::less<>>;
Tree tree_of(const Table& hashes);
// The same without modes: what is in it counts, not who may read it.
Tree contents_of(const Table& hashes);

// What is in one of them only, or differs; sorted.
std::vector<std::string> differing(const Tree& a, const Tree& b);

}  // namespace interlock::checks
