#include <gtest/gtest.h>

#include "engine/endpoints/openers.h"
#include "engine/error.h"

namespace interlock {
namespace {

using namespace std::chrono_literals;

TEST(Operator, TellsTheLastAnswer) {
  const auto session = open_operator({{"Is it quiet?", "no", "anna", Moment(1000s)},
                                      {"Is it quiet?", "yes", "ben", Moment(2000s + 400ms)}});
  EXPECT_EQ(session->ask({"ask $1", {"Is it quiet?"}}),
            table_of("said | by | at \n yes | ben | 2000"));
}

TEST(Operator, HasNoAnswerYet) {
  EXPECT_EQ(open_operator({})->ask({"ask $1", {"Is it quiet?"}}),
            (Table{{"said", "by", "at"}, {}}));
}

TEST(Operator, IsAskedNothingElse) {
  EXPECT_THROW(open_operator({})->ask({"tell $1", {"x"}}), Error);
}

}  // namespace
}  // namespace interlock
