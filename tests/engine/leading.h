#pragma once

#include <gtest/gtest.h>

#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "engine/lead.h"

namespace interlock {

// What the outside world says to each question: one word after the other, the last
// one again and again. "down": it cannot be asked.
class Script {
 public:
  void say(const std::string& question, std::vector<std::string> words);
  std::string next(const std::string& question);
  int asked(const std::string& question);
  void wait_until_asked(const std::string& question, int times);

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::string, std::vector<std::string>> words_;
  std::map<std::string, int> asked_;
};

// Ends commands as it was told; each that is not named exits with 0.
class FakeRunner final : public Runner {
 public:
  Ended run(const Program& program, const std::function<void(const Started&)>& started,
            const std::function<void()>& meanwhile, const std::stop_token& stop) override;

  std::vector<Program> ran;
  std::map<std::string, std::vector<Ended>> ends;  // by program, one after the other
  std::function<void()> before_it_starts = [] {}, while_it_runs = [] {};
  bool dies_before = false, dies_after = false;  // as if Interlock were killed
};
struct Killed {};

class FakePerson final : public Person {
 public:
  std::optional<bool> yes_or_no(const std::string& statement) override;
  std::optional<bool> begins(const Transition&) override { return begin; }
  bool there() const override { return is_there; }
  std::string name() const override { return "ops"; }

  bool is_there = false;
  std::optional<bool> begin = true, answer = {};
  std::vector<std::string> heard;
};

// Time passes only where it is waited for.
class FakeClock final : public Clock {
 public:
  Moment now() override { return now_; }
  void wait(std::chrono::milliseconds span) override;

  std::chrono::milliseconds waited{0};
  std::function<void()> on_wait = [] {};

 private:
  Moment now_{std::chrono::hours(490000)};
};

// A machine of three steps, led with a real ledger. Its guards ask the script for
// "before", "hold", "after", "verify", "unchanged" and "undone".
struct Leading : testing::Test {
  Leading();
  ~Leading() override;
  Leading(const Leading&) = delete;
  Leading& operator=(const Leading&) = delete;

  Transition& work() { return machine.transitions[0]; }
  Transition& verify() { return machine.transitions[1]; }
  Transition& undo() { return machine.transitions[2]; }
  Guard said(const std::string& question) const;
  void ask_operator(Guards& guards) const;
  void compare_with_baseline(const std::string& since);

  void begin();  // must come first
  Lead lead();
  Stopped go() { return interlock::lead(lead(), run); }
  void kill_while_running(bool before_the_record);

  std::string where() const;  // "worked held begun"
  std::string rules() const;  // "begin begin done move"
  std::vector<Event> events() const { return ledger.events("a3f9-k2mt"); }
  const Event* last(const std::string& type);
  std::string commands() const;

  std::string folder;
  Ledger ledger;
  Machine machine;
  Plan plan;
  Installation installation;
  Script script;
  FakeRunner runner;
  FakePerson person;
  FakeClock clock;
  interlock::Run run;
  std::atomic<int> interrupts = 0;
  bool on_fail_back = false;
  bool typed = false;       // the person is asked to begin; else it was said with the command
  std::vector<Event> kept;  // what last() points into
};

}  // namespace interlock
