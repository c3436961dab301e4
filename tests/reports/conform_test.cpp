#include "reports/conform.h"

#include <gtest/gtest.h>

#include "engine/jcs.h"
#include "tests/reports/flaws.h"
#include "tests/reports/screen.h"

namespace interlock {
namespace {

struct ConformReport : testing::Test {
  Machine machine;
  Verification record;
  Conformance told;
  Conforming conforming{.machine = &machine,
                        .conformance = &told,
                        .record = record,
                        .path = "/var/lib/interlock/ledger.db",
                        .from = "6.3.1",
                        .to = "6.4.2",
                        .at = "2027-03-02T09:12:44.051Z",
                        .ms = 24};

  void SetUp() override {
    machine.id = "ixp-manager-6";
    machine.product = "IXP Manager";
    record.head = {228, std::string(64, '5')};
    told.run = "a3f9-k2mt";
    told.definition = {std::string(64, 'd'), std::string(64, 'e')};
    told.events = 170;
    told.rules = 41;
    told.state = "upgraded";
    told.finished = true;
    told.properties = {
        {"P1", Theorem::Group::safety, "At every destructive step a backup is verified."},
        {"P3", Theorem::Group::safety, "At every restore a backup is verified.",
         Kept::not_applicable, "What it speaks of did not come about."},
        {"caches", Theorem::Group::own, "always (serving implies caches_fresh)"}};
  }
  Drawn screen() const {
    return [this](const Style& style) { return conform_text(conforming, style); };
  }
  void diverge() {
    told.divergence = Divergence{165, "the rule \"refuse\" in \"closed\", ready", "\"begin\""};
    told.properties[2].kept = Kept::violated;
    told.properties[2].event = 161;
    told.finished = false;
    told.state = "closed";
  }
};

TEST_F(ConformReport, TellsThatARunConforms) {
  expect_screens("audit_conforms", screen());
  expect_screen("audit_conforms.json", pretty(conform_value(conforming, 0)));
}

TEST_F(ConformReport, TellsWhereARunDiverges) {
  diverge();
  expect_screens("audit_diverges", screen());
}

TEST_F(ConformReport, TellsWhatIsOpenWhileTheRunGoesOn) {
  told.finished = false;
  told.state = "closed";
  told.properties[2].kept = Kept::undecided;
  told.properties[2].why = "The run is not finished.";
  expect_screens("audit_conforms_open", screen());
}

TEST_F(ConformReport, IsAsItsSchemaSays) {
  const std::string conforms = pretty(conform_value(conforming, 0));
  diverge();
  const std::string diverges = pretty(conform_value(conforming, 1));
  record.proofs = {{"whole", "broken", "Event 165 was altered.", 165}};
  const Conforming broken{.record = record, .path = conforming.path, .at = conforming.at};
  const auto found = flaws("audit-conform", {conforms, diverges, pretty(conform_value(broken, 5))});
  if (!found) GTEST_SKIP() << "python3-jsonschema is not installed";
  EXPECT_EQ(*found, "");
}

}  // namespace
}  // namespace interlock
