// A person upgrades Parsec while Interlock watches, and follows the guide to the letter: its
// tag has a v that no published image has, and its restart keeps the old image (F23).
#include <gtest/gtest.h>

#include "tests/whole/parsec.h"

namespace interlock {
namespace {

struct ParsecByTheGuide : testing::Test {
  std::unique_ptr<Parsec> parsec;
  Typed ended;

  void SetUp() override {
    if (server("INTERLOCK_PG_PORT").empty())
      GTEST_SKIP() << "no PostgreSQL is named: see ./dev test";
    static const Known known("parsec-3");
    parsec = std::make_unique<Parsec>();
    parsec->hasten(known);
  }
  Typed typed(const std::string& line) const {
    return parsec->desk.program({"/bin/sh", "-c", line});
  }
  Typed compose(const std::string& words) const {
    return typed("docker compose -f parsec/parsec-server.docker.yaml " + words + " parsec-server");
  }
  // Pastes what it says, up to the line with that text (empty: to the end), which is returned.
  std::string follow(const std::vector<std::string>& words, const std::string& until) {
    Typing typing(parsec->desk, words);
    std::size_t pasted = 0;
    std::string reached;
    typing.until([&] {
      const auto lines = yours(typing.out());
      for (; pasted < lines.size() && reached.empty(); ++pasted)
        if (!until.empty() && lines[pasted].find(until) != std::string::npos)
          reached = lines[pasted];
        else
          EXPECT_EQ(typed(lines[pasted]).exit, 0) << lines[pasted];
      return !reached.empty();
    });
    if (!reached.empty()) typing.interrupt();
    ended = typing.end();
    return reached;
  }
};

TEST_F(ParsecByTheGuide, DoesNotReachTheNewReleaseAndIsTold) {
  const std::vector<std::string> on = {"resume", "--every", "1"};
  const std::string tag =
      follow(parsec->words("observe", {"--yes", "3.1.0", "--every", "1"}), "sed -i");
  ASSERT_NE(tag, "") << ended.out << ended.err;
  typed("sed -i 's|parsec-server:3.0.0|parsec-server:v3.1.0|' parsec/parsec-server.docker.yaml");
  const std::string up = follow(on, "up -d");
  ASSERT_NE(up, "") << ended.out << ended.err;
  EXPECT_NE(ended.out.find("parsec-server:v3.1.0, with a"), std::string::npos) << ended.out;
  EXPECT_EQ(parsec->sql("SELECT max(_id) FROM migration"), "6\n");

  EXPECT_NE(typed(up).exit, 0);
  EXPECT_EQ(compose("restart").exit, 0);
  const Typed held = parsec->desk.interlock({"resume"});
  EXPECT_EQ(held.exit, 1) << held.out << held.err;
  EXPECT_NE(held.out.find("container.image_is"), std::string::npos) << held.out;
  EXPECT_NE(held.out.find("parsec-server:3.0.0"), std::string::npos) << held.out;

  for (const std::string& line : {tag, up}) EXPECT_EQ(typed(line).exit, 0) << line;
  follow(on, "");
  EXPECT_EQ(ended.exit, 0) << ended.out << ended.err;
  EXPECT_TRUE(parsec->state()["container"]["image"].text().ends_with(":3.1.0"));
}

}  // namespace
}  // namespace interlock
