#include "tests/reports/screen.h"

#include <gtest/gtest.h>

#include <algorithm>
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
    {std::regex(" *\\b[0-9]+ min( [0-9]+ s)?\\b"), " SPAN"},
    {std::regex(" *\\b[0-9]+(\\.[0-9])? (ms|s)\\b"), " SPAN"},
    {std::regex("[0-9.]+ [kMGT]B were free"), "SIZE were free"},
    {std::regex("( to [0-9.]+) on [^ ,\n]+, since"), "$1 on HOST, since"},
    {std::regex("[^ ,\n]+ on [^ ,\n]+, process [0-9]+"), "NAME on HOST, process PID"},
    {std::regex("(, /[^ ]+|, FOLDER[^ ]*) on [^ ,\n]+"), "$1 on HOST"},
};

std::string kept_screen(const std::string& name) {
  std::ifstream file(std::string(INTERLOCK_SOURCE) + "/tests/screens/" + name + ".txt",
                     std::ios::binary);
  std::ostringstream kept;
  kept << file.rdbuf();
  return kept.str();
}

// In ASCII, with one space between words, and no line across the screen.
std::string words_in(const std::string& text) {
  static const std::pair<std::regex, const char*> layout[] = {{std::regex("-{3,}"), "---"},
                                                              {std::regex("[ \n]+"), " "}};
  std::string words = plain({.utf8 = false}, text);
  for (const auto& [what, with] : layout) words = std::regex_replace(words, what, with);
  return words;
}

std::string without_colours(std::string text) {
  for (std::size_t at = 0; (at = text.find("\x1b[", at)) != std::string::npos;)
    text.erase(at, text.find('m', at) + 1 - at);
  return text;
}

}  // namespace

std::string masked(std::string text) {
  for (const auto& [what, mask] : masks) text = std::regex_replace(text, what, mask);
  return text;
}

std::string unbroken(std::string text) {
  static const std::pair<std::regex, const char*> whole[] = {
      {std::regex("\n {12,}(?=[^ \xE2])"), " "},
      // How long it took is only told where it took long.
      {std::regex("((before|meanwhile|after) [^\n]*(pass|fail|n/a)) +[0-9.]+ (ms|s)\n"), "$1\n"},
      {std::regex("(/[^ \n]+) +from "), "$1 from "},
      {std::regex(" +exit "), " exit "}};
  for (const auto& [what, with] : whole) text = std::regex_replace(text, what, with);
  return text;
}

void expect_screen(const std::string& name, const std::string& text) {
  const std::string path = std::string(INTERLOCK_SOURCE) + "/tests/screens/" + name + ".txt";
  const char* write = std::getenv("INTERLOCK_SCREENS");
  if (write != nullptr && std::string(write) == "write") {
    std::ofstream(path, std::ios::binary) << text;
    return;
  }
  EXPECT_EQ(text, kept_screen(name)) << name;
}

void expect_same_words(const std::string& name, const std::string& text, std::size_t width,
                       const std::function<std::string(std::string)>& made_plain) {
  const std::string bare = without_colours(text);
  EXPECT_EQ(words_in(masked(words_in(made_plain(bare)))), words_in(kept_screen(name))) << name;
  std::istringstream lines(bare);
  for (std::string line; std::getline(lines, line);)
    EXPECT_TRUE(columns_of(line) <= width || line.find(' ') == std::string::npos ||
                line.find_first_of("/$") != std::string::npos ||
                line.find("interlock ") != std::string::npos)
        << name << ", " << width << ": " << line;
}

void expect_screens(const std::string& name, const Drawn& drawn) {
  std::string all;
  const auto keep = [&](const std::string& look, const std::string& text) {
    all += "[" + look + "]\n" + text;
  };
  for (const std::size_t width : {100U, 72U, 60U}) {
    for (const bool utf8 : {true, false}) {
      const std::string text = drawn({.width = width, .utf8 = utf8});
      EXPECT_EQ(without_colours(drawn({.width = width, .colour = true, .utf8 = utf8})), text);
      if (utf8) continue;
      EXPECT_TRUE(std::all_of(text.begin(), text.end(), [](char c) { return c > 0; })) << text;
    }
    keep(std::to_string(width) + " columns", drawn({.width = width}));
    keep(std::to_string(width) + " columns, ASCII", drawn({.width = width, .utf8 = false}));
  }
  std::string coloured = drawn({.colour = true});
  for (std::size_t at = 0; (at = coloured.find('\x1b', at)) != std::string::npos;)
    coloured.replace(at, 1, "\\e");
  keep("colours", coloured);
  expect_screen(name, all);
}

}  // namespace interlock
