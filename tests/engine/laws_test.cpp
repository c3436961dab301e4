// What holds of the rules whatever the machine and whatever is observed.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "tests/engine/shop.h"

namespace interlock {
namespace {

constexpr Gate all_gates[] = {Gate::pass, Gate::fail, Gate::unknown};

std::vector<Input> every_gate() {
  std::vector<Input> all;
  for (int kind = 0; kind <= static_cast<int>(Input::Kind::back); ++kind)
    for (const Gate before : all_gates)
      for (const Gate hold : all_gates)
        for (const Gate ensure : all_gates) {
          Input& input = all.emplace_back();
          input.kind = static_cast<Input::Kind>(kind);
          input.before = before;
          input.hold = hold;
          input.ensure = ensure;
        }
  return all;
}

// Every input that can be written down, with work that ends anywhere, or nowhere.
std::vector<Input> every_input() {
  const std::optional<Done> works[] = {{}, Done{2}, Done{-1}, Done{99}, Done{0, true}};
  std::vector<Input> all;
  for (Input input : every_gate())
    for (const auto& did : works)
      for (unsigned flags = 0; flags < 8; ++flags) {
        input.did = did;
        input.already = flags & 1;
        input.time_up = flags & 2;
        input.failed = flags & 4;
        all.push_back(input);
      }
  return all;
}

bool asks_after(const Input& input) {
  return input.kind == Input::Kind::ended || input.kind == Input::Kind::looked ||
         input.kind == Input::Kind::resume;
}

// Something could not be told, and nothing that is asked for failed.
bool cannot_tell(const Input& input) {
  if (input.kind == Input::Kind::asked) return input.before == Gate::unknown;
  if (!asks_after(input) || input.failed) return false;
  return (input.hold == Gate::unknown && input.ensure != Gate::fail) ||
         (input.ensure == Gate::unknown && input.hold != Gate::fail);
}

// Nothing, or what is wrong with a configuration.
const char* illegal(const Plan& plan, const Configuration& c) {
  if (c.state >= plan.states.size()) return "there is no such state";
  const auto& row = plan.rows[c.state];
  const bool runs = c.standing != Standing::ready && c.standing != Standing::held;
  if (!row && (c.standing != Standing::ready || c.begun)) return "something runs at an end";
  if (c.attempt < 0 || (row && c.attempt > row->attempts)) return "too many attempts";
  if (runs && (!c.begun || c.attempt == 0)) return "it runs and was not begun";
  if (c.attempt > 0 && !c.begun) return "an attempt without a beginning";
  if (c.standing == Standing::held && c.attempt != 0) return "held with attempts";
  if (c.waiting && (c.standing != Standing::ready || c.attempt != 0 || !row->waits))
    return "waiting where nothing waits";
  if (c.reached && c.standing != Standing::flight && c.standing != Standing::doubt)
    return "reached without a step";
  if ((c.broken & c.changed) != 0) return "broken and changed";
  if (((c.broken | c.changed) >> plan.components.size()) != 0) return "no such component";
  if (((c.facts | c.unsure) >> plan.facts.size()) != 0) return "no such fact";
  return nullptr;
}

struct Laws : testing::TestWithParam<const char*> {
  Plan plan;

  void SetUp() override {
    const std::string name = GetParam();
    plan = plan_of(name == "shop" ? shop() : name == "careless" ? careless() : shipped(name));
  }
};

using SmallLaws = Laws;

TEST_P(SmallLaws, EveryInputLeadsToOneLegalConfiguration) {
  const Explored found = explore(plan);
  const auto all = every_input();
  for (const Configuration& now : found.configurations)
    for (const Input& input : all) {
      const Step step = next(plan, now, input);
      ASSERT_STREQ(illegal(plan, step.after), nullptr) << told(plan, now) << " " << word(step.rule);
      ASSERT_EQ(step.rule == Rule::none, step.after == now) << told(plan, now);
    }
}

TEST_P(SmallLaws, UnknownNeverMoves) {
  const Explored found = explore(plan);
  const auto all = every_input();
  for (const Configuration& now : found.configurations)
    for (const Input& input : all) {
      if (!cannot_tell(input)) continue;
      ASSERT_EQ(next(plan, now, input).after.state, now.state) << told(plan, now);
    }
}

TEST_P(SmallLaws, NoInputStartsWhatMayNotRunTwice) {
  const Explored found = explore(plan);
  const auto all = every_input();
  for (const Configuration& now : found.configurations)
    for (const Input& input : all) {
      const Step step = next(plan, now, input);
      if (step.after.standing != Standing::intent || now.standing != Standing::ready) continue;
      ASSERT_LT(now.attempt, plan.rows[now.state]->attempts) << told(plan, now);
    }
}

INSTANTIATE_TEST_SUITE_P(Of, SmallLaws, testing::Values("shop", "careless"),
                         [](const auto& param) { return std::string(param.param); });

// Where a run may be in the same state without the operator saying retry.
std::set<std::uint32_t> without_retry(const Explored& found, std::uint32_t from) {
  std::set<std::uint32_t> seen = {from};
  std::vector<std::uint32_t> open = {from};
  while (!open.empty()) {
    const auto now = open.back();
    open.pop_back();
    for (const Edge& edge : found.edges) {
      if (edge.from != now || edge.rule == Rule::retry) continue;
      if (found.configurations[edge.to].state != found.configurations[from].state) continue;
      if (seen.insert(edge.to).second) open.push_back(edge.to);
    }
  }
  return seen;
}

TEST_P(SmallLaws, AStepWithOneAttemptIsNotStartedAgainWithoutRetry) {
  const Explored found = explore(plan);
  for (std::uint32_t i = 0; i < found.configurations.size(); ++i) {
    const Configuration& flying = found.configurations[i];
    if (flying.standing != Standing::flight || plan.rows[flying.state]->attempts > 1) continue;
    for (const auto later : without_retry(found, i))
      EXPECT_NE(found.configurations[later].standing, Standing::intent) << told(plan, flying);
  }
}

// The ledger does not say what a step did; a step without ensure is believed.
Input as_recorded(Input input) {
  input.did.reset();
  return input;
}

TEST_P(Laws, TheFoldCoversWhatTheProverSees) {
  std::mt19937 chance(20240517);
  for (int walk = 0; walk < 300; ++walk) {
    Configuration seen = start(plan), folded = seen;
    for (int length = 0; length < 200; ++length) {
      const auto all = inputs(plan, seen);
      if (all.empty()) break;
      const Input& input = all[chance() % all.size()];
      const Step real = next(plan, seen, input), recorded = next(plan, folded, as_recorded(input));
      ASSERT_EQ(real.rule, recorded.rule) << told(plan, seen) << " / " << told(plan, folded);
      seen = real.after;
      folded = recorded.after;
      ASSERT_TRUE(covers(folded, seen)) << told(plan, seen) << " / " << told(plan, folded);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Of, Laws,
                         testing::Values("shop", "demo", "parsec-3", "parsec-3-back",
                                         "ixp-manager-4", "ixp-manager-6", "convoy-3",
                                         "status-page-2"),
                         [](const auto& param) {
                           std::string name = param.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

TEST(Covers, WantsAllThatIsKnownToBeTheSame) {
  const Plan plan = plan_of(shop());
  const Configuration first = start(plan);
  Configuration other = first;
  EXPECT_TRUE(covers(first, other));
  other.facts ^= plan.fact("quiet");
  EXPECT_FALSE(covers(first, other));
  other = first;
  other.changed = plan.component("database");
  EXPECT_FALSE(covers(first, other));
  other = first;
  other.attempt = 1;
  EXPECT_FALSE(covers(first, other));
}

TEST(Covers, LetsTheWorldBeAnythingWhereTheLedgerDoesNotKnow) {
  const Plan plan = plan_of(shop());
  Configuration folded = start(plan), other = folded;
  folded.broken = plan.component("database");
  folded.unsure = plan.serving;
  folded.beyond = true;
  EXPECT_TRUE(covers(folded, other));
  other.changed = plan.component("database");
  other.facts &= ~plan.serving;
  other.reached = true;
  EXPECT_TRUE(covers(folded, other));
  EXPECT_FALSE(covers(other, folded));
}

}  // namespace
}  // namespace interlock
