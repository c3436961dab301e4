#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "engine/child.h"
#include "engine/value.h"

namespace interlock {

// What a command printed, and how it ended.
struct Typed {
  int exit = -1;  // 256 + the signal if one ended it
  std::string out, err;
};

// A folder of one test, and commands typed in it without a terminal. Its state is
// kept in the folder.
struct Desk {
  std::filesystem::path folder;
  std::map<std::string, std::string> env;

  Desk();
  ~Desk();
  Desk(const Desk&) = delete;
  Desk& operator=(const Desk&) = delete;

  Typed interlock(std::vector<std::string> words) const;
  Typed program(std::vector<std::string> argv) const;
  Program as_program(std::vector<std::string> argv) const;

  void write(const std::string& path, const std::string& text) const;
  std::string read(const std::string& path) const;
  std::string path(const std::string& name) const { return (folder / name).string(); }
};

// A command that goes on while the test does other things.
class Typing {
 public:
  Typing(const Desk& desk, std::vector<std::string> words);

  // Until it said so on stderr, or ended.
  void until_it_says(const std::string& words);
  // Until that is so, or it ended.
  void until(const std::function<bool()>& so);
  std::string out() const { return child_.out().text(); }  // up to now
  void kill() const;                                       // kill -9
  // Ctrl-C, which is noticed when this returns.
  void interrupt() const;
  Typed end();

 private:
  Child child_{1 << 20};
};

// The commands that `observe` says are the operator's, in the lines that are printed whole.
std::vector<std::string> yours(const std::string& out);

// Says yes to the question for which a run was held, as it printed it; false if it was for none.
bool say_yes(const Desk& desk, const Typed& held);

// JSON that a command printed; fails the test if it is none.
Value json(const std::string& text);

// The variable that tests/servers.sh sets, or empty.
std::string server(const char* variable);

}  // namespace interlock
