// Content types that Django itself made, and what hinders it to delete them.
#include <gtest/gtest.h>

#include "engine/subprocess.h"
#include "tests/live/servers.h"
#include "tests/live/site.h"
#include "tests/live/throwaway.h"

namespace interlock::live {
namespace {

constexpr std::string_view settings = R"(import os
SECRET_KEY = 'x'
INSTALLED_APPS = ['django.contrib.contenttypes', 'django.contrib.auth', 'shop']
DATABASES = {'default': {'ENGINE': 'django.db.backends.postgresql', 'HOST': os.environ['AT_HOST'],
  'PORT': os.environ['AT_PORT'], 'USER': os.environ['AT_USER'], 'NAME': os.environ['AT_NAME']}}
DEFAULT_AUTO_FIELD = 'django.db.models.AutoField'
USE_TZ = True
)";

constexpr std::string_view models = R"(from django.db import models
class Order(models.Model):
    text = models.TextField()
class Change(models.Model):
    kind = models.ForeignKey('contenttypes.ContentType', on_delete=models.PROTECT)
)";

const Catalogue shop = {"Shop",
                        {{"1.0",
                          {},
                          {},
                          {},
                          {},
                          {{"auth", {"group", "permission", "user"}},
                           {"contenttypes", {"contenttype"}},
                           {"shop", {"change", "order"}}}},
                         {"2.0",
                          {},
                          {},
                          {},
                          {},
                          {{"auth", {"group", "permission", "user"}},
                           {"contenttypes", {"contenttype"}},
                           {"shop", {"change"}}}}},
                        {}};

bool django_is_there() {
  const Ended ended = run({.argv = {"/usr/bin/python3", "-c", "import django, psycopg2"}});
  return ended.ok();
}

struct Django : testing::Test {
  void SetUp() override {
    INTERLOCK_NEEDS(postgres());
    if (!django_is_there())
      GTEST_SKIP() << "Django (python3-django, python3-psycopg2) is not installed";
    database.emplace(postgres());
    site.emplace(database->address());
    site->catalogue = shop;
    site->write("settings.py", settings);
    site->write("shop/__init__.py", "");
    site->write("shop/models.py", models);
    site->write("shop/migrations/__init__.py", "");
    manage({"makemigrations", "shop"});
    manage({"migrate"});
  }
  bool manage(const std::vector<std::string>& words, bool may_fail = false) {
    const Address& at = database->address();
    Program program;
    program.argv = {"/usr/bin/python3", "-m", "django"};
    program.argv.insert(program.argv.end(), words.begin(), words.end());
    program.env = {{"DJANGO_SETTINGS_MODULE", "settings"},
                   {"PYTHONPATH", site->root()},
                   {"AT_HOST", at.host},
                   {"AT_PORT", at.port},
                   {"AT_USER", at.user},
                   {"AT_NAME", at.name}};
    program.folder = site->root();
    const Ended ended = run(program);
    EXPECT_TRUE(ended.ok() || may_fail) << words.front() << ": " << ended.why << ended.err;
    return ended.ok();
  }
  // The next release has no orders any more.
  void drop_orders() {
    std::string text(models);
    const auto order = text.find("class Order");
    site->write("shop/models.py", text.erase(order, text.find("class Change") - order));
    manage({"makemigrations", "shop"});
    manage({"migrate"});
  }
  Verdict stale(const std::string& release) {
    return site->verdict("data.no_stale_content_types", {{"release", release}});
  }
  Verdict unreferenced(const std::string& release) {
    return site->verdict("data.stale_content_types_unreferenced", {{"release", release}});
  }
  std::optional<Throwaway> database;
  std::optional<Site> site;
};

TEST_F(Django, LeavesAContentTypeOfAModelThatIsGone) {
  EXPECT_EQ(stale("1.0").outcome, Outcome::pass) << stale("1.0").sentence;
  drop_orders();
  EXPECT_EQ(stale("2.0").sentence, "Content types without a model in 2.0: shop.order.");
  EXPECT_EQ(unreferenced("2.0").outcome, Outcome::pass) << unreferenced("2.0").sentence;
  manage({"remove_stale_contenttypes", "--no-input"});
  EXPECT_EQ(stale("2.0").outcome, Outcome::pass) << stale("2.0").sentence;
}

TEST_F(Django, CannotDeleteWhatARowRefersTo) {
  write_to(database->address(),
           {"INSERT INTO shop_change (kind_id) SELECT id FROM django_content_type"
            " WHERE model IN ('order', 'user')"});
  EXPECT_EQ(unreferenced("1.0").outcome, Outcome::pass) << unreferenced("1.0").sentence;
  EXPECT_EQ(unreferenced("2.0").sentence,
            "Refer to content types that 2.0 will delete: shop_change.kind_id (1 row of"
            " shop.order).");
  drop_orders();
  EXPECT_FALSE(manage({"remove_stale_contenttypes", "--no-input"}, true));
}

TEST_F(Django, SaysNothingOfReleasesThatNobodyKnows) {
  EXPECT_EQ(stale("9.9").outcome, Outcome::unknown);
  EXPECT_EQ(unreferenced("9.9").outcome, Outcome::unknown);
}

TEST_F(Django, IsNotThereInAnotherDatabase) {
  const Throwaway bare(postgres());
  Site other(bare.address());
  other.catalogue = shop;
  EXPECT_EQ(other.verdict("data.no_stale_content_types", {{"release", "1.0"}}).outcome,
            Outcome::fail);
}

}  // namespace
}  // namespace interlock::live
