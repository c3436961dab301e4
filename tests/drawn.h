#pragma once

#include <algorithm>
#include <cstdlib>
#include <random>
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

}  // namespace interlock
