#pragma once

#include <random>
#include <vector>

#include "engine/machine.h"

namespace interlock {

// std::mt19937 throws alike on every system, the distributions of the library do not.
class Dice {
 public:
  explicit Dice(unsigned seed) : engine_(seed) {}

  std::size_t below(std::size_t limit) { return engine_() % limit; }
  bool once_in(std::size_t times) { return below(times) == 0; }
  std::size_t between(std::size_t least, std::size_t most) {
    return least + below(most - least + 1);
  }
  template <class T>
  const T& one_of(const std::vector<T>& all) {
    return all[below(all.size())];
  }

 private:
  std::mt19937 engine_;
};

}  // namespace interlock
