#include "checks/trees.h"

#include <set>

namespace interlock::checks {

namespace {

Tree tree_by(const Table& hashes, std::initializer_list<std::string_view> columns) {
  Tree tree;
  for (std::size_t row = 0; row < hashes.rows.size(); ++row) {
    std::string what;
    for (const std::string_view column : columns)
      if (column != "size" || hashes.text(row, "kind") == "file")
        what += hashes.at(row, column).value_or("-") + " ";
    tree.emplace(hashes.text(row, "name"), std::move(what));
  }
  return tree;
}

}  // namespace

Tree tree_of(const Table& hashes) {
  return tree_by(hashes, {"kind", "mode", "size", "sha256"});
}

Tree contents_of(const Table& hashes) {
  return tree_by(hashes, {"kind", "size", "sha256"});
}

std::vector<std::string> differing(const Tree& a, const Tree& b) {
  std::set<std::string> names;
  for (const auto* tree : {&a, &b})
    for (const auto& [name, unused] : *tree) {
      const auto here = a.find(name), there = b.find(name);
      if (here == a.end() || there == b.end() || here->second != there->second)
        names.insert(name.empty() ? "." : name);
    }
  return {names.begin(), names.end()};
}

}  // namespace interlock::checks
