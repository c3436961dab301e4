#include <unistd.h>

#include <ctime>
#include <thread>

#include "engine/endpoints/openers.h"
#include "engine/subprocess.h"
#include "engine/written.h"
#include "tests/endpoints/folder.h"

namespace interlock {
namespace {

using namespace std::chrono_literals;
using Columns = std::vector<std::string>;

struct Host : Folder {
  Table ask_host(const std::string& words, std::vector<std::string> arguments = {},
                 std::chrono::milliseconds patience = 10s) const {
    return open({.system = System::host, .name = root}, 1s)
        ->ask({words, std::move(arguments), patience});
  }
};

TEST_F(Host, RunsAProgramInTheRootFolder) {
  const Table answer = ask_host("run pwd");
  EXPECT_EQ(answer.columns, (Columns{"exit", "stdout", "stderr", "problem"}));
  EXPECT_EQ(answer.integer(0, "exit"), 0);
  EXPECT_EQ(answer.text(0, "stdout"), std::filesystem::canonical(root).string() + "\n");
  EXPECT_EQ(answer.at(0, "problem"), std::nullopt);
}

TEST_F(Host, HandsArgumentsOnAsWords) {
  EXPECT_EQ(ask_host("run printf %s| $1 $2+", {"a b", "c d\n$e"}).text(0, "stdout"), "a b|c d|$e|");
  EXPECT_EQ(ask_host("run $1+", {"echo\n-n\nx"}).text(0, "stdout"), "x");
}

TEST_F(Host, TellsTheExit) {
  const Table answer = ask_host("run $1+", {"sh\n-c\necho no >&2; exit 4"});
  EXPECT_EQ(answer.integer(0, "exit"), 4);
  EXPECT_EQ(answer.text(0, "stderr"), "no\n");
}

TEST_F(Host, SaysWhyAProgramDidNotRunToItsEnd) {
  const Table absent = ask_host("run no-such-program");
  EXPECT_EQ(absent.at(0, "exit"), std::nullopt);
  EXPECT_EQ(absent.text(0, "problem"),
            "no-such-program: it could not be started: No such file or directory");
  EXPECT_EQ(ask_host("run sleep 97", {}, 200ms).text(0, "problem"),
            "sleep: it had not ended after 0.2 s and was killed");
  EXPECT_EQ(ask_host("run $1+", {"sh\n-c\nkill -9 $$"}).text(0, "problem"),
            "sh: it was ended by signal 9 (Killed)");
}

TEST_F(Host, WritesOutputThatIsNoTextInHexadecimals) {
  EXPECT_EQ(ask_host("run printf \\377").text(0, "stdout"), "\\xff");
}

TEST_F(Host, ListsTheProcessesOfOthers) {
  std::stop_source source;
  Table answer, elsewhere;
  const auto shows = [](const Table& table) {
    return std::any_of(table.rows.begin(), table.rows.end(),
                       [](const auto& row) { return row[3] == "sleep 97.25"; });
  };
  run(
      {.argv = {"sleep", "97.25"}},
      [&](const Started&) {
        const std::string file = std::filesystem::current_path() / "any";
        while (!shows(answer = ask_host("list $1", {file}))) continue;  // it may still be beginning
        elsewhere = ask_host("list /any");
        source.request_stop();
      },
      {}, source.get_token());
  EXPECT_EQ(answer.columns, (Columns{"pid", "user", "started", "command", "beside"}));
  const auto row_in = [](const Table& table) {
    return std::find_if(table.rows.begin(), table.rows.end(),
                        [](const auto& row) { return row[3] == "sleep 97.25"; });
  };
  const auto found = row_in(answer);
  ASSERT_NE(found, answer.rows.end());
  EXPECT_EQ((*found)[4], "1");
  ASSERT_NE(row_in(elsewhere), elsewhere.rows.end());
  EXPECT_EQ((*row_in(elsewhere))[4], "0");
  EXPECT_NEAR(static_cast<double>(*whole_number(*(*found)[2])),
              static_cast<double>(std::time(nullptr)), 60);
  if (::getuid() == 0) {
    EXPECT_EQ((*found)[1], "root");
  }
}

// A folder that cannot be looked into may be the one in which a process works.
TEST_F(Host, DoesNotKnowWhoWorksInAFolderThatItCannotSee) {
  const std::string file = "/" + std::string(300, 'x') + "/any";  // ENAMETOOLONG
  for (const auto& row : ask_host("list $1", {file}).rows) EXPECT_EQ(row[4], std::nullopt);
  for (const auto& row : ask_host("list /no-such-folder/any").rows) EXPECT_EQ(row[4], "0");
}

TEST_F(Host, ListsNeitherUsNorOurParentsNorTheKernel) {
  const Table answer = ask_host("list any");
  for (const auto& row : answer.rows) {
    EXPECT_NE(row[0], std::to_string(::getpid()));
    EXPECT_NE(row[0], std::to_string(::getppid()));
    EXPECT_NE(row[3], "");
  }
}

TEST_F(Host, AnswersNoOtherWords) {
  EXPECT_THROW(ask_host("kill 1"), Error);
  EXPECT_THROW(ask_host("run"), Error);
}

// A program of the name docker that a test wrote, before all others.
struct HostWithDocker : Host {
  void SetUp() override { ::setenv("PATH", ((root / "bin").string() + ":" + path).c_str(), 1); }
  void TearDown() override { ::setenv("PATH", path.c_str(), 1); }
  void docker(const std::string& script) const {
    write("bin/docker", "#!/bin/sh\n" + script);
    std::filesystem::permissions(root / "bin/docker", std::filesystem::perms(0755));
  }
  std::string path = ::getenv("PATH");
};

TEST_F(HostWithDocker, TellsWhatIsMounted) {
  docker(
      "[ \"$*\" = 'compose -f c.yml ps -q db' ] && echo 1a && exit\n"
      "[ \"$1 $4\" = 'inspect 1a' ] && printf '/srv/a;b;/var/lib/mysql\\n\\n'");
  const Table answer = ask_host("mounts $1 $2", {"db", "c.yml"});
  EXPECT_EQ(answer.columns, (Columns{"container", "source", "target"}));
  ASSERT_EQ(answer.rows.size(), 1u);
  EXPECT_EQ(answer.text(0, "container"), "1a");
  EXPECT_EQ(answer.text(0, "source"), "/srv/a;b");
  EXPECT_EQ(answer.text(0, "target"), "/var/lib/mysql");
}

TEST_F(HostWithDocker, TellsContainersThatHaveNothingMounted) {
  docker("[ \"$1\" = inspect ] || echo 1a");
  const Table answer = ask_host("mounts db auto");
  ASSERT_EQ(answer.rows.size(), 1u);
  EXPECT_EQ(answer.at(0, "target"), std::nullopt);
}

TEST_F(HostWithDocker, KnowsWhereNothingIsComposed) {
  docker("echo 'no configuration file provided: not found' >&2; exit 14");
  EXPECT_TRUE(ask_host("mounts db auto").empty());
  ::setenv("PATH", (root / "nowhere").c_str(), 1);
  EXPECT_TRUE(ask_host("mounts db auto").empty());
}

TEST_F(HostWithDocker, SaysWhyDockerDoesNotAnswer) {
  docker("echo 'permission denied' >&2; exit 1");
  try {
    ask_host("mounts db auto");
    FAIL() << "it was answered";
  } catch (const Error& refusal) {
    EXPECT_EQ(refusal.code, "docker");
    EXPECT_STREQ(refusal.what(), "docker: permission denied");
  }
}

TEST_F(Host, TellsWhereTheProgramsOfTheStepsAre) {
  const std::string in = root.string();
  write("tool", "#!/bin/sh\n");
  std::filesystem::permissions(in + "/tool", std::filesystem::perms(0755));
  write("no_program", "#!/bin/sh\n");
  const auto host = open_host(
      in, {"no-such-program", "sh", "/", in + "/tool", in + "/no_program", in + "/absent"});
  const Table answer = host->ask({"programs", {}, 1s});
  EXPECT_EQ(answer.columns, (Columns{"program", "path"}));
  EXPECT_EQ(answer.at(0, "path"), std::nullopt);
  EXPECT_TRUE(answer.text(1, "path").ends_with("bin/sh"));
  EXPECT_EQ(answer.at(2, "path"), std::nullopt);
  EXPECT_EQ(answer.text(3, "path"), in + "/tool");
  EXPECT_EQ(answer.at(4, "path"), std::nullopt);
  EXPECT_EQ(answer.at(5, "path"), std::nullopt);
  EXPECT_TRUE(ask_host("programs").empty());
}

}  // namespace
}  // namespace interlock
