#include "reports/promela_work.h"

#include <fmt/core.h>

#include <algorithm>

namespace interlock {

namespace {

std::string variable_of(const ModelPiece& piece) {
  return piece.kind == ModelPiece::Kind::fact ? piece.name : "part_" + piece.name;
}

PromelaWorld world_of(const ModelRow& row) {
  PromelaWorld world;
  for (const ModelPiece& piece : row.work)
    world[variable_of(piece)] =
        piece.kind == ModelPiece::Kind::fact
            ? PromelaValues{{"false", "false"}, {"true", "true"}}
            : PromelaValues{
                  {"untouched", "untouched"}, {"broken", "broken"}, {"changed", "changed"}};
  return world;
}

void work(const ModelPiece& piece, PromelaWorld& world) {
  for (auto& [unused, value] : world[variable_of(piece)]) {
    switch (piece.kind) {
      case ModelPiece::Kind::fact: value = piece.holds ? "true" : "false"; break;
      case ModelPiece::Kind::becomes: value = piece.goal; break;
      case ModelPiece::Kind::breaks:
        if (!piece.remade_in_place || value != piece.goal) value = "broken";
        break;
    }
  }
}

}  // namespace

std::string both(std::string one, const std::string& other) {
  if (one == never || other == always) return one;
  if (one == always || other == never) return other;
  return one + " && " + other;
}

std::string either(const std::vector<std::string>& conditions) {
  std::string text;
  for (const std::string& condition : conditions) {
    if (condition == always) return condition;
    if (condition == never) continue;
    text += (text.empty() ? "" : " || ") + condition;
  }
  return text.empty() ? never : text;
}

std::vector<PromelaWorld> worlds_of(const ModelRow& row) {
  std::vector<PromelaWorld> worlds = {world_of(row)};
  for (const ModelPiece& piece : row.work) {
    worlds.push_back(worlds.back());
    work(piece, worlds.back());
  }
  return worlds;
}

std::string alike(const PromelaWorld& one, const PromelaWorld& other) {
  std::string condition = always;
  for (const auto& [name, values] : one) {
    const PromelaValues& there = other.at(name);
    std::string may;
    std::size_t count = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (values[i].second != there[i].second) continue;
      ++count;
      may += fmt::format("{}{} == {}", may.empty() ? "" : " || ", name, values[i].first);
    }
    if (count == values.size()) continue;
    condition = both(condition, count == 0 ? never : "(" + may + ")");
  }
  return condition;
}

std::string looks_new(const std::vector<PromelaWorld>& worlds, std::size_t pieces) {
  std::string condition = always;
  for (std::size_t other = 0; other < worlds.size(); ++other) {
    if (other >= pieces && other + 1 != worlds.size()) continue;
    const std::string same = alike(worlds[other], worlds[pieces]);
    if (same == always) return never;
    if (same != never) condition = both(condition, "!(" + same + ")");
  }
  return condition;
}

std::string made_of(const PromelaWorld& before_all, const PromelaWorld& world) {
  std::string text;
  for (const auto& each : world) {
    const std::string& name = each.first;
    const PromelaValues& values = each.second;
    if (values == before_all.at(name)) continue;
    const bool constant = std::all_of(values.begin(), values.end(), [&](const auto& value) {
      return value.second == values.front().second;
    });
    if (constant) {
      text += fmt::format("{} = {}; ", name, values.front().second);
      continue;
    }
    // Broken, unless it is as it is to be: only such a piece depends on what was.
    const auto kept = std::find_if(values.begin(), values.end(),
                                   [](const auto& value) { return value.second != "broken"; });
    text += fmt::format("{0} = ({0} == {1} -> {2} : broken); ", name, kept->first, kept->second);
  }
  return text;
}

}  // namespace interlock
