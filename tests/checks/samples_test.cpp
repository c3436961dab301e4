#include <gtest/gtest.h>

#include "checks/index.h"
#include "engine/judge.h"

namespace interlock {
namespace {

struct Case {
  const Check* check;
  const Sample* sample;
};

void PrintTo(const Case& c, std::ostream* out) {
  *out << c.check->id << ": " << c.sample->name;
}

System first_system_of(const Probe& probe) {
  for (std::size_t i = 0; i < system_words.size(); ++i)
    if (!probe.words_for(static_cast<System>(i)).empty()) return static_cast<System>(i);
  return System::files;
}

std::vector<Case> every_sample() {
  std::vector<Case> cases;
  for (const Check* check : all_checks())
    for (const Sample& sample : check->samples) cases.push_back({check, &sample});
  return cases;
}

class EverySample : public testing::TestWithParam<Case> {};

// Puts the drawn answers together as gather() would.
std::vector<Reply> replies_in(const Check& check, const std::vector<std::string_view>& drawings,
                              const std::vector<std::string_view>& further, std::size_t& taken) {
  std::vector<Reply> replies;
  for (std::size_t probe = 0; probe < drawings.size(); ++probe) {
    Reply& reply = replies.emplace_back(Reply{answer_of(drawings[probe])});
    const auto* table = std::get_if<Table>(&reply.answer);
    if (table && check.probes.at(probe).asks_further)
      for (std::size_t row = 0; row < table->rows.size(); ++row)
        reply.further.push_back(answer_of(further.at(taken++)));
  }
  return replies;
}

TEST_P(EverySample, IsJudgedAsItSays) {
  const auto& [check, sample] = GetParam();
  Guard guard;
  guard.with = sample->given;
  Evidence seen{{}, arguments_of(*check, guard, Machine{})};
  std::size_t further = 0, further_earlier = 0;
  ASSERT_EQ(sample->seen.size(), check->probes.size()) << "one drawing for each probe";
  seen.on = sample->on.value_or(first_system_of(check->probes.front()));
  seen.replies = replies_in(*check, sample->seen, sample->further, further);
  seen.earlier = replies_in(*check, sample->earlier, sample->further_earlier, further_earlier);
  EXPECT_EQ(further, sample->further.size());
  EXPECT_EQ(further_earlier, sample->further_earlier.size());
  seen.asked = Moment(std::chrono::hours(480000));
  seen.since = seen.asked - sample->ago;
  const Verdict verdict = judge(*check, seen);
  EXPECT_EQ(verdict.outcome, sample->outcome) << verdict.sentence;
  if (!sample->said.empty()) {
    EXPECT_EQ(verdict.sentence, sample->said);
  }
}

INSTANTIATE_TEST_SUITE_P(Checks, EverySample, testing::ValuesIn(every_sample()),
                         [](const auto& test) {
                           std::string name = std::string(test.param.check->id) + "__" +
                                              std::string(test.param.sample->name);
                           for (char& c : name)
                             if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
                           return name;
                         });

}  // namespace
}  // namespace interlock
