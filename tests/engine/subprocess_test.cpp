#include "engine/subprocess.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>

#include "engine/written.h"

namespace interlock {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using How = Ended::How;

// Runs a shell's program text: the shell is the test's, not the product's.
Ended shell(const std::string& text, std::chrono::milliseconds deadline = 20s) {
  return run({.argv = {"sh", "-c", text}, .deadline = deadline});
}

struct Folder : testing::Test {
  Folder() {
    std::string name = fs::temp_directory_path() / "interlock-XXXXXX";
    path = ::mkdtemp(name.data());
  }
  ~Folder() override { fs::remove_all(path); }
  fs::path path;
};

std::string text_in(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

TEST(Run, TellsExitAndOutput) {
  const Ended ended = shell("echo out; echo err >&2; exit 3");
  EXPECT_EQ(ended.how, How::exited);
  EXPECT_EQ(ended.code, 3);
  EXPECT_EQ(ended.out, "out\n");
  EXPECT_EQ(ended.err, "err\n");
  EXPECT_FALSE(ended.ok());
}

TEST(Run, HandsArgumentsOnAsTheyAre) {
  EXPECT_EQ(run({.argv = {"printf", "%s|", "a b", "$HOME", "*", "", "\"'\n"}}).out,
            "a b|$HOME|*||\"'\n|");
}

TEST(Run, SaysWhyAProgramDidNotStart) {
  const Ended ended = run({.argv = {"no-such-program-here"}});
  EXPECT_EQ(ended.how, How::not_started);
  EXPECT_EQ(ended.why, "No such file or directory");
  EXPECT_EQ(run({.argv = {}}).how, How::not_started);
  EXPECT_EQ(run({.argv = {"true"}, .folder = "/no/folder"}).why,
            "/no/folder: No such file or directory");
  EXPECT_EQ(run({.argv = {"true"}, .input = "/no/input"}).why,
            "/no/input: No such file or directory");
  EXPECT_EQ(run({.argv = {"true"}, .output = "/no/output"}).why,
            "/no/output: No such file or directory");
}

TEST(Run, TellsTheSignalThatEndedIt) {
  const Ended ended = shell("kill -SEGV $$");
  EXPECT_EQ(ended.how, How::signalled);
  EXPECT_EQ(ended.code, SIGSEGV);
}

TEST(Run, NeverReadsTheTerminal) {
  EXPECT_EQ(shell("cat; wc -c").out, "0\n");
  EXPECT_FALSE(shell(": < /dev/tty").ok());
}

TEST_F(Folder, ReadsInputAndWritesOutputToFiles) {
  std::ofstream(path / "in") << "abc";
  const Ended ended = run({.argv = {"cat"}, .input = path / "in", .output = path / "out"});
  EXPECT_TRUE(ended.ok());
  EXPECT_EQ(ended.out, "");
  EXPECT_EQ(text_in(path / "out"), "abc");
  struct stat seen = {};
  ASSERT_EQ(::stat((path / "out").c_str(), &seen), 0);
  EXPECT_EQ(seen.st_mode & 0777, 0600u);
}

TEST_F(Folder, TruncatesAnOldOutput) {
  std::ofstream(path / "out") << "something longer";
  run({.argv = {"echo", "new"}, .output = path / "out"});
  EXPECT_EQ(text_in(path / "out"), "new\n");
}

TEST_F(Folder, RunsWhereItIsTold) {
  EXPECT_EQ(run({.argv = {"pwd"}, .folder = path}).out, fs::canonical(path).string() + "\n");
}

TEST_F(Folder, DoesNotWaitForAWriterOfAFifo) {
  ASSERT_EQ(::mkfifo((path / "fifo").c_str(), 0600), 0);
  EXPECT_TRUE(run({.argv = {"cat"}, .input = path / "fifo"}).ok());
}

TEST(Run, AddsToTheEnvironment) {
  ASSERT_EQ(::setenv("INTERLOCK_TEST_OLD", "old", 1), 0);
  EXPECT_EQ(run({.argv = {"sh", "-c", "echo $INTERLOCK_TEST_OLD $NEW"},
                 .env = {{"NEW", "new"}, {"INTERLOCK_TEST_OLD", "changed"}}})
                .out,
            "changed new\n");
}

TEST(Run, KeepsHeadAndTailOfALongOutput) {
  const Ended ended = run({.argv = {"seq", "1", "200000"}}, {}, {}, {}, 1000);
  EXPECT_LE(ended.out.size(), 1000u);
  EXPECT_TRUE(ended.out.starts_with("1\n2\n"));
  EXPECT_TRUE(ended.out.ends_with("\n199999\n200000\n"));
  EXPECT_NE(ended.out.find("[of 1288895 bytes the middle was left out]"), std::string::npos);
}

TEST(Run, KeepsAllOfAShortOutput) {
  EXPECT_EQ(run({.argv = {"printf", "0123456789"}}, {}, {}, {}, 10).out, "0123456789");
}

TEST(Run, EndsAtTheDeadline) {
  const Ended ended = run({.argv = {"sleep", "97"}, .deadline = 200ms});
  EXPECT_EQ(ended.how, How::overdue);
  EXPECT_EQ(ended.code, SIGTERM);
  EXPECT_GE(ended.took, 200ms);
}

// Runs a shell's program text, and ends it once it has written a line.
struct RunThenStop : Folder {
  Ended shell_until_ready(const std::string& text) {
    std::stop_source source;
    const auto look = [&] {
      line = text_in(path / "out");
      if (line.ends_with('\n')) source.request_stop();
    };
    return run({.argv = {"sh", "-c", text}, .output = path / "out", .deadline = 60s}, {}, look,
               source.get_token());
  }
  std::string line;
};

TEST_F(RunThenStop, KillsTheWholeGroup) {
  EXPECT_EQ(shell_until_ready("sleep 97 & echo $!; wait").how, How::killed);
  const auto sleeper = whole_number(line.substr(0, line.find('\n')));
  ASSERT_TRUE(sleeper);
  for (;;) {  // whoever waits for it now may take a moment
    std::string state;
    std::getline(std::ifstream("/proc/" + std::to_string(*sleeper) + "/stat"), state);
    if (state.empty() || state.find(") Z ") != std::string::npos) break;
    std::this_thread::yield();
  }
}

TEST_F(RunThenStop, KillsWhatIgnoresTheFirstSignal) {
  const Ended ended = shell_until_ready("trap '' TERM; echo ready; while :; do sleep 0.05; done");
  EXPECT_EQ(ended.how, How::killed);
  EXPECT_EQ(ended.code, SIGKILL);
  EXPECT_GE(ended.took, 2s);
}

TEST(Run, EndsWhenAsked) {
  std::stop_source source;
  const Ended ended = run(
      {.argv = {"sleep", "97"}}, [&](const Started&) { source.request_stop(); }, {},
      source.get_token());
  EXPECT_EQ(ended.how, How::killed);
  EXPECT_LT(ended.took, 60s);
}

TEST(Run, DoesNotWaitForWhoeverKeepsThePipeOpen) {
  const Ended ended = shell("sleep 97 & echo $!");
  EXPECT_TRUE(ended.ok());  // long before its deadline
  const auto sleeper = whole_number(ended.out.substr(0, ended.out.find('\n')));
  ASSERT_TRUE(sleeper);
  EXPECT_EQ(::kill(static_cast<pid_t>(*sleeper), SIGKILL), 0);
}

TEST(Run, ClosesAllDescriptorsButThoseToKeep) {
  const int kept = ::open("/dev/null", O_RDONLY | O_CLOEXEC),
            closed = ::open("/dev/zero", O_RDONLY);
  const Ended ended = run({.argv = {"sh", "-c",
                                    "ls -l /proc/$$/fd | grep -c /dev/zero; "
                                    "ls -l /proc/$$/fd/3"},
                           .keeps = {kept}});
  ::close(kept);
  ::close(closed);
  EXPECT_EQ(ended.out.substr(0, 2), "0\n");
  EXPECT_TRUE(ended.out.ends_with("/dev/null\n")) << ended.out;
}

TEST(Run, TellsWhichProcessWasStarted) {
  Started process;
  run({.argv = {"sleep", "0.2"}}, [&](const Started& started) {
    process = started;
    EXPECT_TRUE(still_runs(started));
    EXPECT_FALSE(still_runs({started.pid, started.start_time - 1}));
  });
  EXPECT_GT(process.start_time, 0);
  EXPECT_FALSE(still_runs(process));
}

TEST(Run, CountsAZombieAsGone) {
  run({.argv = {"true"}}, [](const Started& started) {
    siginfo_t info = {};
    ASSERT_EQ(::waitid(P_PID, static_cast<id_t>(started.pid), &info, WEXITED | WNOWAIT), 0);
    EXPECT_FALSE(still_runs(started));
  });
}

TEST(Run, CallsBackWhileItRuns) {
  int calls = 0;
  const Ended ended = run({.argv = {"sleep", "0.5"}}, {}, [&] { ++calls; });
  EXPECT_GE(calls, 1);
  EXPECT_LE(calls, ended.took / 100ms);
}

TEST(Run, KillsTheProgramIfACallbackThrows) {
  Started process;
  EXPECT_THROW(run({.argv = {"sleep", "97"}},
                   [&](const Started& started) {
                     process = started;
                     throw std::runtime_error("no");
                   }),
               std::runtime_error);
  EXPECT_FALSE(still_runs(process));
}

TEST(Run, GivesTheProgramOrdinarySignals) {
  const auto before = std::signal(SIGPIPE, SIG_IGN);
  EXPECT_EQ(shell("yes | head -n 1").out, "y\n");
  const std::string ignored = shell("grep SigIgn /proc/$$/status").out;
  EXPECT_TRUE(ignored.ends_with("0000000\n")) << ignored;  // glibc's own are 32 and 33
  std::signal(SIGPIPE, before);
}

TEST(Run, CanBeUsedByManyThreads) {
  std::vector<std::jthread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([i] {
      for (int k = 0; k < 10; ++k)
        EXPECT_EQ(run({.argv = {"echo", std::to_string(i)}}).out, std::to_string(i) + "\n");
    });
}

TEST(BootId, IsThatOfTheKernel) {
  EXPECT_EQ(boot_id().size(), 36u);
}

}  // namespace
}  // namespace interlock
