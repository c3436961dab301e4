// What README.md shows is what the program prints.
#include <gtest/gtest.h>

#include <fstream>
#include <regex>
#include <sstream>

#include "tests/reports/screen.h"
#include "tests/whole/typed.h"

namespace interlock {
namespace {

constexpr std::string_view left_out = "\xE2\x8B\xAE";

// A command after "$ interlock ", and the lines that are shown of what it prints.
struct Shown {
  std::string words;
  std::vector<std::string> lines;
};

std::vector<Shown> shown_in(const std::string& path) {
  constexpr std::string_view prompt = "$ interlock ";
  std::vector<Shown> all;
  std::ifstream file(path);
  bool fenced = false, inside = false;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("```")) {
      fenced = !fenced;
      inside = false;
    } else if (fenced && line.starts_with(prompt)) {
      inside = true;
      all.push_back({line.substr(prompt.size()), {}});
    } else if (inside && line != left_out) {
      all.back().lines.push_back(line);
    }
  }
  return all;
}

std::vector<std::string> split(const std::string& words) {
  std::vector<std::string> all;
  std::istringstream in(words);
  for (std::string word; in >> word;) all.push_back(word);
  return all;
}

// The first of the lines that is not there in this order; empty: all are.
std::string missing(const Shown& shown, const std::string& text) {
  // How long a span is decides where a line is broken.
  static const std::regex broken("\n {10,}(?=[^ \xE2])");
  const std::string whole = "\n" + masked(std::regex_replace(text, broken, " "));
  std::size_t at = 0;
  for (const std::string& line : shown.lines) {
    const auto found = whole.find("\n" + masked(line + "\n"), at);
    if (found == std::string::npos) return shown.words + ": " + line + "\n" + whole;
    at = found + 1;
  }
  return {};
}

std::string kept_screen(const std::string& name) {
  std::ostringstream text;
  text << std::ifstream(INTERLOCK_SOURCE "/tests/screens/" + name + ".txt").rdbuf();
  return text.str();
}

TEST(ReadmeSamples, AreWhatTheProgramPrints) {
  const auto all = shown_in(INTERLOCK_SOURCE "/README.md");
  ASSERT_GE(all.size(), 4U);
  Desk desk;
  for (const Shown& shown : all) {
    if (shown.words.starts_with("prove ")) continue;           // tests/reports/readme_test.cpp
    if (shown.words.starts_with("ready parsec-3 ")) continue;  // tests/whole/parsec_test.cpp
    const bool on_a_server = shown.words.find("ixp-manager-6") != std::string::npos;
    if (on_a_server) {
      EXPECT_EQ(missing(shown, kept_screen("ready_not_ready")), "");
      continue;
    }
    const Typed typed = desk.interlock(split(shown.words));
    EXPECT_EQ(typed.exit, 0) << shown.words << typed.out << typed.err;
    EXPECT_EQ(missing(shown, typed.out), "");
  }
}

// Every verb that there is, and no other.
TEST(ReadmeSamples, LeaveNoVerbOut) {
  const Typed help = Desk().interlock({"--help"});
  std::ostringstream readme;
  readme << std::ifstream(INTERLOCK_SOURCE "/README.md").rdbuf();
  for (const char* name : {"list", "show", "ready", "run", "status", "answer", "resume", "retry",
                           "back", "prove", "verify", "report", "audit verify", "checks", "explain",
                           "schema", "completion", "man", "demo"}) {
    EXPECT_NE(readme.str().find("`" + std::string(name)), std::string::npos) << name;
    EXPECT_NE(help.out.find(name), std::string::npos) << name;
  }
}

}  // namespace
}  // namespace interlock
