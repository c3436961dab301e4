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

std::vector<Case> every_sample() {
  std::vector<Case> cases;
  for (const Check* check : all_checks())
    for (const Sample& sample : check->samples) cases.push_back({check, &sample});
  return cases;
}

class EverySample : public testing::TestWithParam<Case> {};

TEST_P(EverySample, IsJudgedAsItSays) {
  const auto& [check, sample] = GetParam();
  ASSERT_FALSE(sample->seen.empty());
  const Verdict verdict = judge(*check, evidence_of(*check, *sample));
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
