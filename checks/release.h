#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/check.h"

// What a release has: its version as files say it, its migrations, and which of
// them a database has recorded.
namespace interlock::checks {

// The numbers are the same, and the suffixes too unless one has none; a -dev is
// no release and is the same as nothing.
bool same_version(std::string_view a, std::string_view b);

// The probes of a check on migrations begin with these, in this order: which
// migrations are recorded, one for each framework (parameter `framework`).
std::vector<Probe> recorded_probes();

// A parameter for the framework, and for the release to compare with.
Param framework_param();
Param release_param();
Param migrations_param();  // a folder, "none" if not given

// These, and then what the release has. The last one only `with_folder`, which needs
// the parameter `migrations`.
std::vector<Probe> migration_probes(bool with_folder);
inline constexpr std::size_t after_recorded = 3;   // the number of recorded_probes()
inline constexpr std::size_t catalogue_probe = 5;  // its list is asked for in any case

// The migrations that are recorded, sorted; each as often as it is. `table` is
// false if there is no table of migrations, and an account that could not see it
// makes it throw Error.
struct Recorded {
  bool table = false;
  std::vector<std::string> names = {};
};
Recorded recorded(const Evidence& seen);
Recorded recorded_before(const Evidence& seen);

// The migrations of the release in the order in which they are applied. Throws
// Error if nobody knows them.
struct ReleaseList {
  std::vector<std::string> names;
  bool of_files = false;  // as they lie there, not from the catalogue
  std::string by = {};    // " (by its own files)"; empty: the catalogue's
};
ReleaseList release_list(const Evidence& seen);

// The files of what is installed, if those of the release are still to come and the catalogue
// does not know it: then nobody can say what it has, but they will. Empty: it is not so.
std::vector<std::string> files_before(const Evidence& seen);

std::vector<std::string> pending(const ReleaseList& list, const Recorded& recorded);

// What to say where there is no table of migrations.
Verdict no_table();

}  // namespace interlock::checks
