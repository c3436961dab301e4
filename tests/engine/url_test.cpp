#include "engine/url.h"

#include <gtest/gtest.h>

namespace interlock {
namespace {

// What put() makes of a URL for this system, written again.
std::string again(std::string_view text, System system) {
  Address address{.system = system};
  const auto url = url_of(text);
  if (!url) return "no URL";
  const auto wrong = put(*url, address);
  return wrong.empty() ? written(address) : wrong.front();
}

TEST(Url, HasUserHostPortAndName) {
  const auto url = url_of("mysql://ixp:se%3Acret@db.example.net:3307/ixp?sslmode=verify-full");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->scheme, "mysql");
  EXPECT_EQ(url->user, "ixp");
  EXPECT_EQ(url->password->reveal(), "se:cret");
  EXPECT_EQ(url->host, "db.example.net");
  EXPECT_EQ(url->port, "3307");
  EXPECT_EQ(url->path, "/ixp");
  EXPECT_EQ(url->query.at("sslmode"), "verify-full");
}

TEST(Url, DecodesPercentSigns) {
  EXPECT_EQ(url_of("mysql://a%40b@h/x%2Fy")->user, "a@b");
  EXPECT_EQ(url_of("mysql://a%40b@h/x%2Fy")->path, "/x/y");
}

TEST(Url, TakesIpv6InBrackets) {
  const auto url = url_of("postgresql://[2001:db8::1]:5433/x");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->host, "2001:db8::1");
  EXPECT_EQ(url->port, "5433");
}

TEST(Url, TakesThePathOfSqliteAsItIs) {
  EXPECT_EQ(url_of("sqlite:/srv/a%20b?.db")->path, "/srv/a%20b?.db");
}

class NoUrl : public testing::TestWithParam<std::string> {};

TEST_P(NoUrl, IsRefused) {
  EXPECT_FALSE(url_of(GetParam()));
}

INSTANTIATE_TEST_SUITE_P(Url, NoUrl,
                         testing::Values("", "x", "://h", "mysql:h", "mysql://h:0/x",
                                         "mysql://h:65536/x", "mysql://h:1x/x", "mysql://[::1/x",
                                         "mysql://[x]/x", "mysql://h/%zz", "mysql://h/%4",
                                         "mysql://h/%00", "mysql://h/%0A", "mysql://h/x#y",
                                         "mysql://h/x?a=1&a=2", "my sql://h/x", "mysql://a b/x",
                                         "sqlite:"));

TEST(Url, BecomesAnAddressAndBack) {
  EXPECT_EQ(again("postgres://a%40b@[::1]:5433/x", System::postgres),
            "postgresql://a%40b@[::1]:5433/x");
  EXPECT_EQ(again("redis://h/2", System::redis), "redis://h/2");
  EXPECT_EQ(again("sqlite:/a/b", System::sqlite), "sqlite:/a/b");
  EXPECT_EQ(again("https://h:8443/a%20b/", System::http), "https://h:8443/a%20b/");
}

TEST(Url, NamesASocketInsteadOfAHost) {
  EXPECT_EQ(again("mysql:///ixp?socket=/run/my.sock", System::mysql),
            "mysql:///ixp?socket=/run/my.sock");
  EXPECT_EQ(again("postgresql:///x?host=/run/pg", System::postgres),
            "postgresql:///x?socket=/run/pg");
}

TEST(Url, LeavesTheRestAsItWas) {
  Address address{
      .system = System::mysql, .host = "old", .port = "3306", .name = "ixp", .user = "u"};
  EXPECT_TRUE(put(*url_of("mysql://new"), address).empty());
  EXPECT_EQ(written(address), "mysql://u@new:3306/ixp");
}

TEST(Url, DemandsVerifiedTlsOrNone) {
  Address address{.system = System::postgres};
  EXPECT_TRUE(
      put(*url_of("postgresql://h/x?sslmode=verify-full&sslrootcert=/ca"), address).empty());
  EXPECT_TRUE(address.tls);
  EXPECT_EQ(address.authority, "/ca");
  EXPECT_EQ(again("postgresql://h/x?sslmode=require", System::postgres),
            "sslmode is verify-full or disable: anything between verifies nobody.");
}

TEST(Url, TellsWhatHasNoMeaning) {
  EXPECT_EQ(again("mysql://h/x?colour=red", System::mysql),
            "\"colour\" has no meaning here; known are socket, sslmode, sslrootcert.");
  EXPECT_EQ(again("redis://h/zero", System::redis),
            "After the slash stands the number of the database.");
  EXPECT_EQ(again("https:///x", System::http), "It names no host.");
}

TEST(Url, IsCompletedByTheUsualPort) {
  Address address{.system = System::http, .tls = true};
  complete(address);
  EXPECT_EQ(address.port, "443");
}

}  // namespace
}  // namespace interlock
