#include "tests/whole/parsec_run.h"

#include "tests/whole/crashed.h"

namespace interlock {

void ParsecRun::SetUp() {
  if (server("INTERLOCK_PG_PORT").empty()) GTEST_SKIP() << "no PostgreSQL is named: see ./dev test";
  parsec = std::make_unique<Parsec>();
  parsec->desk.env["NAME"] = parsec->name();
  before = parsec->contents();
}

void ParsecRun::upgraded_by_hand() {
  parsec->machine = "parsec-3-back";
  parsec->target = "3.0.0";
  parsec->upgrade_by_hand();
  installed = "3.1.0";
  before = parsec->contents();
}

void ParsecRun::answer(const std::string& key, const std::string& word) const {
  const Typed typed = types({"answer", events_of_run(parsec->desk).back().run, key, word});
  EXPECT_EQ(typed.exit, 0) << typed.out << typed.err;
}

void ParsecRun::accepts_the_loss(const std::string& state) const {
  answer(state + "/operator.confirms@operator", "yes");
}

void ParsecRun::is_as_before(const Typed& back, const std::string& end) const {
  EXPECT_EQ(back.exit, 8) << back.out << back.err;
  EXPECT_EQ(parsec->differs_from(installed, before), "");
  EXPECT_EQ(types({"audit", "verify"}).exit, 0);
  const Typed conform = types({"audit", "conform", "--format", "json"});
  EXPECT_EQ(json(conform.out)["verdict"].text(), "conforms") << conform.out;
  EXPECT_EQ(json(conform.out)["state"].text(), end);
}

}  // namespace interlock
