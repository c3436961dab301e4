#pragma once

#include <algorithm>
#include <cstdlib>
#include <random>
#include <utility>
#include <vector>

namespace interlock {

// `./dev crosscheck` takes everything; the ordinary tests take some of it, drawn by lot.
inline bool everything() {
  return std::getenv("INTERLOCK_CROSSCHECK") != nullptr;
}

// At most so many, always the same of the same; all of them where everything is taken.
template <class T>
std::vector<T> drawn(std::vector<T> all, std::size_t most) {
  if (everything() || all.size() <= most) return all;
  std::shuffle(all.begin(), all.end(), std::mt19937(17));
  all.erase(all.begin() + static_cast<std::ptrdiff_t>(most), all.end());
  return all;
}

// Those whose `means` begins with the number of a failure that is known (tests/README.md); of
// the rest one, and all of them where everything is taken.
template <class T>
std::vector<T> known_and_one(std::vector<T> all) {
  if (everything()) return all;
  bool one = false;
  std::erase_if(all,
                [&](const T& each) { return each.means[0] != 'F' && std::exchange(one, true); });
  return all;
}

}  // namespace interlock
