// kill -9 between records, commands and effects of an upgrade of Convoy.
#include <gtest/gtest.h>

#include "tests/drawn.h"
#include "tests/whole/convoy.h"
#include "tests/whole/crashed.h"

namespace interlock {
namespace {

const Known& convoy_machine() {
  static const Known known("convoy-3");
  return known;
}

class ConvoyPlace final : public Crashing {
 public:
  ConvoyPlace() : contents_(convoy_.contents()), files_(convoy_.files()) {
    // The question is answered before anything is killed.
    const Typed asked = desk().interlock(convoy_.words("run", {"--yes", convoy_.target}));
    EXPECT_EQ(asked.exit, 9) << asked.out << asked.err;
    const std::string run = events_of_run(desk()).back().run;
    desk().interlock({"answer", run, "checked/operator.confirms@operator", "yes"});
  }

  Desk& desk() override { return convoy_.desk; }
  std::vector<std::string> run_words() const override { return {"resume", "--timeout", "60"}; }
  std::string differs_from(Final end) override {
    if (convoy_.in_maintenance()) return "maintenance mode is on";
    for (const char* service : {"php", "workers", "database"})
      if (!convoy_.runs(service)) return std::string(service) + " is off";
    const bool upgraded = end == Final::success;
    const Typed page = desk().program({"/usr/bin/curl", "-s", convoy_.url()});
    const std::string version = upgraded ? convoy_.target : "3.8.1-beta";
    if (page.out.find('"' + version + '"') == std::string::npos) return "the page: " + page.out;
    if (upgraded)
      return convoy_.asked("SELECT COUNT(*) FROM migrations") == "76\n" ? "" : "the schema";
    if (convoy_.contents() != contents_) return "the database";
    return convoy_.files() == files_ ? "" : "the folder";
  }
  int starts() override {
    const std::string migrate = "php artisan migrate --force\n", calls = convoy_.calls();
    int found = 0;
    for (auto at = calls.find(migrate); at != std::string::npos; at = calls.find(migrate, at + 1))
      ++found;
    return found;
  }
  const Known& known() const override { return convoy_machine(); }

 private:
  Convoy convoy_;
  std::string contents_, files_;
};

// Three points, drawn by lot, of those between which something happens; all by
// `./dev crosscheck`. How often a server is asked until it answers differs, so one of the last
// points may not be reached.
TEST(KilledConvoy, EndsAsItsRecordTells) {
  if (server("INTERLOCK_MY_PORT").empty()) GTEST_SKIP() << "no MariaDB is named: see ./dev test";
  std::vector<std::string> points;
  std::vector<std::size_t> chosen;
  {
    ConvoyPlace first;
    points = points_of(first, first.run_words());
  }
  for (std::size_t i = 0; i < points.size(); ++i)
    if (!same_as_before(points, i)) chosen.push_back(i);
  Choice choice = Choice::back;
  for (const std::size_t i : drawn(chosen, 3)) {
    SCOPED_TRACE("killed at " + std::to_string(i + 1) + ", " + points[i]);
    ConvoyPlace place;
    Crashed crashed(place, place.run_words());
    const bool killed = crashed.killed_at(static_cast<int>(i + 1), place.run_words());
    EXPECT_TRUE(killed || i > points.size() / 2);
    choice = choice == Choice::back ? Choice::retry : Choice::back;
    crashed.end(choice);
  }
}

}  // namespace
}  // namespace interlock
