#include "tests/whole/typed.h"

#include <gtest/gtest.h>
#include <sched.h>
#include <sys/wait.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "engine/jcs.h"
#include "engine/subprocess.h"

namespace interlock {

namespace fs = std::filesystem;

namespace {

constexpr const char* binary = INTERLOCK_BINARY "/engine/cli/interlock";

// Whether SIGINT was sent to the process and has not been handled.
bool interrupt_pends(int pid) {
  std::ifstream status("/proc/" + std::to_string(pid) + "/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("ShdPnd:") || line.starts_with("SigPnd:"))
      if (std::stoull(line.substr(7), nullptr, 16) & (1U << (SIGINT - 1))) return true;
  return false;
}

}  // namespace

Desk::Desk() {
  std::string name = (fs::temp_directory_path() / "interlock-test-XXXXXX").string();
  if (!::mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
  folder = name;
  fs::permissions(folder, fs::perms(0755));
  env = {{"XDG_STATE_HOME", path("state")},
         {"HOME", path("home")},
         {"LC_ALL", "C.UTF-8"},
         {"COLUMNS", "100"},
         {"INTERLOCK_TIMEOUT", "60"}};  // the stand-ins are slow where much else runs
  fs::create_directories(folder / "home");
}

Desk::~Desk() {
  std::error_code ignored;
  fs::remove_all(folder, ignored);
}

Program Desk::as_program(std::vector<std::string> argv) const {
  return {.argv = std::move(argv),
          .env = env,
          .folder = folder.string(),
          .input = {},
          .output = {},
          .deadline = std::chrono::minutes(4),
          .keeps = {}};
}

Typed Desk::program(std::vector<std::string> argv) const {
  const Ended ended = run(as_program(std::move(argv)));
  const bool signalled = ended.how != Ended::How::exited;
  return {signalled ? 256 + ended.code : ended.code, ended.out, ended.err + ended.why};
}

Typed Desk::interlock(std::vector<std::string> words) const {
  words.insert(words.begin(), binary);
  return program(std::move(words));
}

void Desk::write(const std::string& name, const std::string& text) const {
  fs::create_directories((folder / name).parent_path());
  std::ofstream(folder / name, std::ios::binary) << text;
}

std::string Desk::read(const std::string& name) const {
  std::ostringstream text;
  text << std::ifstream(folder / name, std::ios::binary).rdbuf();
  return text.str();
}

Typing::Typing(const Desk& desk, std::vector<std::string> words) {
  words.insert(words.begin(), binary);
  const std::string failure = child_.start(desk.as_program(std::move(words)));
  if (!failure.empty()) throw std::runtime_error(failure);
}

void Typing::until_it_says(const std::string& words) {
  until([&] { return child_.err().text().find(words) != std::string::npos; });
}

void Typing::until(const std::function<bool()>& so) {
  while (!so() && !child_.ended()) child_.read(std::chrono::milliseconds(100));
}

void Typing::kill() const {
  ::kill(child_.pid(), SIGKILL);
}

void Typing::interrupt() const {
  ::kill(child_.pid(), SIGINT);
  while (interrupt_pends(child_.pid())) ::sched_yield();
}

Typed Typing::end() {
  while (!child_.ended()) child_.read(std::chrono::milliseconds(100));
  child_.drain();
  const int status = child_.reap();
  return {WIFSIGNALED(status) ? 256 + WTERMSIG(status) : WEXITSTATUS(status), child_.out().text(),
          child_.err().text()};
}

std::vector<std::string> yours(const std::string& out) {
  std::vector<std::string> commands;
  std::istringstream text(out.substr(0, out.rfind('\n') + 1));
  for (std::string line; std::getline(text, line);)
    if (const auto at = line.find("yours   "); at != std::string::npos)
      commands.push_back(line.substr(at + 8));
  return commands;
}

bool say_yes(const Desk& desk, const Typed& held) {
  const std::string words = "interlock answer ";
  const auto at = held.out.find(words);
  if (held.exit != 9 || at == std::string::npos) return false;
  std::istringstream rest(held.out.substr(at + words.size()));
  std::string run, key;
  rest >> run >> key;
  const Typed answer = desk.interlock({"answer", run, key, "yes"});
  EXPECT_EQ(answer.exit, 0) << answer.out << answer.err;
  return answer.exit == 0;
}

Value json(const std::string& text) {
  std::vector<Problem> problems;
  Value value = parsed(text, problems);
  EXPECT_TRUE(problems.empty()) << text;
  return value;
}

std::string server(const char* variable) {
  const char* value = std::getenv(variable);
  return value ? value : "";
}

}  // namespace interlock
