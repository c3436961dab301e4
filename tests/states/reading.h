#pragma once

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "checks/index.h"
#include "engine/error.h"
#include "engine/examine.h"
#include "states/load.h"

namespace interlock {

inline std::string contents(const std::filesystem::path& path) {
  std::ostringstream all;
  all << std::ifstream(path).rdbuf();
  return all.str();
}

inline std::string told(const std::vector<Problem>& problems) {
  std::string lines;
  for (const auto& [where, what, hint] : problems)
    lines += where + ": " + what + (hint.empty() ? "" : " " + hint) + "\n";
  return lines;
}

// Everything that is wrong with a machine, read and examined.
inline std::string refusal(const std::string& text, const std::string& groups,
                           const std::string& file) {
  Loaded loaded = load(text, groups, file);
  return told(examine(loaded.machine, all_checks(), std::move(loaded.problems)));
}

}  // namespace interlock
