#include "states/catalogue.h"

#include <algorithm>
#include <initializer_list>

#include "engine/jcs.h"
#include "engine/versions.h"
#include "engine/written.h"

namespace interlock {

namespace {

// One place in the file, and where complaints about it go.
struct Place {
  const Value& value;
  std::string at;
  std::vector<Problem>& problems;

  void complain(const std::string& what, std::string hint = {}) const {
    problems.push_back({at.empty() ? "/" : at, what, std::move(hint)});
  }
  Place operator[](std::string_view key) const {
    return {value[key], at + "/" + in_pointer(key), problems};
  }
};

// The members of an object that has no other keys than these.
const Value::Object& members(const Place& place, std::initializer_list<std::string_view> keys) {
  if (!std::holds_alternative<Value::Object>(place.value.it))
    place.complain("This must be an object.");
  for (const auto& [key, unused] : place.value.members())
    if (keys.size() > 0 && std::find(keys.begin(), keys.end(), key) == keys.end())
      place[key].complain("There is no such key.", suggestion(key, std::vector(keys)));
  return place.value.members();
}

std::vector<Place> items(const Place& place) {
  std::vector<Place> all;
  if (place.value.null()) return all;
  if (!std::holds_alternative<Value::List>(place.value.it)) place.complain("This must be a list.");
  for (const Value& item : place.value.list())
    all.push_back({item, place.at + "/" + std::to_string(all.size()), place.problems});
  return all;
}

std::string text(const Place& place, bool needed) {
  if (place.value.text().empty() && (needed || !place.value.null()))
    place.complain("This must be a text.");
  return std::string(place.value.text());
}

Texts texts(const Place& place) {
  Texts all;
  for (const Place& item : items(place)) all.push_back(text(item, true));
  return all;
}

void add_migrations(const Place& place, Texts& list) {
  for (const Place& item : items(place)) {
    const std::string name = text(item, true);
    if (std::find(list.begin(), list.end(), name) != list.end())
      item.complain("This migration was added before.");
    list.push_back(name);
  }
  std::sort(list.begin(), list.end());
}

// What a list of lists is of, as complaints name it.
struct Kept {
  std::string_view whole, part, empty;
};
constexpr Kept of_tables{"table", "column", "A table must have columns."};
constexpr Kept of_applications{"application", "model", "An application must have models."};

void add_parts(const Place& place, Named<Texts>& tables, const Kept& kept) {
  if (place.value.null()) return;
  for (const auto& [table, unused] : members(place, {})) {
    Texts& columns = tables[table];
    for (const Place& item : items(place[table])) {
      const std::string column = text(item, true);
      if (std::find(columns.begin(), columns.end(), column) != columns.end())
        item.complain("This " + std::string(kept.part) + " was there before.");
      columns.push_back(column);
    }
    if (columns.empty()) place[table].complain(std::string(kept.empty));
  }
}

void remove_parts(const Place& place, Named<Texts>& tables, const Kept& kept) {
  if (place.value.null()) return;
  for (const auto& [table, unused] : members(place, {})) {
    const auto found = tables.find(table);
    if (found == tables.end()) {
      place[table].complain("There was no such " + std::string(kept.whole) + " before.");
      continue;
    }
    const auto gone = items(place[table]);
    for (const Place& item : gone)
      if (std::erase(found->second, text(item, true)) == 0)
        item.complain("There was no such " + std::string(kept.part) + " before.");
    if (gone.empty() || found->second.empty()) tables.erase(found);
  }
}

void set_bounds(const Place& place, Named<Bounds>& supports) {
  if (place.value.null()) return;
  for (const auto& [program, unused] : members(place, {"php", "postgres", "mysql", "mariadb"})) {
    const Place bounds = place[program];
    members(bounds, {"at_least", "below"});
    const Bounds read{text(bounds["at_least"], false), text(bounds["below"], false)};
    for (const auto& bound : {read.at_least, read.below})
      if (!bound.empty() && version_of(bound).empty()) bounds.complain("This names no version.");
    supports[program] = read;
  }
}

// `last`: the release that this one continues.
Release release_in(const Place& place, const Release& last) {
  members(place,
          {"version", "adds", "columns", "gone", "models", "models_gone", "supports", "note"});
  Release release = last;
  release.version = text(place["version"], true);
  release.note = text(place["note"], false);
  if (!release.version.empty() && version_of(release.version).empty())
    place["version"].complain("This is no version.");
  add_migrations(place["adds"], release.migrations);
  remove_parts(place["gone"], release.columns, of_tables);
  add_parts(place["columns"], release.columns, of_tables);
  remove_parts(place["models_gone"], release.models, of_applications);
  add_parts(place["models"], release.models, of_applications);
  set_bounds(place["supports"], release.supports);
  return release;
}

// Behind the last release that is not newer; it continues that one.
void insert(const Place& place, std::vector<Release>& releases) {
  const std::string_view version = place["version"].value.text();
  const auto after = std::find_if(releases.rbegin(), releases.rend(), [&](const Release& release) {
    return !compares(release.version, Comparison::more, version);
  });
  Release release = release_in(place, after == releases.rend() ? Release{} : *after);
  releases.insert(after.base(), std::move(release));
}

// The releases of a file among those that are known before it.
void add_releases(const Place& place, const Catalogue& before, std::vector<Release>& releases) {
  std::string last;
  for (const Place& item : items(place)) {
    const Place version = item["version"];
    if (compares(version.value.text(), Comparison::less, last))
      version.complain("The release before is newer.");
    last = version.value.text();
    const Release* known = find_release(before, last);
    if (!known || suffix_of(known->version) != suffix_of(last)) insert(item, releases);
  }
}

// What is said of a migration that no release has is misspelled.
void add_knowledge(const Place& place, Catalogue& catalogue) {
  if (place.value.null()) return;
  Texts all;
  for (const Release& release : catalogue.releases)
    all.insert(all.end(), release.migrations.begin(), release.migrations.end());
  for (const auto& [name, unused] : members(place, {})) {
    const Place migration = place[name];
    members(migration, {"dangerous", "makes"});
    if (std::find(all.begin(), all.end(), name) == all.end())
      migration.complain("No release has this migration.");
    catalogue.migrations[name] = {text(migration["dangerous"], false), texts(migration["makes"])};
  }
}

}  // namespace

Catalogue catalogue_of(std::string_view json, std::vector<Problem>& problems,
                       const Catalogue& before) {
  const std::size_t known = problems.size();
  const Value value = parsed(json, problems);
  if (problems.size() > known) return before;
  Catalogue catalogue = before;
  const Place file{value, "", problems};
  members(file, {"product", "releases", "migrations"});
  catalogue.product = text(file["product"], true);
  add_releases(file["releases"], before, catalogue.releases);
  if (catalogue.releases.empty()) file["releases"].complain("There must be a release.");
  add_knowledge(file["migrations"], catalogue);
  return catalogue;
}

std::string product_in(std::string_view json, std::vector<Problem>& problems) {
  return std::string(parsed(json, problems)["product"].text());
}

}  // namespace interlock
