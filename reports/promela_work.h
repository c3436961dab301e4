#pragma once

#include <map>
#include <string>
#include <vector>

#include "reports/model.h"

// What the work of a step makes of the world, worked out for every value that a
// variable of the model may have had before.
namespace interlock {

// Conditions of Promela; these two are left out of others.
inline const std::string always = "true", never = "false";
std::string both(std::string one, const std::string& other);
std::string either(const std::vector<std::string>& conditions);

// The values of each variable, each with what has become of it.
using PromelaValues = std::vector<std::pair<std::string, std::string>>;
using PromelaWorld = std::map<std::string, PromelaValues>;

// After no piece of the work, after the first, ... after all.
std::vector<PromelaWorld> worlds_of(const ModelRow& row);

// When two beginnings of the work look alike, told by what was before.
std::string alike(const PromelaWorld& one, const PromelaWorld& other);
// When the first pieces look like no shorter beginning, nor like all of the work.
std::string looks_new(const std::vector<PromelaWorld>& worlds, std::size_t pieces);

// The statements that make this world of the one before all work, each with "; ".
std::string made_of(const PromelaWorld& before, const PromelaWorld& world);

}  // namespace interlock
