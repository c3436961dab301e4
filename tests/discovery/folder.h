#pragma once

#include <map>
#include <string>

#include "engine/installation.h"
#include "engine/url.h"

namespace interlock {

// A folder /srv that has these files.
using Folder = std::map<std::string, std::string>;

inline Installation discovered(const std::string& recipe, const Folder& folder) {
  return discover(recipe, "/srv", [&](const std::string& path) -> std::optional<std::string> {
    const auto file = folder.find(path.substr(std::string("/srv/").size()));
    if (file == folder.end()) return {};
    return file->second;
  });
}

inline std::string url_in(const Installation& installation, const std::string& endpoint) {
  const auto found = installation.endpoints.find(endpoint);
  return found == installation.endpoints.end() ? "none" : written(found->second.address);
}

// All problems, one a line.
inline std::string told(const Installation& installation) {
  std::string text;
  for (const Problem& problem : installation.problems)
    text += problem.where + ": " + problem.what + " " + problem.hint + "\n";
  return text;
}

}  // namespace interlock
