#include <dirent.h>
#include <fmt/core.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <set>

#include "engine/endpoints/openers.h"
#include "engine/endpoints/tree.h"
#include "engine/endpoints/words.h"
#include "engine/subprocess.h"
#include "engine/written.h"

namespace interlock {

namespace {

constexpr std::size_t most = 1 << 20;

std::string why(const Ended& ended, const Program& program) {
  const auto seconds = [](std::chrono::milliseconds span) {
    return fmt::format("{:.1f} s", static_cast<double>(span.count()) / 1000);
  };
  switch (ended.how) {
    case Ended::How::exited: return {};
    case Ended::How::signalled:
      return fmt::format("it was ended by signal {} ({})", ended.code, ::strsignal(ended.code));
    case Ended::How::overdue:
      return "it had not ended after " + seconds(program.deadline) + " and was killed";
    case Ended::How::killed: return "it was killed";
    case Ended::How::not_started: return "it could not be started: " + ended.why;
  }
  return {};
}

std::string user_of(uid_t uid) {
  std::vector<char> buffer(1 << 14);
  passwd entry = {};
  passwd* found = nullptr;
  ::getpwuid_r(uid, &entry, buffer.data(), buffer.size(), &found);
  return found ? found->pw_name : std::to_string(uid);
}

// What /proc/PID/stat says. The name may hold anything, also blanks and brackets.
struct Status {
  std::string name;
  std::vector<std::string> words;  // from the third on: state, parent ...

  std::string word(std::size_t which) const { return which < words.size() ? words[which] : ""; }
  std::string parent() const { return word(1); }
  std::int64_t ticks_at_start() const { return whole_number(word(19)).value_or(0); }
  bool gone() const { return words.empty() || word(0) == "Z" || word(0) == "X"; }
  bool of_kernel() const { return (whole_number(word(6)).value_or(0) & 0x00200000) != 0; }
};

Status status_of(const std::string& folder) {
  const std::string text = text_of(folder + "/stat", most).value_or("");
  const auto name_begins = text.find('('), name_ends = text.rfind(')');
  if (name_begins == std::string::npos || name_ends == std::string::npos) return {};
  Status status{text.substr(name_begins + 1, name_ends - name_begins - 1), {}};
  std::string_view rest = std::string_view(text).substr(std::min(name_ends + 2, text.size()));
  while (!rest.empty()) {
    const auto end = std::min(rest.find_first_of(" \n"), rest.size());
    status.words.emplace_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return status;
}

std::int64_t boot_time() {
  for (const std::string& line : items_of(text_of("/proc/stat", most).value_or("")))
    if (line.starts_with("btime ")) return whole_number(line.substr(6)).value_or(0);
  return 0;
}

// Ourselves and our parents, up to the first process.
std::set<std::string> our_line() {
  std::set<std::string> line;
  std::string pid = std::to_string(::getpid());
  while (!pid.empty() && pid != "0" && line.insert(pid).second) {
    pid = status_of("/proc/" + pid).parent();
  }
  return line;
}

// With spaces between its words; a process that has none, as while it begins, has its name.
std::string command_of(const std::string& folder, const Status& status) {
  std::string command = text_of(folder + "/cmdline", 16 * most).value_or("");
  while (command.ends_with('\0')) command.pop_back();
  std::replace(command.begin(), command.end(), '\0', ' ');
  return command.empty() ? "[" + status.name + "]" : command;
}

// Does that process work in the folder of the file? Null if that may not be seen: it is shown to
// root and to the process's own user.
Table::Cell works_beside(const std::string& process, const std::string& file) {
  const auto end = file.rfind('/');
  struct stat beside {
  }, works{};
  if (end == std::string::npos) return "0";
  if (::stat(file.substr(0, end + 1).c_str(), &beside) != 0)
    return errno == ENOENT || errno == ENOTDIR ? Table::Cell("0") : std::nullopt;
  if (::stat((process + "/cwd").c_str(), &works) != 0) return std::nullopt;
  return beside.st_dev == works.st_dev && beside.st_ino == works.st_ino ? "1" : "0";
}

// Where a program is found: by its path, in the folders of PATH as execvp does it (POSIX, "exec"),
// or in those that sudo looks in (sudoers, secure_path); null if nowhere.
Table::Cell path_of(const std::string& program) {
  const auto runs = [](const std::string& path) {
    struct stat seen {};
    return ::stat(path.c_str(), &seen) == 0 && S_ISREG(seen.st_mode) &&
           ::access(path.c_str(), X_OK) == 0;
  };
  if (program.find('/') != std::string::npos)
    return runs(program) ? Table::Cell(program) : std::nullopt;
  const char* variable = std::getenv("PATH");
  const std::string all = std::string(variable ? variable : "") +
                          ":/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  std::string_view folders = all;
  for (;;) {
    const auto end = std::min(folders.find(':'), folders.size());
    const std::string path = std::string(folders.substr(0, end)) + "/" + program;
    if (end > 0 && path.starts_with('/') && runs(path)) return path;
    if (end == folders.size()) return {};
    folders.remove_prefix(end + 1);
  }
}

// The machine: programs that are run to look, and what runs on it.
class Host final : public Endpoint {
 public:
  explicit Host(std::string root, std::vector<std::string> programs = {})
      : root_(std::move(root)), programs_(std::move(programs)) {}

  Table ask(const Question& question) override {
    const Words words = words_of(question);
    Table table;
    if (words.verb == "run" && !words.arguments.empty())
      table = ended(words.arguments, question.patience);
    else if (words.verb == "list" && words.arguments.size() == 1)
      table = processes(words.arguments[0]);
    else if (words.verb == "programs" && words.arguments.empty())
      table = programs();
    else if (words.verb == "mounts" && words.arguments.size() == 2)
      table = mounts(words.arguments[0], words.arguments[1], question.patience);
    else
      throw Error(Error::Kind::bug, "the host is not asked '" + question.words + "'");
    make_readable(table);
    return table;
  }

 private:
  Table ended(const std::vector<std::string>& argv, std::chrono::milliseconds patience) const {
    const Program program{.argv = argv, .folder = root_, .deadline = patience};
    const Ended ended = run(program, {}, {}, {}, most);
    const bool exited = ended.how == Ended::How::exited;
    const std::string problem = why(ended, program);
    return {{"exit", "stdout", "stderr", "problem"},
            {{exited ? Table::Cell(std::to_string(ended.code)) : std::nullopt, ended.out, ended.err,
              exited ? std::nullopt : Table::Cell(argv.front() + ": " + problem)}}};
  }

  // What docker says to this: its lines; nothing if there is no docker here, or nothing
  // that it composes.
  std::vector<std::string> docker(const std::vector<std::string>& words,
                                  std::chrono::milliseconds patience) const {
    Program program{.argv = {"docker"}, .folder = root_, .deadline = patience};
    program.argv.insert(program.argv.end(), words.begin(), words.end());
    const Ended ended = run(program, {}, {}, {}, most);
    if (ended.ok()) return items_of(ended.out);
    const auto lines = items_of(ended.err);
    const bool none = std::any_of(lines.begin(), lines.end(), [](const std::string& line) {
      return line.find("no configuration file") != std::string::npos;
    });
    if (none || ended.how == Ended::How::not_started) return {};
    throw Error(Error::Kind::endpoint,
                ended.how == Ended::How::exited
                    ? "docker: " + (lines.empty() ? "it said nothing" : readable(lines.back()))
                    : "docker: " + why(ended, program),
                {}, "docker");
  }

  Table mounts(const std::string& service, const std::string& file,
               std::chrono::milliseconds patience) const {
    Table table{{"container", "source", "target"}, {}};
    std::vector<std::string> words = {"compose", "ps", "-q", service};
    if (file != "auto") words.insert(words.begin() + 1, {"-f", file});
    for (const std::string& id : docker(words, patience)) {
      const auto lines =
          docker({"inspect", "--format",
                  "{{range .Mounts}}{{.Source}};{{.Destination}}{{println}}{{end}}", id},
                 patience);
      if (lines.empty()) table.rows.push_back({id, std::nullopt, std::nullopt});
      for (const std::string& line : lines) {
        const auto between = std::min(line.rfind(';'), line.size());
        table.rows.push_back(
            {id, line.substr(0, between), line.substr(std::min(between + 1, line.size()))});
      }
    }
    return table;
  }

  Table programs() const {
    Table table{{"program", "path"}, {}};
    for (const std::string& program : programs_) table.rows.push_back({program, path_of(program)});
    return table;
  }

  static Table processes(const std::string& file) {
    Table table{{"pid", "user", "started", "command", "beside"}, {}};
    if (!seen_at("/proc/1"))
      throw Error(Error::Kind::endpoint, "/proc does not show the processes of others",
                  "Run Interlock as root, or mount /proc without hidepid.", "hidden");
    const auto ours = our_line();
    const std::int64_t boot = boot_time(), ticks = ::sysconf(_SC_CLK_TCK);
    for (const std::string& pid : names_in("/proc").value_or(std::vector<std::string>())) {
      if (!whole_number(pid) || ours.contains(pid)) continue;
      try {
        const std::string folder = "/proc/" + pid;
        const auto seen = seen_at(folder);
        const auto status = status_of(folder);
        if (!seen || status.gone() || status.of_kernel()) continue;
        table.rows.push_back({pid, user_of(seen->st_uid),
                              std::to_string(boot + status.ticks_at_start() / ticks),
                              command_of(folder, status), works_beside(folder, file)});
      } catch (const Error& failure) {
        if (failure.code != "ESRCH") throw;  // it has ended meanwhile
      }
    }
    std::sort(table.rows.begin(), table.rows.end(), [](const auto& a, const auto& b) {
      return whole_number(*a[0]) < whole_number(*b[0]);
    });
    return table;
  }

  std::string root_;
  std::vector<std::string> programs_;
};

}  // namespace

std::unique_ptr<Endpoint> open_host(const std::string& root, Texts programs) {
  return std::make_unique<Host>(root, std::move(programs));
}

std::unique_ptr<Endpoint> open_host(const Address& address, std::chrono::milliseconds) {
  return std::make_unique<Host>(address.name);
}

}  // namespace interlock
