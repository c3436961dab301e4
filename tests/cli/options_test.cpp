#include "engine/cli/options.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace interlock {
namespace {

// A variable of the environment, as long as a test.
class Variable {
 public:
  Variable(const char* name, const char* value) : name_(name) { ::setenv(name, value, 1); }
  ~Variable() { ::unsetenv(name_); }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

 private:
  const char* name_;
};

Parsed parsed_from(std::vector<const char*> words) {
  words.insert(words.begin(), "interlock");
  return options_of(static_cast<int>(words.size()), words.data());
}

TEST(OptionsOf, TakesWhatIsTypedBeforeTheEnvironment) {
  const Variable timeout("INTERLOCK_TIMEOUT", "60"), ledger("INTERLOCK_LEDGER", "other.db");
  const auto options =
      parsed_from({"ready", "demo", "--timeout", "3", "--ledger", "typed.db"}).options;
  EXPECT_EQ(options.verb, "ready");
  EXPECT_EQ(options.timeout, 3);
  EXPECT_EQ(options.ledger, "typed.db");
}

TEST(OptionsOf, TakesTheEnvironmentWhereNothingIsTyped) {
  const Variable timeout("INTERLOCK_TIMEOUT", "60"), quiet("INTERLOCK_QUIET", "1");
  const auto options = parsed_from({"resume"}).options;
  EXPECT_EQ(options.verb, "resume");
  EXPECT_EQ(options.timeout, 60);
  EXPECT_TRUE(options.quiet);
}

TEST(OptionsOf, TakesOfTheEnvironmentOnlyWhatTheVerbKnows) {
  const Variable format("INTERLOCK_FORMAT", "ndjson");
  const auto retry = parsed_from({"retry"}).options;
  EXPECT_EQ(retry.format, "human");
  const Parsed status = parsed_from({"status"});
  EXPECT_EQ(status.exit, 2);
}

TEST(OptionsOf, KnowsVerbsOfTwoWords) {
  const auto options = parsed_from({"audit", "verify", "--format", "json"}).options;
  EXPECT_EQ(options.verb, "audit verify");
  EXPECT_EQ(options.format, "json");
}

TEST(OptionsOf, TakesAVersionOfAnOutput) {
  EXPECT_EQ(parsed_from({"status", "--format", "json@1"}).options.format, "json");
  EXPECT_EQ(parsed_from({"status", "--format", "json@2"}).exit, 2);
}

TEST(OptionsOf, TakesAVersionAsItsTagIsCalled) {
  EXPECT_EQ(parsed_from({"ready", "demo", "--to", "v1.2.0"}).options.to, "1.2.0");
  EXPECT_EQ(parsed_from({"run", "demo", "--yes", "v1.2.0"}).options.begin, "1.2.0");
  const auto path = parsed_from({"path", "demo", "v1.0.0", "vNext"}).options;
  EXPECT_EQ(path.from, "1.0.0");
  EXPECT_EQ(path.to, "vNext");
}

TEST(OptionsOf, RefusesWhatNoVerbKnows) {
  const Parsed redy = parsed_from({"redy"});
  EXPECT_EQ(redy.text, "there is no verb \"redy\".");
  EXPECT_EQ(redy.hint, "Did you mean ready? All of them: interlock --help");
  EXPECT_EQ(parsed_from({"status", "more"}).exit, 2);
  EXPECT_EQ(parsed_from({"audit"}).exit, 2);
  EXPECT_EQ(parsed_from({}).exit, 2);
}

TEST(OptionsOf, HelpsWithEachVerb) {
  const Parsed ready = parsed_from({"ready", "--help"});
  EXPECT_EQ(ready.exit, 0);
  EXPECT_TRUE(ready.text.starts_with("interlock ready MACHINE [options]\n")) << ready.text;
  EXPECT_NE(parsed_from({"audit", "verify", "--help"}).text.find("--expect SIZE:ROOT"),
            std::string::npos);
}

}  // namespace
}  // namespace interlock
