#include "engine/cli/terminal.h"

#include <langinfo.h>
#include <poll.h>
#include <pwd.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <clocale>
#include <csignal>
#include <cstdlib>
#include <cstring>

#include "engine/time.h"
#include "engine/utf8.h"
#include "engine/written.h"
#include "reports/style.h"

namespace interlock {

using namespace std::chrono_literals;

namespace {

std::atomic<int> pressed = 0;

void press(int) {
  pressed.fetch_add(1);
}

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

// Everything, also where a pipe takes it piece by piece. False if it could not be
// written; nobody is told who has closed his end of a pipe.
bool write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t n = ::write(descriptor, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return errno == EPIPE;
    text.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

std::size_t width_of(int descriptor) {
  winsize size = {};
  std::int64_t columns = 100;
  if (::ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    columns = size.ws_col;
  else if (const auto said = whole_number(variable("COLUMNS")))
    columns = *said;
  return static_cast<std::size_t>(std::clamp<std::int64_t>(columns, 60, 100));
}

}  // namespace

Style style_of(const Options& options, int descriptor) {
  Style style;
  style.width = width_of(descriptor);
  style.quiet = options.quiet;
  std::setlocale(LC_CTYPE, "");
  style.utf8 = std::strcmp(::nl_langinfo(CODESET), "UTF-8") == 0;
  const bool to_file = descriptor == STDOUT_FILENO && writes_file(options);
  const bool terminal = !to_file && ::isatty(descriptor) && variable("NO_COLOR").empty() &&
                        variable("TERM") != "dumb";
  style.colour = options.color == "always" || (options.color == "auto" && terminal);
  return style;
}

Terminal::Terminal(const Options& options)
    : begin(options.begin),
      style_(style_of(options, STDOUT_FILENO)),
      err_style_(style_of(options, STDERR_FILENO)),
      there_(::isatty(STDIN_FILENO) && ::isatty(STDERR_FILENO)),
      shows_progress_(::isatty(STDERR_FILENO) && variable("TERM") != "dumb" &&
                      variable("NO_COLOR").empty() && options.color != "never") {}

Terminal::~Terminal() {
  erase();
}

void Terminal::guard(const std::vector<Secret>& secrets) {
  for (const Secret& secret : secrets) redactor_.know(secret);
}

std::string Terminal::guarded(std::string_view text) const {
  std::string shown(text);
  redactor_.redact(shown);
  return shown;
}

void Terminal::out(std::string_view text) {
  erase();
  if (!write_all(STDOUT_FILENO, harmless(guarded(text), style_.colour))) unwritten_ = true;
}

void Terminal::err(std::string_view text) {
  erase();
  write_all(STDERR_FILENO, plain(err_style_, harmless(guarded(text), err_style_.colour)));
}

void Terminal::data(std::string_view text) {
  erase();
  const std::string hidden = guarded(text);
  const bool seen = ::isatty(STDOUT_FILENO);
  if (!write_all(STDOUT_FILENO, seen ? harmless(hidden, false) : hidden)) unwritten_ = true;
}

void Terminal::progress(const std::string& line) {
  if (!shows_progress_) return;
  const std::lock_guard lock(mutex_);
  if (first_ == Moment{}) first_ = now();
  line_ = shown(err_style_, line);
  if (spinner_.joinable()) return;
  // Signals are for the main thread, which waits for them.
  sigset_t all, before;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);
  spinner_ = std::jthread([this](const std::stop_token& stop) { turn(stop); });
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

void Terminal::turn(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested()) {
    if (!line_.empty() && now() - first_ >= 300ms) paint();
    stopped_.wait_for(lock, stop, 100ms, [] { return false; });
  }
}

void Terminal::paint() {
  std::string text;
  std::size_t columns = 2;
  for (std::string_view rest = line_; !rest.empty() && columns + 1 < err_style_.width; ++columns) {
    const std::size_t size = std::max<std::size_t>(utf8_size(rest), 1);
    text += rest.substr(0, size);
    rest.remove_prefix(size);
  }
  const std::string wheel(spinner(err_style_, turns_++));
  write_all(STDERR_FILENO, "\r\x1b[K" + painted(err_style_, Role::faint, wheel) + " " + text);
  painted_ = true;
}

void Terminal::erase() {
  const std::lock_guard lock(mutex_);
  if (painted_) write_all(STDERR_FILENO, "\r\x1b[K");
  painted_ = false;
  line_.clear();
  first_ = {};
}

std::optional<std::string> Terminal::typed(const std::string& prompt) {
  if (!there()) return {};
  err(prompt);
  std::string line;
  for (char c = 0;;) {
    pollfd waiting{STDIN_FILENO, POLLIN, 0};
    if (pressed.load() > 0 || ::poll(&waiting, 1, -1) < 0) return {};
    if (::read(STDIN_FILENO, &c, 1) != 1) return {};
    if (c == '\n') return line;
    if (line.size() < 1000) line += c;
  }
}

std::optional<std::string> Terminal::chosen(const std::string& prompt,
                                            const std::vector<std::string>& words) {
  for (;;) {
    const auto said = typed(prompt);
    if (!said) return {};
    std::vector<std::string> meant;
    for (const std::string& word : words)
      if (!said->empty() && word.starts_with(*said)) meant.push_back(word);
    if (meant.size() == 1) return meant.front();
    err("Say one of these: " + listed(words) + ".\n");
  }
}

std::optional<bool> Terminal::yes_or_no(const std::string& statement) {
  const auto said = chosen(visible(statement) + "\nYes or no: ", {"yes", "no"});
  if (!said) return {};
  return *said == "yes";
}

std::optional<bool> Terminal::begins(const Transition&) {
  if (!begin.empty()) return begin == target;
  const auto said = typed(before_begin + "Type " + target + " to begin, anything else to leave: ");
  if (!said) return {};
  return *said == target;
}

std::string Terminal::name() const {
  const passwd* entry = ::getpwuid(::getuid());
  return entry ? entry->pw_name : std::to_string(::getuid());
}

const std::atomic<int>& interrupts() {
  return pressed;
}

void listen_for_interrupts() {
  struct sigaction action = {};
  action.sa_handler = press;
  ::sigemptyset(&action.sa_mask);
  ::sigaction(SIGINT, &action, nullptr);
  ::sigaction(SIGTERM, &action, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);  // a file that may not grow is an error of its writer
}

Moment WallClock::now() {
  return interlock::now();
}

void WallClock::wait(std::chrono::milliseconds span) {
  const Moment until = now() + span;
  const int before = pressed.load();
  while (now() < until && pressed.load() == before)
    ::poll(nullptr, 0, static_cast<int>(std::min(until - now(), 100ms).count()) + 1);
}

}  // namespace interlock
