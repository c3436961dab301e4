#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/check.h"
#include "states/load.h"

// What is compiled in, and how a machine is found by its name.
namespace interlock {

// A file that is compiled in, byte for byte. Lives as long as the program.
struct Shipped {
  std::string_view name;  // of the file, without folder and ending
  std::string_view text;
};

std::span<const Shipped> shipped_machines();
std::span<const Shipped> shipped_guides();    // in Markdown
std::span<const Shipped> shipped_releases();  // what is known of a product, one each
std::string_view shipped_groups();
std::string_view shipped_schema();

// The schema of machines with the arguments of every check, as JSON.
std::string schema_of_machines(std::span<const Check* const> checks);

// A machine and the common groups as they were found, byte for byte: their digests
// are what is recorded.
struct Definitions {
  std::string name;  // for people: the path of its file, or the name of a shipped one
  std::string machine;
  std::string groups;
  Loaded loaded;  // with the problems that examine() found
};

// Where machines are looked for after the folders that were named.
inline constexpr std::string_view machines_of_this_host = "/etc/interlock/machines";

// `machine` is a path if it has a / or ends in .json; else a name, looked for in the
// folders, in their order, in machines_of_this_host, and among what is shipped.
// Throws Error{usage} if there is none, Error{input} if it cannot be read or, as
// root, if others may write it.
Definitions definitions_of(const std::string& machine, const std::vector<std::string>& folders,
                           std::span<const Check* const> checks);

// What is known of a product's releases, as it was found, byte for byte.
struct ReleaseFile {
  std::string name;  // for people: the path of the file, or the name of a shipped one
  std::string text;
};

// What is shipped of a product, and what continues it: the files of it, by their names, in
// the folder releases/ of each folder where machines are looked for. Throws Error{input} if
// one cannot be read, is not JSON, or is about a product that no machine leads: neither one that
// is shipped, nor one of those folders, nor the one that is asked for.
std::vector<ReleaseFile> releases_of(std::string_view product,
                                     const std::vector<std::string>& folders);

// All names that definitions_of() knows, sorted.
std::vector<std::string> machine_names(const std::vector<std::string>& folders);

}  // namespace interlock
