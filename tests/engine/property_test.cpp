#include "engine/property.h"

#include <gtest/gtest.h>

namespace interlock {
namespace {

using Kind = Formula::Kind;

// With every bracket that can be.
std::string drawn(const Formula& formula) {
  static const std::vector<std::string> words = {
      "",          "state",    "phase", "running", "class", "broken", "changed",
      "untouched", "terminal", "ponr",  "not",     "and",   "or",     "implies"};
  const std::string& word = words[static_cast<std::size_t>(formula.kind)];
  if (formula.kind == Kind::fact) return formula.name;
  if (formula.of.empty()) return formula.name.empty() ? word : word + "(" + formula.name + ")";
  if (formula.kind == Kind::negation) return "(not " + drawn(formula.of[0]) + ")";
  std::string all = "(" + drawn(formula.of[0]);
  for (std::size_t i = 1; i < formula.of.size(); ++i)
    all += " " + word + " " + drawn(formula.of[i]);
  return all + ")";
}

std::string read(const std::string& written) {
  std::vector<Problem> problems;
  const auto property = property_of(written, "/properties/0", problems);
  if (!property) return problems.at(0).where + ": " + problems.at(0).what;
  static const std::vector<std::string> words = {
      "always", "never", "precedes", "holds during", "leads to", "can reach", "always can reach"};
  const std::string& word = words[static_cast<std::size_t>(property->kind)];
  const std::string first = drawn(property->first);
  const bool two = property->kind == Property::Kind::precedes ||
                   property->kind == Property::Kind::holds_during ||
                   property->kind == Property::Kind::leads_to;
  return two ? first + " " + word + " " + drawn(property->second) : word + " " + first;
}

TEST(Property, HasSevenForms) {
  EXPECT_EQ(read("p: always a"), "always a");
  EXPECT_EQ(read("p: never broken(code)"), "never broken(code)");
  EXPECT_EQ(read("p: a precedes running(b)"), "a precedes running(b)");
  EXPECT_EQ(read("p: a holds during phase(post)"), "a holds during phase(post)");
  EXPECT_EQ(read("p: a leads to terminal(success) under calm"), "a leads to terminal(success)");
  EXPECT_EQ(read("p: can reach terminal"), "can reach terminal");
  EXPECT_EQ(read("p: from everywhere can reach ponr"), "always can reach ponr");
}

TEST(Property, BindsNotAndOrImpliesInThisOrder) {
  EXPECT_EQ(read("p: always not a and b or c implies d implies not (e or f)"),
            "always ((((not a) and b) or c) implies (d implies (not (e or f))))");
  EXPECT_EQ(read("p: always a and b and not not c"), "always (a and b and (not (not c)))");
}

TEST(Property, SaysWhereItCannotBeRead) {
  const std::string at = "/properties/0: At letter ";
  EXPECT_EQ(read("p: always"), at + "10: Here a fact, state(...), or the like is missing.");
  EXPECT_EQ(read("p: a until b"),
            at + "6: Here \"precedes\", \"holds during\" or \"leads to\" is missing.");
  EXPECT_EQ(read("p: a leads to b"), at + "16: Here \"under\" is missing.");
  EXPECT_EQ(read("p: always (a or b"), at + "18: Here \")\" is missing.");
  EXPECT_EQ(read("p: always a b"), at + "13: Here it should end.");
  EXPECT_EQ(read("p: always runing(a)"), at + "11: There is no runing(...).");
  EXPECT_EQ(read("p: always state"), at + "16: state of what is missing.");
  EXPECT_EQ(read("p: always implies a"),
            at + "11: Here a fact, state(...), or the like is missing.");
  EXPECT_EQ(read("p: always state(A)"), at + "17: Here a name is missing.");
  EXPECT_EQ(read("p: always a & b"), at + "13: Here it should end.");
}

TEST(Property, HasAName) {
  EXPECT_EQ(read("always a"), "/properties/0: This must be \"name: property\".");
  EXPECT_EQ(read("A b: always a"), "/properties/0: This must be \"name: property\".");
}

TEST(Property, IsNotNestedWithoutEnd) {
  const std::string brackets(1'000'000, '(');
  EXPECT_NE(read("p: always " + brackets).find("nested too deep"), std::string::npos);
  std::string nots, implications;
  for (int i = 0; i < 100'000; ++i) nots += "not ", implications += "a implies ";
  EXPECT_NE(read("p: always " + nots + "a").find("nested too deep"), std::string::npos);
  EXPECT_NE(read("p: always " + implications + "a").find("nested too deep"), std::string::npos);
}

}  // namespace
}  // namespace interlock
