#include "engine/gather.h"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>

#include "engine/error.h"

namespace interlock {
namespace {

// Answers with the question itself; complains about the word "wrong".
class Echo final : public Endpoint {
 public:
  explicit Echo(std::atomic<int>& asked) : asked_(asked) {}
  Table ask(const Question& question) override {
    ++asked_;
    if (question.words == "wrong") throw Error(Error::Kind::endpoint, "syntax error", {}, "42601");
    return {{"echo"}, {{question.words}}};
  }

 private:
  std::atomic<int>& asked_;
};

struct Gather : testing::Test {
  std::atomic<int> opened = 0;
  std::atomic<int> asked = 0;
  Opener open = [this](const Whom& whom, std::chrono::milliseconds) -> std::unique_ptr<Endpoint> {
    ++opened;
    if (whom.endpoint == "down") throw Error(Error::Kind::endpoint, "connection refused");
    return std::make_unique<Echo>(asked);
  };
};

TEST_F(Gather, AsksTheSameQuestionOnce) {
  const auto answers = gather({{{"db"}, "q"}, {{"db"}, "q"}, {{"db"}, "q", {"argument"}}}, open);
  EXPECT_EQ(answers.size(), 2u);
  EXPECT_EQ(asked, 2);
}

TEST_F(Gather, OpensOneSessionForEachEndpointAndAccount) {
  gather({{{"a"}, "1"}, {{"a"}, "2"}, {{"a", true}, "1"}, {{"b"}, "1"}}, open);
  EXPECT_EQ(opened, 3);
}

TEST_F(Gather, KeepsAskingAfterAQuestionThatFailed) {
  const auto answers = gather({{{"db"}, "wrong"}, {{"db"}, "right"}}, open);
  EXPECT_EQ(answers.at({{"db"}, "wrong"}).reply.answer,
            Answer(Unanswered{"42601", "syntax error"}));
  EXPECT_EQ(answers.at({{"db"}, "right"}).reply.answer, Answer(table_of("echo \n right")));
}

// Answers with as many bytes as the question has it.
class Flood final : public Endpoint {
 public:
  Table ask(const Question& question) override {
    return {{"bytes"}, {{std::string(std::stoul(question.words), 'x')}}};
  }
};

TEST(Gatherer, TakesNoAnswerThatIsTooLarge) {
  const std::string most = std::to_string(largest_answer),
                    more = std::to_string(largest_answer + 1);
  const auto answers =
      gather({{{"db"}, most}, {{"db"}, more}},
             [](const Whom&, std::chrono::milliseconds) { return std::make_unique<Flood>(); });
  EXPECT_TRUE(std::holds_alternative<Table>(answers.at({{"db"}, most}).reply.answer));
  EXPECT_EQ(answers.at({{"db"}, more}).reply.answer,
            Answer(Unanswered{"too_large", "the answer was larger than 64 MiB"}));
}

// Answers the word "walk" with two further questions, of which one would write.
class Walker final : public Endpoint {
 public:
  Table ask(const Question& question) override {
    if (question.words == "walk") return table_of("name | ask \n a | SELECT a \n b | DROP b");
    return {{"echo"}, {{question.words}}};
  }
};

TEST(GatherFurther, AsksWhatAnAnswerBringsIfItOnlyReads) {
  const Errand walk{{"db"}, "walk", {}, usual_patience, true};
  const auto answers = gather(
      {walk}, [](const Whom&, std::chrono::milliseconds) { return std::make_unique<Walker>(); });
  const Reply& reply = answers.at(walk).reply;
  ASSERT_EQ(reply.further.size(), 2u);
  EXPECT_EQ(reply.further[0], Answer(table_of("echo \n SELECT a")));
  EXPECT_TRUE(std::holds_alternative<Unanswered>(reply.further[1]));
}

TEST(GatherFurther, AsksNothingWhereTheAnswerBringsNoQuestion) {
  const Errand walk{{"db"}, "echo", {}, usual_patience, true};
  const auto answers = gather(
      {walk}, [](const Whom&, std::chrono::milliseconds) { return std::make_unique<Walker>(); });
  EXPECT_TRUE(answers.at(walk).reply.further.empty());
}

// Remembers what it was asked.
class Listener final : public Endpoint {
 public:
  explicit Listener(std::string& heard) : heard_(heard) {}
  Table ask(const Question& question) override {
    heard_ += question.words;
    if (question.words == "c") throw std::length_error("too much");
    return {{"echo"}, {{question.words}}};
  }

 private:
  std::string& heard_;
};

TEST(GatherOrder, AsksTheLeastPatientFirst) {
  using namespace std::chrono_literals;
  std::string heard;
  std::chrono::milliseconds longest{0};
  gather(
      {{{"db"}, "a", {}, 9s}, {{"db"}, "b", {}, 5s}, {{"db"}, "d", {}, 9s}, {{"db"}, "e", {}, 5s}},
      [&](const Whom&, std::chrono::milliseconds patience) {
        longest = patience;
        return std::make_unique<Listener>(heard);
      });
  EXPECT_EQ(heard, "bead");
  EXPECT_EQ(longest, 9s);
}

TEST(GatherOrder, GoesOnAfterAnExceptionOfALibrary) {
  std::string heard;
  const auto answers = gather(
      {{{"db"}, "c"}, {{"db"}, "d"}},
      [&](const Whom&, std::chrono::milliseconds) { return std::make_unique<Listener>(heard); });
  EXPECT_EQ(heard, "cd");
  EXPECT_EQ(answers.at({{"db"}, "c"}).reply.answer, Answer(Unanswered{"", "too much"}));
}

TEST_F(Gather, TriesAnEndpointThatIsDownOnlyOnce) {
  const auto answers = gather({{{"down"}, "p"}, {{"down"}, "q"}}, open);
  EXPECT_EQ(answers.at({{"down"}, "q"}).reply.answer, Answer(Unanswered{"", "connection refused"}));
  EXPECT_EQ(opened, 1);
}

TEST_F(Gather, AsksNothingOnceStopped) {
  std::stop_source stop;
  stop.request_stop();
  const auto answers = gather({{{"db"}, "q"}}, open, stop.get_token());
  EXPECT_TRUE(std::holds_alternative<Unanswered>(answers.begin()->second.reply.answer));
  EXPECT_EQ(opened, 0);
}

}  // namespace
}  // namespace interlock
