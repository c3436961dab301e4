#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "engine/cli/options.h"
#include "engine/lead.h"
#include "engine/redact.h"
#include "reports/style.h"

namespace interlock {

// Where the program speaks and listens: results on stdout, progress and questions
// on stderr, answers from stdin.
class Terminal final : public Person {
 public:
  explicit Terminal(const Options& options);
  ~Terminal() override;

  const Style& style() const { return style_; }
  // From now on nothing that is printed shows one of these.
  void guard(const std::vector<Secret>& secrets);
  // Text for people. What came from outside must be visible() by then; what is not,
  // but for colours, is made so here.
  void out(std::string_view text);
  void err(std::string_view text);
  // Text for programs: its bytes are changed only where a terminal would obey them.
  void data(std::string_view text);
  // One line, rewritten in place ten times a second from 0.3 s after the first, until
  // it is erased by whatever is printed next; only where stderr is a terminal. May be
  // called on any thread.
  void progress(const std::string& line);
  void erase();

  // Asks on the terminal; nothing where there is none, or at the end of input.
  std::optional<std::string> typed(const std::string& prompt);

  // One of the words, of which the first letters are enough; nothing as above. Asks until it is
  // one.
  std::optional<std::string> chosen(const std::string& prompt,
                                    const std::vector<std::string>& words);

  std::optional<bool> yes_or_no(const std::string& statement) override;
  std::optional<bool> begins(const Transition& first) override;
  bool there() const override { return there_ && !alone; }
  bool unwritten() const { return unwritten_; }  // something for stdout is lost
  std::string name() const override;

  std::string begin;         // what `run --yes` gave; empty: ask
  std::string target;        // what must be typed
  std::string before_begin;  // what is told before it is asked for
  bool alone = false;        // nobody is asked, even where somebody is there

 private:
  void turn(const std::stop_token& stop);
  void paint();
  std::string guarded(std::string_view text) const;

  Style style_, err_style_;
  Redactor redactor_;
  bool there_ = false;
  bool shows_progress_ = false;
  bool unwritten_ = false;
  std::mutex mutex_;  // guards what follows
  std::string line_;
  Moment first_ = {};  // of this line and those before it that were not erased
  bool painted_ = false;
  std::size_t turns_ = 0;
  std::condition_variable_any stopped_;
  std::jthread spinner_;
};

// The style for a stream, from the options and the environment.
Style style_of(const Options& options, int descriptor);

// How often Ctrl-C was pressed. The first lets a step end, the second kills it.
const std::atomic<int>& interrupts();
void listen_for_interrupts();

// Waits for real, and is woken by Ctrl-C.
class WallClock final : public Clock {
 public:
  Moment now() override;
  void wait(std::chrono::milliseconds span) override;
};

}  // namespace interlock
