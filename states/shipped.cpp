#include "states/shipped.h"

#include <deque>
#include <string>
#include <vector>

#include "states/embedded.h"

namespace interlock {

namespace {

enum class Shelf { machines, guides, releases, groups, schema };

Shelf shelf_of(std::string_view file) {
  if (file == "groups.json") return Shelf::groups;
  if (file == "machine.schema.json") return Shelf::schema;
  if (file.starts_with("releases/")) return Shelf::releases;
  return file.ends_with(".md") ? Shelf::guides : Shelf::machines;
}

std::string_view name_of(std::string_view file) {
  file.remove_prefix(file.find_last_of('/') + 1);
  return file.substr(0, file.find('.'));
}

// Puts the pieces together, once.
const std::vector<Shipped>& all_on(Shelf shelf) {
  static const std::vector<std::vector<Shipped>> shelves = [] {
    static std::deque<std::string> texts;
    std::vector<std::vector<Shipped>> all(5);
    for (std::size_t i = 0; i < pieces_in_all;) {
      const std::string_view file = pieces[i].file;
      std::string& text = texts.emplace_back();
      for (; i < pieces_in_all && pieces[i].file == file; ++i) text += pieces[i].text;
      all[static_cast<std::size_t>(shelf_of(file))].push_back({name_of(file), text});
    }
    return all;
  }();
  return shelves[static_cast<std::size_t>(shelf)];
}

std::string_view only_on(Shelf shelf) {
  const auto& all = all_on(shelf);
  return all.empty() ? std::string_view() : all.front().text;
}

}  // namespace

std::span<const Shipped> shipped_machines() {
  return all_on(Shelf::machines);
}

std::span<const Shipped> shipped_guides() {
  return all_on(Shelf::guides);
}

std::span<const Shipped> shipped_releases() {
  return all_on(Shelf::releases);
}

std::string_view shipped_groups() {
  return only_on(Shelf::groups);
}

std::string_view shipped_schema() {
  return only_on(Shelf::schema);
}

}  // namespace interlock
