#include "engine/subprocess.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>

#include "engine/child.h"
#include "engine/descriptor.h"
#include "engine/written.h"

namespace interlock {

namespace {

using Steady = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds tick{100};             // how often `meanwhile` is called
constexpr milliseconds short_tick{20};        // how often one looks at a child unwatched
constexpr milliseconds grace{2000};           // from SIGTERM to SIGKILL
constexpr std::chrono::hours longest{87600};  // a deadline that cannot overflow

// The state letter and the start time of a process, from /proc/PID/stat.
struct Seen {
  char state = 'X';
  std::int64_t start_time = 0;
};

std::optional<Seen> seen(int pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
  std::string line;
  if (!std::getline(file, line, '\0')) return {};
  const auto name_ends = line.rfind(')');  // the name itself may hold anything
  if (name_ends == std::string::npos || name_ends + 2 >= line.size()) return {};
  Seen found{line[name_ends + 2], 0};
  std::string_view rest = std::string_view(line).substr(name_ends + 2);
  for (int field = 3; field < 22; ++field)
    rest.remove_prefix(std::min(rest.find(' '), rest.size() - 1) + 1);
  found.start_time = whole_number(rest.substr(0, rest.find(' '))).value_or(0);
  return found;
}

// Stays with the child until it has ended; tells why, as far as it was our doing.
Ended::How accompany(Child& child, milliseconds deadline, const std::function<void()>& meanwhile,
                     const std::stop_token& stop) {
  auto how = Ended::How::exited;
  auto next = Steady::now() + std::min<Steady::duration>(deadline, longest);  // signal
  auto told = Steady::now();
  while (!child.ended()) {
    const auto left = std::chrono::ceil<milliseconds>(next - Steady::now());
    child.read(std::clamp(left, milliseconds(0), child.watched() ? tick : short_tick));
    if (const auto now = Steady::now(); meanwhile && now - told >= tick) told = now, meanwhile();
    const bool asked_to_end = how != Ended::How::exited;
    if (!asked_to_end && (stop.stop_requested() || Steady::now() >= next)) {
      how = stop.stop_requested() ? Ended::How::killed : Ended::How::overdue;
      child.signal_all(SIGTERM);
      next = Steady::now() + grace;
    } else if (asked_to_end && Steady::now() >= next) {
      child.signal_all(SIGKILL);
      next += longest;
    }
  }
  if (how != Ended::How::exited) child.signal_all(SIGKILL);  // whoever is left of its group
  return how;
}

// A backup that a step wrote must survive a power cut in the step after it.
void make_durable(const std::string& path) {
  for (const std::string& each : {path, std::filesystem::path(path).parent_path().string()}) {
    const Descriptor file(::open(each.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.number() >= 0) ::fsync(file.number());
  }
}

}  // namespace

Ended run(const Program& program, const std::function<void(const Started&)>& started,
          const std::function<void()>& meanwhile, const std::stop_token& stop, std::size_t limit) {
  const auto begun = Steady::now();
  Child child(limit);
  Ended ended;
  if (ended.why = child.start(program); !ended.why.empty()) {
    ended.how = Ended::How::not_started;
    return ended;
  }
  if (started) started({child.pid(), seen(child.pid()).value_or(Seen{}).start_time});
  ended.how = accompany(child, program.deadline, meanwhile, stop);
  child.drain();
  const int status = child.reap();
  ended.code = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
  if (ended.how == Ended::How::exited && WIFSIGNALED(status)) ended.how = Ended::How::signalled;
  if (!program.output.empty() && ended.ok()) make_durable(program.output);
  ended.out = child.out().text();
  ended.err = child.err().text();
  ended.took = std::chrono::duration_cast<milliseconds>(Steady::now() - begun);
  return ended;
}

std::string boot_id() {
  std::ifstream file("/proc/sys/kernel/random/boot_id");
  std::string id;
  std::getline(file, id);
  return id;
}

bool still_runs(const Started& process) {
  const auto found = seen(process.pid);
  return found && found->start_time == process.start_time && found->state != 'Z' &&
         found->state != 'X';
}

Started this_process() {
  const int pid = ::getpid();
  return {pid, seen(pid).value_or(Seen{}).start_time};
}

}  // namespace interlock
