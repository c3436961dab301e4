#include "engine/catalogue.h"

#include <algorithm>

#include "engine/versions.h"

namespace interlock {

Texts versions_in(const Catalogue& catalogue) {
  Texts versions;
  for (const Release& release : catalogue.releases) versions.push_back(release.version);
  return versions;
}

const Release* find_release(const Catalogue& catalogue, std::string_view version) {
  const Release* near = nullptr;
  const auto suffix = suffix_of(version);
  for (const Release& release : catalogue.releases) {
    if (!compares(release.version, Comparison::equal, version)) continue;
    const auto its = suffix_of(release.version);
    if (its == suffix) return &release;
    if (!near && (its.empty() || suffix.empty())) near = &release;
  }
  return near;
}

std::string in_words(const Bounds& bounds) {
  std::string words = bounds.at_least.empty() ? "" : bounds.at_least + " or later";
  if (!bounds.below.empty()) words += (words.empty() ? "below " : ", below ") + bounds.below;
  return words;
}

}  // namespace interlock
