// What the README shows is what the program prints.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "checks/index.h"
#include "reports/prove.h"
#include "states/shipped.h"

namespace interlock {
namespace {

const std::string source = INTERLOCK_SOURCE;

std::string readme() {
  std::ostringstream text;
  text << std::ifstream(source + "/README.md").rdbuf();
  return text.str();
}

// The lines below "$ COMMAND", up to the end of their block.
std::string sample(const std::string& command) {
  const std::string text = readme(), typed = "\n$ " + command + "\n";
  const auto found = text.find(typed);
  if (found == std::string::npos) return {};
  const auto first = found + typed.size();
  return text.substr(first, text.find("\n```", first) + 1 - first);
}

TEST(Readme, ShowsWhatAProofFinds) {
  const std::string machine = "states/as-documented/convoy-3-as-documented.json";
  const Definitions read = definitions_of(source + "/" + machine, {}, all_checks());
  const Proofs proofs = prove(read.loaded.machine, all_checks());
  const std::string printed =
      prove_text({read.loaded.machine, proofs, {}, {}, {}, 0}, {.utf8 = false});
  const std::string shown = sample("interlock prove " + machine);
  ASSERT_NE(shown, "");
  EXPECT_NE(printed.find(shown), std::string::npos) << shown << "\n" << printed;
}

}  // namespace
}  // namespace interlock
