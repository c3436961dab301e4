// kill -9 between records, commands and effects of an upgrade on a real PostgreSQL.
#include <gtest/gtest.h>

#include "tests/drawn.h"
#include "tests/whole/crashed.h"
#include "tests/whole/parsec.h"

namespace interlock {
namespace {

constexpr int shards = 4;

const Known& parsec_machine() {
  static const Known known("parsec-3");
  return known;
}

class ParsecPlace final : public Crashing {
 public:
  explicit ParsecPlace(const std::string& migration) : before_(parsec_.contents()) {
    parsec_.hasten(known());
    parsec_.migrator("0006_tos.sql", migration);
  }

  Desk& desk() override { return parsec_.desk; }
  std::vector<std::string> run_words() const override {
    return parsec_.words("run", {"--yes", "3.1.0", "--timeout", "60"});
  }
  std::string differs_from(Final end) override {
    const bool upgraded = end == Final::success;
    const std::string image =
        std::string("ghcr.io/scille/parsec-cloud/parsec-server:") + (upgraded ? "3.1.0" : "3.0.0");
    const Value state = parsec_.state();
    const Value& container = state["container"];
    if (container["state"].text() != "running") return "the server does not run";
    if (container["image"].text() != image) return "the image that runs";
    if (desk().read("parsec/parsec-server.docker.yaml").find(image) == std::string::npos)
      return "the compose file";
    if (!upgraded) return parsec_.contents() == before_ ? "" : "the database";
    return parsec_.sql("SELECT max(_id) FROM migration") == "6\n" ? "" : "the schema";
  }
  int starts() override {
    const std::string migrate = "run --rm parsec-server migrate\n", calls = parsec_.calls();
    int found = 0;
    for (auto at = calls.find(migrate); at != std::string::npos; at = calls.find(migrate, at + 1))
      ++found;
    return found;
  }
  const Known& known() const override { return parsec_machine(); }

 private:
  Parsec parsec_;
  std::string before_;
};

// Every test takes each fourth of the points that are drawn of those between which something
// happens.
struct KilledParsec : testing::TestWithParam<int> {
  void SetUp() override {
    if (server("INTERLOCK_PG_PORT").empty())
      GTEST_SKIP() << "no PostgreSQL is named: see ./dev test";
  }

  static bool on_way_back(const std::string& point) {
    for (const char* state : {" new_", " old_"})
      if (point.find(state) != std::string::npos) return true;
    return false;
  }

  void kill_each(const std::string& migration, const std::vector<std::string>& more, bool back) {
    ParsecPlace first(migration);
    const auto points = points_of(first, with(first.run_words(), more));
    std::vector<std::size_t> chosen;
    for (std::size_t i = 0; i < points.size(); ++i)
      if (on_way_back(points[i]) == back && !same_as_before(points, i)) chosen.push_back(i);
    int number = 0;
    for (const std::size_t i : drawn(chosen, 12)) {
      if (++number % shards != GetParam()) continue;
      SCOPED_TRACE("killed at " + std::to_string(i + 1) + ", " + points[i]);
      ParsecPlace place(migration);
      Crashed crashed(place, with({"resume"}, more));
      EXPECT_TRUE(crashed.killed_at(static_cast<int>(i + 1), with(place.run_words(), more)));
      crashed.end(number / shards % 2 == 0 ? Choice::retry : Choice::back);
    }
  }
};
INSTANTIATE_TEST_SUITE_P(Each, KilledParsec, testing::Range(0, shards));

TEST_P(KilledParsec, EndsAsItsRecordTells) {
  kill_each(good_migration, {}, false);
}

TEST_P(KilledParsec, GoesBackWholeFromAMigrationThatBrokeOff) {
  kill_each("ALTER TABLE organization ADD tos_updated_on TEXT;", {"--on-fail", "back"}, true);
}

}  // namespace
}  // namespace interlock
