#include "checks/pins.h"

#include <gtest/gtest.h>

namespace interlock::checks {
namespace {

TEST(Pins, AreReadAsPipReadsThem) {
  const Pins pins = pins_in({"# Django==1.0", "Django==4.1.4", "  Django_RQ == 2.5.1  # queue",
                             "psycopg[binary,pool]==3.2.3; python_version >= '3.8'", "redis>=4",
                             "a==1.0 \\", "  --hash=sha256:11aa", "-r more.txt", "-e git+https://x",
                             "--index-url https://example.net/b==1", ""});
  EXPECT_EQ(
      pins.pinned,
      (std::vector<Pin>{
          {"django", "4.1.4"}, {"django-rq", "2.5.1"}, {"psycopg", "3.2.3", true}, {"a", "1.0"}}));
  EXPECT_EQ(pins.included, (std::vector<std::string>{"more.txt"}));
}

TEST(Pins, AreSatisfiedByTheirVersionOnly) {
  for (const auto& [version, pin] :
       {std::pair{"4.1.4", "4.1.4"}, std::pair{"5.0.0", "5.0"}, std::pair{"1.0rc1", "1.0-RC.1"},
        std::pair{"4.1.4", "4.1.*"}, std::pair{"1.0+local", "1.0"}, std::pair{"v1", "1.0"}})
    EXPECT_TRUE(satisfies_pin(version, pin)) << version << " " << pin;
  for (const auto& [version, pin] : {std::pair{"4.1.5", "4.1.4"}, std::pair{"4.10.1", "4.1.*"},
                                     std::pair{"1.0rc1", "1.0"}, std::pair{"10", "1"}})
    EXPECT_FALSE(satisfies_pin(version, pin)) << version << " " << pin;
}

struct Case {
  const char *range, *version;
  Allows allows;
};

TEST(Ranges, AllowWhatBowerAllows) {
  for (const auto& [range, version, allows] : {Case{"1.2.3", "1.2.3", Allows::yes},
                                               {"1.2.3", "1.2.4", Allows::no},
                                               {"~1.2.3", "1.2.9", Allows::yes},
                                               {"~1.2.3", "1.3.0", Allows::no},
                                               {"~1", "1.9.0", Allows::yes},
                                               {"^1.2.3", "1.9.0", Allows::yes},
                                               {"^1.2.3", "1.2.2", Allows::no},
                                               {"^1.2.3", "2.0.0", Allows::no},
                                               {"^0.2.3", "0.3.0", Allows::no},
                                               {"^0.0.3", "0.0.4", Allows::no},
                                               {"1.x", "1.7.0", Allows::yes},
                                               {"1.x", "2.0.0", Allows::no},
                                               {">=1.2 <2", "1.9.9", Allows::yes},
                                               {">= 1.2 < 2", "2.0.0", Allows::no},
                                               {">1", "1.5.0", Allows::no},
                                               {"<=1.2", "1.2.9", Allows::yes},
                                               {"1.2 - 1.4", "1.4.7", Allows::yes},
                                               {"1.2 - 1.4", "1.5.0", Allows::no},
                                               {"1.0 || ^2.1", "2.4.0", Allows::yes},
                                               {"1.0 || ^2.1", "3.0.0", Allows::no},
                                               {"*", "7.0.0", Allows::yes},
                                               {"latest", "7.0.0", Allows::yes},
                                               {"", "7.0.0", Allows::yes},
                                               {"v1.10.3", "1.10.3", Allows::yes},
                                               {"master", "1.0.0", Allows::unread},
                                               {"a0c2f0d", "1.0.0", Allows::unread},
                                               {"1.0", "a0c2f0d", Allows::unread}})
    EXPECT_EQ(range_allows(range, version), allows) << range << " " << version;
}

}  // namespace
}  // namespace interlock::checks
