// RFC 8785 against what others published.
#include <fmt/core.h>
#include <gtest/gtest.h>

#include <charconv>
#include <cmath>
#include <cstring>
#include <fstream>
#include <regex>
#include <sstream>

#include "engine/digest.h"
#include "engine/jcs.h"

namespace interlock {
namespace {

const std::string folder = INTERLOCK_SHARED "/vectors/jcs/";

std::string text_of(const std::string& name) {
  std::ostringstream text;
  text << std::ifstream(folder + name).rdbuf();
  return text.str();
}

double number_of(std::string_view digits) {
  std::uint64_t bits = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), bits, 16);
  double number = 0;
  std::memcpy(&number, &bits, sizeof number);
  return number;
}

struct JcsVectors : testing::Test {
  void SetUp() override {
    if (text_of("es6-1000.txt").empty()) GTEST_SKIP() << "no vectors in " << folder;
  }
};

TEST_F(JcsVectors, AreWrittenAsPublished) {
  for (const char* name : {"arrays", "french", "structures", "unicode", "values", "weird"}) {
    std::vector<Problem> problems;
    const Value value = parsed(text_of(fmt::format("testdata/input/{}.json", name)), problems);
    EXPECT_TRUE(problems.empty()) << name;
    EXPECT_EQ(canonical(value), text_of(fmt::format("testdata/output/{}.json", name))) << name;
  }
}

TEST_F(JcsVectors, OfNumbersAreWrittenAsPublished) {
  std::istringstream lines(text_of("es6-1000.txt"));
  int count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    const auto comma = line.find(',');
    EXPECT_EQ(canonical(number_of(line.substr(0, comma))), line.substr(comma + 1)) << line;
  }
  EXPECT_EQ(count, 1000);
}

// The published generator: its fixed numbers, 2000 in a row, then chained digests.
struct Numbers {
  explicit Numbers(const std::string& generator) {
    const std::string list = generator.substr(0, generator.find("])"));
    static const std::regex number("0x([0-9a-f]{16})n");
    for (std::sregex_iterator at(list.begin(), list.end(), number), end; at != end; ++at)
      fixed.push_back(number_of((*at)[1].str()));
    for (std::uint64_t i = 0; i < 2000; ++i)
      fixed.push_back(number_of(fmt::format("{:x}", (std::uint64_t{1} << 52) + i)));
  }

  double next() {
    if (index < fixed.size()) return fixed[index++];
    double number = 0;
    while (number == 0 || !std::isfinite(number)) {
      if (used == 4) {
        block = sha256({reinterpret_cast<const char*>(block.data()), block.size()});
        used = 0;
      }
      std::memcpy(&number, block.data() + 8 * used++, sizeof number);
    }
    return number;
  }

  std::vector<double> fixed;
  std::size_t index = 0, used = 4;
  Hash block{};
};

TEST_F(JcsVectors, OfAHundredThousandNumbersHaveThePublishedDigest) {
  Numbers numbers(text_of("testdata/numgen.js"));
  Hasher hasher;
  for (int i = 0; i < 100000; ++i) {
    const double number = numbers.next();
    std::uint64_t bits = 0;
    std::memcpy(&bits, &number, sizeof bits);
    hasher.add(fmt::format("{:x},{}\n", bits, canonical(number)));
  }
  EXPECT_EQ(hex(hasher.end()), "22776e6d4b49fa294a0d0f349268e5c28808fe7e0cb2bcbe28f63894e494d4c7");
}

}  // namespace
}  // namespace interlock
