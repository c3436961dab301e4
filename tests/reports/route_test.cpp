#include "reports/route.h"

#include <gtest/gtest.h>

#include "checks/index.h"
#include "engine/catalogue.h"
#include "engine/route.h"
#include "states/catalogue.h"
#include "states/shipped.h"
#include "tests/reports/screen.h"

namespace interlock {
namespace {

Catalogue releases_of(const std::string& product) {
  for (const Shipped& file : shipped_releases()) {
    std::vector<Problem> problems;
    const Catalogue catalogue = catalogue_of(file.text, problems);
    if (catalogue.product == product) return catalogue;
  }
  return {};
}

Drawn path(const std::string& from, const std::string& to) {
  const Machine machine = definitions_of("ixp-manager-6", {}, all_checks()).loaded.machine;
  const Route found = route(machine, releases_of(machine.product), from, to);
  return [=](const Style& style) { return route_text({machine, found, from, to}, style); };
}

TEST(RouteText, IsALineForEachUpgrade) {
  expect_screens("path", path("6.2.0", "7.0.1"));
}
TEST(RouteText, SaysWhyNoneLeadsThere) {
  expect_screens("path_none", path("6.4.2", "6.2.0"));
}

}  // namespace
}  // namespace interlock
