#pragma once

#include <atomic>
#include <mutex>
#include <optional>
#include <string>

#include "engine/cli/options.h"
#include "engine/lead.h"
#include "reports/style.h"

namespace interlock {

// Where the program speaks and listens: results on stdout, progress and questions
// on stderr, answers from stdin.
class Terminal final : public Person {
 public:
  explicit Terminal(const Options& options);
  ~Terminal() override;

  const Style& style() const { return style_; }
  void out(std::string_view text);
  void err(std::string_view text);
  // One line, rewritten in place at most 10 times a second from 0.3 s on; only where
  // stderr is a terminal.
  void progress(const std::string& line);
  void erase();

  // Asks on the terminal; nothing where there is none, or at the end of input.
  std::optional<std::string> typed(const std::string& prompt);

  std::optional<bool> yes_or_no(const std::string& statement) override;
  std::optional<bool> begins(const Transition& first) override;
  bool there() const override { return there_; }
  bool unwritten() const { return unwritten_; }  // something for stdout is lost
  std::string name() const override;

  std::string begin;         // what `run --yes` gave; empty: ask
  std::string target;        // what must be typed
  std::string before_begin;  // what is told before it is asked for

 private:
  Style style_;
  bool there_ = false;
  bool shows_progress_ = false;
  bool unwritten_ = false;
  std::mutex mutex_;  // progress comes from several threads
  std::string line_;
  Moment first_ = {}, last_ = {};
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
