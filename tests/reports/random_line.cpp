#include "tests/reports/random_line.h"

#include "tests/crosscheck/dice.h"

namespace interlock {

namespace {

class RandomLine {
 public:
  explicit RandomLine(unsigned seed) : dice_(seed), odd_(dice_.once_in(2)) {
    machine_.id = machine_.title = "Seed " + std::to_string(seed);
    const std::size_t most = dice_.between(1, 14);
    main_ = dice_.between(1, most);
    way_ = dice_.below(most);
    for (std::size_t i = 0; i < main_; ++i) state(Phase(i * 3 / main_));
    for (std::size_t i = 0; i < way_; ++i) state(Phase::back);
    for (const Final end : {Final::success, Final::recovered, Final::untouched})
      machine_.states.push_back({name(), "An end.", {}, {}, end, {}});
    for (std::size_t i = 0; i < main_ + way_; ++i) ways_from(i);
  }
  Machine machine() && { return std::move(machine_); }

 private:
  std::string name() {
    static const Texts words = {"up", "backed_up", "permitted_again", "www", "waiting_for_the_end"};
    return dice_.one_of(words) + "_" + std::to_string(machine_.states.size());
  }
  void state(Phase phase) { machine_.states.push_back({name(), "A state.", phase, {}, {}, {}}); }

  const std::string& id(std::size_t number) const { return machine_.states[number].id; }
  void ways_from(std::size_t i) {
    const std::size_t success = main_ + way_, recovered = success + 1, untouched = success + 2;
    const auto any = [&](std::size_t usual) {
      const std::size_t other = dice_.below(machine_.states.size());
      return odd_ && other != i && dice_.once_in(4) ? other : usual;
    };
    Transition way;
    way.id = "do_" + std::to_string(i);
    way.from = id(i);
    way.to = id(any(i + 1 == main_ ? success : i + 1 == success ? recovered : i + 1));
    way.changes = {"part"};
    way.effect = {{"serving", dice_.once_in(2)}};
    machine_.transitions.push_back(std::move(way));
    if (i >= main_ || dice_.once_in(5)) return;
    const bool before = machine_.states[i].phase == Phase::pre || way_ == 0;
    machine_.states[i].back = id(any(before ? untouched : main_ + dice_.below(way_)));
  }

  Dice dice_;
  bool odd_;
  std::size_t main_ = 0, way_ = 0;
  Machine machine_;
};

}  // namespace

Machine random_line(unsigned seed) {
  return RandomLine(seed).machine();
}

}  // namespace interlock
