// Every transition of the shipped machines and every fault of each, led by the engine.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <random>

#include "engine/crash.h"
#include "states/shipped.h"
#include "tests/cover/rehearsal.h"

namespace interlock {
namespace {

const char* extent_of(const Plan& plan, const Configuration& at, const Input& input) {
  if (input.kind != Input::Kind::started || !input.did) return "";
  const auto parts = static_cast<int>(plan.rows[at.state]->parts.size());
  return input.did->whole            ? "all"
         : input.did->parts == 0     ? "nothing"
         : input.did->parts == parts ? "looks like all"
                                     : "part";
}

// What a transition can meet with: the standing, which attempt, what is observed.
std::string kind_of(const Plan& plan, const Configuration& at, const Input& input) {
  const Row& row = *plan.rows[at.state];
  const std::string attempt = at.attempt == 0             ? "first"
                              : at.attempt < row.attempts ? "again"
                                                          : "last";
  std::string kind =
      std::string(plan.states[at.state]) + " " + std::to_string(static_cast<int>(at.standing)) +
      (at.begun ? " begun " : " ") + attempt + (at.waiting ? " waiting " : " ") +
      std::string(word(next(plan, at, input).rule)) + " " + extent_of(plan, at, input);
  for (const int part : {static_cast<int>(input.kind), static_cast<int>(input.before),
                         static_cast<int>(input.already), static_cast<int>(input.failed),
                         static_cast<int>(input.hold), static_cast<int>(input.ensure)})
    kind += " " + std::to_string(part);
  return kind;
}

// A configuration, and what comes about there.
struct Target {
  std::uint32_t configuration = 0;
  Input input;
};

std::vector<Input> inputs_of(const Rehearsed& on, const Target& target) {
  std::vector<Input> inputs = on.way_to(target.configuration);
  inputs.push_back(target.input);
  return inputs;
}

// For every kind of thing that may come about the nearest place; none twice.
std::map<std::string, Target> targets_of(const Rehearsed& on) {
  std::map<std::string, Target> targets;
  for (std::uint32_t i = 0; i < on.explored.configurations.size(); ++i) {
    const Configuration& at = on.explored.configurations[i];
    for (const Input& input : inputs(on.plan(), at))
      if (next(on.plan(), at, input).rule != Rule::none)
        targets.emplace(kind_of(on.plan(), at, input), Target{i, input});
  }
  return targets;
}

std::vector<std::string> names() {
  std::vector<std::string> all;
  for (const Shipped& shipped : shipped_machines()) all.emplace_back(shipped.name);
  return all;
}

struct Cover : testing::TestWithParam<std::string> {
  const Rehearsed& on = rehearsed(GetParam());
};
INSTANTIATE_TEST_SUITE_P(Of, Cover, testing::ValuesIn(names()), [](const auto& param) {
  std::string name = param.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

// The whole takes minutes: it belongs to the cross-check.
bool wholly() {
  return std::getenv("INTERLOCK_CROSSCHECK") != nullptr;
}

// Those that lead through all kinds, the longest first: each goes through others on its
// way. Else so many of them, drawn by lot, of each machine others.
std::vector<Target> chosen(const Rehearsed& on, std::size_t most) {
  auto open = targets_of(on);
  std::vector<std::pair<std::string, Target>> order(open.begin(), open.end());
  std::stable_sort(order.begin(), order.end(), [](const auto& one, const auto& other) {
    return one.second.configuration > other.second.configuration;
  });
  std::vector<Target> all;
  for (const auto& [kind, target] : order) {
    if (!open.contains(kind)) continue;
    all.push_back(target);
    Configuration at = start(on.plan());
    for (const Input& input : inputs_of(on, target)) {
      open.erase(kind_of(on.plan(), at, input));
      at = next(on.plan(), at, input).after;
    }
  }
  EXPECT_TRUE(open.empty());
  if (wholly() || all.size() <= most) return all;
  std::seed_seq seed(on.machine.id.begin(), on.machine.id.end());
  std::mt19937 random(seed);
  std::shuffle(all.begin(), all.end(), random);
  all.resize(most);
  return all;
}

TEST_P(Cover, LeadsEveryTransitionThroughEveryFault) {
  for (const Target& target : chosen(on, 9)) {
    const std::vector<Input> way = inputs_of(on, target);
    SCOPED_TRACE(
        kind_of(on.plan(), on.explored.configurations[target.configuration], target.input));
    Folder folder;
    Rehearsal run(on, folder.path + "/state");
    run.act(way);
    EXPECT_EQ(
        run.world,
        next(on.plan(), on.explored.configurations[target.configuration], target.input).after);
    EXPECT_TRUE(covers(run.run.at, run.world));
    EXPECT_EQ(run.divergence(), "");
    EXPECT_TRUE(verify(folder.path + "/state/ledger.db", {}).whole());
    ASSERT_FALSE(HasFailure());
  }
}

#ifdef INTERLOCK_CRASH_POINTS

// What is killed: the last input of a way; of a step, from its start on.
struct Killing {
  std::vector<Input> before, killed;
};

Killing killing_of(const Rehearsed& on, const Target& target) {
  Killing all{inputs_of(on, target), {}};
  const bool flying = on.explored.configurations[target.configuration].standing == Standing::flight;
  const auto cut = all.before.end() - (flying ? 2 : 1);
  all.killed.assign(cut, all.before.end());
  all.before.erase(cut, all.before.end());
  return all;
}

// True if it was killed there.
bool killed_at(const Rehearsed& on, const std::string& folder, const Configuration& world,
               const std::vector<Input>& inputs, int point) {
  const pid_t child = fork();
  if (child == 0) {
    Rehearsal run(on, folder);
    run.world = world;
    crash_at(point);
    run.act(inputs);
    _exit(testing::Test::HasFailure() ? 1 : 0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_TRUE(WIFSIGNALED(status) || WEXITSTATUS(status) == 0);
  return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

// What is really so after as much of it as the record tells. What a command did that was
// started without a record is drawn.
Configuration so_after(const Rehearsed& on, const Configuration& folded, Configuration from,
                       const std::vector<Input>& inputs, bool did) {
  Configuration so = from;
  for (const Input& input : inputs) {
    from = next(on.plan(), from, input).after;
    if (covers(folded, from)) so = from;
  }
  const Input& first = inputs.front();
  if (did && folded.standing == Standing::intent && first.kind == Input::Kind::started)
    so = next(on.plan(), so, first).after;
  return so;
}

TEST_P(Cover, EndsAsItsRecordTellsWhereverItIsKilled) {
  for (const Target& target : chosen(on, 3)) {
    const Killing killing = killing_of(on, target);
    SCOPED_TRACE(
        kind_of(on.plan(), on.explored.configurations[target.configuration], target.input));
    Folder folder;
    Configuration world;
    {
      Rehearsal run(on, folder.path + "/state");
      run.act(killing.before);
      world = run.world;
    }
    for (int point = 1; !HasFailure(); ++point) {
      const std::string copy = folder.path + "/" + std::to_string(point);
      std::filesystem::copy(folder.path + "/state", copy);
      if (!killed_at(on, copy, world, killing.killed, point)) break;
      SCOPED_TRACE("killed at " + std::to_string(point));
      Rehearsal run(on, copy);
      EXPECT_EQ(run.divergence(), "");
      run.revive(so_after(on, run.run.at, world, killing.killed, point % 2 == 0));
      run.finish(point % 3 == 0);
      EXPECT_EQ(run.divergence(), "");
      EXPECT_TRUE(verify(copy + "/ledger.db", {}).whole());
    }
    ASSERT_FALSE(HasFailure());
  }
}

#endif

}  // namespace
}  // namespace interlock
