#include "engine/python_settings.h"

#include <gtest/gtest.h>

namespace interlock {
namespace {

using Settings = std::map<std::string, std::optional<std::string>, std::less<>>;

TEST(PythonSettings, ReadsLiterals) {
  EXPECT_EQ(
      python_settings("A = 'x'\nB=\"y\"  # note\nC = 5_432\nD = True\nE = None\nF = -1.5\n"),
      (Settings{{"A", "x"}, {"B", "y"}, {"C", "5432"}, {"D", "True"}, {"E", ""}, {"F", "-1.5"}}));
}

TEST(PythonSettings, ReadsDictionariesByThePathOfTheirKeys) {
  const auto settings = python_settings(
      "DATABASE = {\n    'NAME': 'statuspage',  # the name\n    'PORT': '',\n}\n"
      "REDIS = {'tasks': {'HOST': 'localhost', 'PORT': 6379}}\n");
  EXPECT_EQ(settings.at("DATABASE.NAME"), "statuspage");
  EXPECT_EQ(settings.at("DATABASE.PORT"), "");
  EXPECT_EQ(settings.at("REDIS.tasks.PORT"), "6379");
  EXPECT_TRUE(settings.at("REDIS")->starts_with("{'tasks'"));
}

TEST(PythonSettings, ReadsLists) {
  const auto settings = python_settings("HOSTS = ['a', 'b']\nNONE = []\nPAIR = ('x', {'y': 1})");
  EXPECT_EQ(settings.at("HOSTS.1"), "b");
  EXPECT_EQ(settings.at("NONE"), "");
  EXPECT_EQ(settings.at("PAIR.1.y"), "1");
}

TEST(PythonSettings, TellsNothingOfExpressions) {
  const auto settings = python_settings(
      "KEY = os.environ['X']\nD = {'a': f(1, '}'), 'b': 'c'}\nS = 'a' % b\nN = 3 * 4\nF = "
      "f'{x}'\n");
  for (const auto* name : {"KEY", "S", "N", "F", "D.a"})
    EXPECT_EQ(settings.at(name), std::nullopt) << name;
  EXPECT_EQ(settings.at("D.b"), "c");
}

// What stands deeper may be done or not.
TEST(PythonSettings, ReadsOnlyTheTopLevel) {
  const Settings unclear = {{"A", std::nullopt}};
  EXPECT_EQ(python_settings("if x:\n    A = 1\n'''\nC = 4\n'''\nx == 5\nf(a=2)\n"), unclear);
  EXPECT_EQ(python_settings("A = {'b': {}}\nif x:\n    A['b']['c'] = 3\n"), unclear);
  EXPECT_EQ(python_settings("A = 1\nif True: A = 3"), unclear);
  EXPECT_EQ(python_settings("A = 1\nwith x as y:\n  A.b += 3"), unclear);
  EXPECT_EQ(python_settings("A = {'b': 1}\nif x[1:2] == ':': A['b'].update(c=3)"), unclear);
  EXPECT_EQ(python_settings("A = 1\ntry:\n    x()\nexcept E:\n    pass\nelse: A = 2"), unclear);
  EXPECT_EQ(python_settings("if A == 1:\n    print(A == 2)\n    f(A=3)\nA = 'x'"),
            (Settings{{"A", "x"}}));
}

TEST(PythonSettings, FindsTheEndsOfStrings) {
  const auto settings = python_settings(
      "A = 'it\\'s # no comment'\nB = r'\\d'\nC = '''two\nlines'''\nD = ('one '\n     'two')\n"
      "E = 'x' 'y'\n");
  EXPECT_EQ(settings.at("A"), "it's # no comment");
  EXPECT_EQ(settings.at("B"), "\\d");
  EXPECT_EQ(settings.at("C"), "two\nlines");
  EXPECT_EQ(settings.at("D"), "one two");
  EXPECT_EQ(settings.at("E"), "xy");
}

TEST(PythonSettings, TakesTheLastOfEqualNames) {
  EXPECT_EQ(python_settings("A = {'b': 1}\nA = 2"), (Settings{{"A", "2"}}));
}

TEST(PythonSettings, TellsNothingOfWhatIsChangedLater) {
  EXPECT_EQ(python_settings("A = {'b': 1}\nA['b'] = 2\nB = 'x'\nB += 'y'"),
            (Settings{{"A", std::nullopt}, {"B", std::nullopt}}));
}

TEST(PythonSettings, ReadsAnnotatedNames) {
  EXPECT_EQ(python_settings("A: str = 'x'"), (Settings{{"A", "x"}}));
}

TEST(PythonSettings, SurvivesWhatIsNoPython) {
  for (const auto* text : {"A = ", "A = {", "A = {'b'", "A = 'x", "A = [[[", "}{", "A", "\\"})
    EXPECT_NO_THROW(python_settings(text)) << text;
  EXPECT_EQ(python_settings("A = " + std::string(100000, '[')).at("A"), std::nullopt);
}

}  // namespace
}  // namespace interlock
