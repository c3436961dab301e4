#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/endpoints/openers.h"
#include "engine/endpoints/tree.h"
#include "engine/table.h"

// The verbs of `files`, a function each. Paths are whole ones; where a list has paths as
// they were given too, both stand in Place. engine/endpoints/README.md has the columns.
namespace interlock {

struct Place {
  std::string given;
  std::string whole;
};
using Places = std::vector<Place>;

Table stat_of(const Places& places);
Table entries_of(const std::string& folder, const std::string& pattern, Deadline deadline);
Table space_at(const std::string& path);
Table size_of(const std::string& path, Deadline deadline);
Table hashes_of(const Places& places, const Progress& progress);
Table access_to(const std::string& user, const Places& places, Deadline deadline);
Table lines_of(const std::string& path);
Table scalars_of(const std::string& path);
// Digests are keyed with `secret`: only those of one session can be compared.
Table keys_of(const std::string& path, const std::string& secret);
Table version_at(const std::string& root, const std::string& file);
// Of archives `list` has the names, as items_of() reads them.
Table archive_paths(const std::string& path, const std::string& list, const Progress& progress);
Table archive_against(const std::string& path, const std::string& folder, const Progress& progress);
Table archive_version(const std::string& path, const Progress& progress);
Table newest_in(const Places& places, Deadline deadline);
Table bower_packages(const std::string& root);
Table mapping_in(const std::string& folder);

}  // namespace interlock
