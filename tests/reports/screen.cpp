#include "tests/reports/screen.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <regex>
#include <sstream>

namespace interlock {

namespace {

// The masks of one thing have its width where columns depend on it.
const std::pair<std::regex, const char*> masks[] = {
    {std::regex("\x1b"), "\\e"},
    {std::regex("[0-9]+:[0-9a-f]{64}"), "SIZE:ROOT"},
    {std::regex("\\b[0-9a-f]{64}\\b"), "DIGEST"},
    {std::regex("\\b[0-9a-f]{12}(\xE2\x80\xA6|\\.\\.\\.)"), "DIGEST12$1"},
    {std::regex("(/[A-Za-z0-9._-]+)*/interlock-(test|demo)-[A-Za-z0-9]{6}"), "FOLDER"},
    {std::regex("\\b[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?Z?"),
     "TIME"},
    {std::regex("\\b[0-9]{2}:[0-9]{2}:[0-9]{2} UTC"), "TIME UTC"},
    {std::regex("\\b[0-9a-hjkmnp-tv-z]{4}-[0-9a-hjkmnp-tv-z]{4}\\b"), "RUN-RUNX"},
    {std::regex("\\b[0-9a-hjkmnp-tv-z]{8}(?=\\.(sql|database|version))"), "RUNXRUNX"},
    {std::regex(" *\\b[0-9]+ min [0-9]+ s\\b"), " SPAN"},
    {std::regex(" *\\b[0-9]+(\\.[0-9])? (ms|s)\\b"), " SPAN"},
    {std::regex("[0-9.]+ [kMGT]B were free"), "SIZE were free"},
    {std::regex("( to [0-9.]+) on [^ ,\n]+, since"), "$1 on HOST, since"},
    {std::regex("(, /[^ ]+|, FOLDER[^ ]*) on [^ ,\n]+"), "$1 on HOST"},
};

}  // namespace

std::string masked(std::string text) {
  for (const auto& [what, mask] : masks) text = std::regex_replace(text, what, mask);
  return text;
}

void expect_screen(const std::string& name, const std::string& text) {
  const std::string path = std::string(INTERLOCK_SOURCE) + "/tests/screens/" + name + ".txt";
  const char* write = std::getenv("INTERLOCK_SCREENS");
  if (write != nullptr && std::string(write) == "write") {
    std::ofstream(path, std::ios::binary) << text;
    return;
  }
  std::ifstream file(path, std::ios::binary);
  std::ostringstream kept;
  kept << file.rdbuf();
  ASSERT_TRUE(file) << "there is no screen " << name << "; it would be\n" << text;
  EXPECT_EQ(text, kept.str()) << name;
}

}  // namespace interlock
