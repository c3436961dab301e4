// The rules of the house, kept by the build instead of by reviewers.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "checks/index.h"

namespace interlock {
namespace {

namespace fs = std::filesystem;

// Who may include whom. A folder may always include itself.
const std::map<std::string, std::set<std::string>> may_include = {
    {"engine", {}},
    {"engine/endpoints", {"engine"}},
    {"engine/discovery", {"engine"}},
    {"checks", {"engine"}},
    {"states", {"engine"}},
    {"reports", {"engine"}},
    {"engine/cli",
     {"engine", "engine/endpoints", "engine/discovery", "checks", "states", "reports"}},
};

const std::set<std::string> may_print = {"engine/cli/main.cpp"};
const std::set<std::string> may_parse_json = {"engine/jcs.cpp"};

// What a check may ask of each kind of system: the first word of its question.
const std::set<std::string> sql_words = {"SELECT", "SHOW", "WITH"};
const std::map<System, std::set<std::string>> reading_words = {
    {System::postgres, sql_words},
    {System::mysql, sql_words},
    {System::sqlite, sql_words},
    {System::redis,
     {"PING", "INFO", "EXISTS", "TYPE", "GET", "LLEN", "LRANGE", "ZCARD", "ZCOUNT", "ZRANGEBYSCORE",
      "ZRANGE", "SMEMBERS", "HGET", "HGETALL", "SCAN"}},
    {System::memcached, {"stats"}},
    {System::http, {"get"}},
    {System::files,
     {"stat", "list", "read", "json", "keys", "version", "space", "size", "hash", "newest",
      "access", "mapping", "bower_packages", "archive_paths", "archive_against", "archive_version",
      "dump", "dump_tables", "dump_migrations"}},
    {System::host, {"run", "list", "mounts", "programs"}},
    {System::operator_, {"ask"}},
    {System::catalogue, {"migrations", "columns", "models", "supports", "path"}},
};

struct Line {
  std::string file;  // relative to the source tree
  std::size_t number;
  std::string text;
};

// The layer a file belongs to: the longest name in may_include that it is under.
std::string layer_of(const std::string& file) {
  std::string best;
  for (const auto& [layer, below] : may_include)
    if (file.starts_with(layer + "/") && layer.size() > best.size()) best = layer;
  return best;
}

std::vector<Line> lines_in(std::initializer_list<const char*> folders) {
  std::vector<Line> found;
  const fs::path root = INTERLOCK_SOURCE;
  for (const auto* top : folders)
    for (const auto& entry : fs::recursive_directory_iterator(root / top)) {
      const auto extension = entry.path().extension();
      if (extension != ".h" && extension != ".cpp") continue;
      std::ifstream in(entry.path());
      std::size_t number = 0;
      for (std::string text; std::getline(in, text);)
        found.push_back({fs::relative(entry.path(), root).string(), ++number, text});
    }
  return found;
}

const std::vector<Line>& all_lines() {
  static const std::vector<Line> lines = lines_in({"engine", "checks", "states", "reports"});
  return lines;
}

template <class Rule>
void every_line(Rule holds) {
  for (const Line& line : all_lines())
    EXPECT_TRUE(holds(line)) << line.file << ":" << line.number << ": " << line.text;
}

TEST(House, FoldersIncludeOnlyWhatIsBelowThem) {
  static const std::regex include(R"re(^#include "((engine|checks|states|reports)[^"]*)")re");
  every_line([](const Line& line) {
    std::smatch match;
    if (!std::regex_search(line.text, match, include)) return true;
    const auto from = layer_of(line.file), to = layer_of(match[1]);
    return from == to || may_include.at(from).contains(to);
  });
}

// Those of the checks stand in a namespace of their own, all others in one; there the
// linker would mix up two of one name.
TEST(House, NoTwoTypesShareAName) {
  static const std::regex type(R"(^(struct|class|enum class) (\w+)[^;]*\{)");
  std::map<std::string, std::string> seen;
  every_line([&](const Line& line) {
    std::smatch match;
    if (!line.file.ends_with(".h") || !std::regex_search(line.text, match, type)) return true;
    return seen
        .emplace(layer_of(line.file) == "checks" ? "checks::" + match.str(2) : match.str(2),
                 line.file)
        .second;
  });
  bool ours = true;  // is the namespace ours, or one of some tests?
  for (const Line& line : lines_in({"tests"})) {
    if (line.text.starts_with("namespace interlock")) ours = line.text == "namespace interlock {";
    std::smatch match;
    if (ours && line.file.ends_with(".h") && std::regex_search(line.text, match, type)) {
      EXPECT_FALSE(seen.contains(match.str(2)))
          << line.file << ":" << line.number << ": " << seen[match.str(2)] << " has a type "
          << match.str(2) << " too";
      const std::string folder = line.file.substr(0, line.file.rfind('/') + 1);  // is one program
      EXPECT_TRUE(seen.emplace(folder + match.str(2), line.file).second)
          << line.file << ":" << line.number << ": " << folder << " has another " << match.str(2);
    }
  }
}

TEST(House, OnlyTheCommandLinePrints) {
  static const std::regex prints(R"(<iostream>|<cstdio>|\bprintf\()");
  every_line([](const Line& line) {
    return may_print.contains(line.file) || !std::regex_search(line.text, prints);
  });
}

TEST(House, TheJsonLibraryStaysInItsFiles) {
  every_line([](const Line& line) {
    return may_parse_json.contains(line.file) ||
           line.text.find("nlohmann/json.hpp") == std::string::npos;
  });
}

TEST(House, SourcesAreAsciiAndShort) {
  every_line([](const Line& line) {
    return line.number <= 300 && line.text.size() <= 100 &&
           std::all_of(line.text.begin(), line.text.end(), [](char c) { return c >= ' '; });
  });
}

TEST(House, EveryCheckIsNamedAfterItsFile) {
  for (const Check* check : all_checks()) {
    std::string name(check->id);
    std::replace(name.begin(), name.end(), '.', '/');
    EXPECT_TRUE(fs::exists(fs::path(INTERLOCK_SOURCE) / "checks" / (name + ".cpp"))) << check->id;
  }
}

TEST(House, EveryCheckExplainsItself) {
  for (const Check* check : all_checks()) {
    EXPECT_TRUE(check->asks.ends_with("?")) << check->id;
    EXPECT_TRUE(check->because.ends_with(".")) << check->id;
    EXPECT_TRUE(check->remedy.ends_with(".")) << check->id;
    std::set<Outcome> shown;
    for (const Sample& sample : check->samples) shown.insert(sample.outcome);
    ASSERT_FALSE(shown.empty()) << check->id << " shows no answer";
    EXPECT_TRUE(opens(*shown.begin())) << check->id << " shows no answer that is good";
    EXPECT_FALSE(opens(*shown.rbegin())) << check->id << " shows no answer that is not";
  }
}

// A question to Redis may be several commands.
std::vector<std::string> first_words(const std::string& words, System system) {
  static const std::regex first_of_all(R"(^[^ ]+)"), first_of_each(R"((^| [;|] )([^ ]+))");
  const bool several = system == System::redis;
  std::vector<std::string> firsts;
  for (std::sregex_token_iterator it(words.begin(), words.end(),
                                     several ? first_of_each : first_of_all, several ? 2 : 0);
       it != std::sregex_token_iterator(); ++it)
    firsts.push_back(it->str());
  return firsts;
}

TEST(House, ChecksOnlyRead) {
  static const std::regex writes(R"(\b(INSERT|UPDATE|DELETE|MERGE)\b)", std::regex::icase);
  for (const Check* check : all_checks())
    for (const Probe& probe : check->probes)
      for (const auto& [system, allowed] : reading_words) {
        const std::string words(probe.words_for(system));
        if (words.empty()) continue;
        if (probe.words_given) {  // the guard's words, looked at when they are asked
          EXPECT_TRUE(std::any_of(check->params.begin(), check->params.end(),
                                  [&](const Param& param) { return param.name == words; }))
              << check->id << " has no parameter " << words;
          continue;
        }
        for (const std::string& first : first_words(words, system)) {
          EXPECT_TRUE(allowed.contains(first)) << check->id << " asks with " << first;
          EXPECT_FALSE(first == "WITH" && std::regex_search(words, writes)) << check->id;
        }
      }
}

std::string whole(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

// What is in the repository; without git, all that is there but what was built.
const std::vector<std::string>& all_files() {
  static const std::vector<std::string> files = [] {
    const fs::path root = INTERLOCK_SOURCE;
    std::vector<std::string> found;
    const std::string list = "git -C '" + root.string() + "' ls-files -co --exclude-standard 2>&1";
    std::string listed;
    FILE* git = popen(list.c_str(), "r");
    for (int c = fgetc(git); c != EOF; c = fgetc(git)) listed += static_cast<char>(c);
    if (pclose(git) == 0) {
      std::istringstream lines(listed);
      for (std::string line; std::getline(lines, line);)
        if (fs::exists(root / line)) found.push_back(line);
      return found;
    }
    for (auto entry = fs::recursive_directory_iterator(root); entry != fs::end(entry); ++entry) {
      const std::string name = entry->path().filename().string();
      if (name == "build" || name == ".git") entry.disable_recursion_pending();
      if (entry->is_regular_file()) found.push_back(fs::relative(entry->path(), root).string());
    }
    return found;
  }();
  return files;
}

bool is_text(const std::string& text) {
  return text.find('\0') == std::string::npos;
}

// A folder of somebody's machine has no place here. Paths that an installation has are
// below /srv, /var, /etc, /opt and so on.
TEST(House, NamesNoFolderOfAMachineOfOurs) {
  static const std::regex paths(R"((^|[^a-z0-9_.}/-])/(home|root|work|tmp)/[a-z0-9._]+)");
  for (const std::string& file : all_files()) {
    const std::string text = whole(fs::path(INTERLOCK_SOURCE) / file);
    if (!is_text(text)) continue;
    std::istringstream lines(text);
    std::size_t number = 0;
    for (std::string line; std::getline(lines, line);) {
      ++number;
      EXPECT_FALSE(std::regex_search(line, paths)) << file << ":" << number << ": " << line;
    }
  }
}

TEST(House, OnlyTheBuildScriptKnowsTheFolderOfVectors) {
  const std::string beside = std::string("..") + "/shared";
  std::size_t lines_with = 0;
  for (const std::string& file : all_files()) {
    std::istringstream lines(whole(fs::path(INTERLOCK_SOURCE) / file));
    for (std::string line; std::getline(lines, line);) {
      if (line.find(beside) == std::string::npos) continue;
      ++lines_with;
      EXPECT_EQ(file, "dev") << line;
    }
  }
  EXPECT_EQ(lines_with, 1);
}

TEST(House, LeavesNothingForLater) {
  static const std::regex later(std::string(R"(\b(TO)") + "DO|FIX" + R"(ME)\b)");
  for (const std::string& file : all_files()) {
    const std::string text = whole(fs::path(INTERLOCK_SOURCE) / file);
    EXPECT_FALSE(is_text(text) && std::regex_search(text, later)) << file;
  }
}

// The folders of what is in the repository, but for areas of checks and kinds of tests.
std::set<std::string> folders_to_describe() {
  std::set<std::string> folders;
  for (const std::string& file : all_files())
    for (fs::path at = fs::path(file).parent_path();; at = at.parent_path()) {
      const std::string folder = at.string();
      if (!folder.starts_with("checks/") && !folder.starts_with("tests/")) folders.insert(folder);
      if (folder.empty()) break;
    }
  return folders;
}

// A page at most, but where formats are described.
TEST(House, EveryFolderHasAReadmeOfAPage) {
  const std::set<std::string> folders = folders_to_describe();
  EXPECT_TRUE(folders.contains("states/releases"));
  for (const std::string& folder : folders) {
    const std::string text = whole(fs::path(INTERLOCK_SOURCE) / folder / "README.md");
    EXPECT_FALSE(text.empty()) << folder << " has no README.md";
    const auto lines = std::count(text.begin(), text.end(), '\n');
    EXPECT_TRUE(lines <= 60 || folder == "states" || folder == "engine")
        << folder << "/README.md has " << lines << " lines";
  }
}

TEST(House, ShellScriptsCanBeRead) {
  for (const std::string& file : all_files()) {
    const fs::path path = fs::path(INTERLOCK_SOURCE) / file;
    const std::string text = whole(path);
    const std::string first = text.substr(0, text.find('\n'));
    if (!first.starts_with("#!") || first.find("sh") == std::string::npos) continue;
    const std::string read = "bash -n '" + path.string() + "'";
    EXPECT_EQ(std::system(read.c_str()), 0) << file;
  }
}

// The build takes every file of a folder of tests that it names.
TEST(House, EveryTestFileIsBuilt) {
  const fs::path tests = fs::path(INTERLOCK_SOURCE) / "tests";
  std::ostringstream text;
  text << std::ifstream(tests / "CMakeLists.txt").rdbuf();
  const std::string list = text.str();
  for (const auto& entry : fs::recursive_directory_iterator(tests)) {
    const std::string name = fs::relative(entry.path(), tests).string();
    const std::string folder = fs::path(name).parent_path().string();
    if (!name.ends_with("_test.cpp") || folder.empty()) continue;
    EXPECT_TRUE(list.find(" " + folder + ")") != std::string::npos ||
                list.find(" " + folder + " ") != std::string::npos)
        << name;
  }
}

}  // namespace
}  // namespace interlock
