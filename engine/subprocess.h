#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "engine/question.h"

namespace interlock {

struct Program {
  std::vector<std::string> argv;                // argv[0] is looked up in PATH; never a shell
  std::map<std::string, std::string> env = {};  // added to ours
  std::string folder = {};                      // where it runs; empty: here
  std::string input = {};                       // the file that is its stdin; empty: /dev/null
  // The file that its stdout goes to; truncated, or made for us alone (0600): a
  // backup holds what not everybody may read.
  std::string output = {};
  // Is given its stdout piece by piece, which is then not kept in Ended; must not throw.
  std::function<void(std::string_view)> reads = {};
  std::chrono::milliseconds deadline{10000};
  std::vector<int> keeps = {};  // descriptors that stay open in it: the run's lock
  // May go on if we are killed: then what it writes is read still, by nobody, so that it meets
  // no broken pipe. This needs `tee -p` of GNU; without it, it does meet one.
  bool outlives_us = false;
};

struct Ended {
  enum class How { exited, signalled, overdue, killed, not_started } how = How::exited;
  int code = 0;          // exit status, or the signal
  std::string out, err;  // at most `limit` bytes each: head, a line that says what was cut, tail
  std::chrono::milliseconds took{0};
  std::string why = {};  // not_started: the reason, as "No such file or directory"

  bool ok() const { return how == How::exited && code == 0; }
};

// Which process was started: enough to find it again after a crash.
struct Started {
  int pid = 0;
  std::int64_t start_time = 0;  // field 22 of /proc/PID/stat
};

// Runs a program in a session and process group of its own, with all descriptors
// closed but 0, 1, 2 and `keeps` (which get the numbers from 3 on). At the deadline, or
// when `stop` asks, the whole group is sent SIGTERM, and 2 s later SIGKILL. Who else
// writes to its stdout or stderr is not waited for once it has ended. `started` is called
// once it runs, `meanwhile` about every 100 ms; if one throws, the group is killed.
// Never throws for what the program does. Several threads may run programs.
Ended run(const Program& program, const std::function<void(const Started&)>& started = {},
          const std::function<void()>& meanwhile = {}, const std::stop_token& stop = {},
          std::size_t limit = 1 << 20);

// The boot that we are in, /proc/sys/kernel/random/boot_id; and whether that very
// process still runs (a zombie does not).
std::string boot_id();
bool still_runs(const Started& process);
Started this_process();

}  // namespace interlock
