#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tests/whole/known.h"
#include "tests/whole/typed.h"

namespace interlock {

// An installation of one test, and what is really so in it.
class Crashing {
 public:
  virtual ~Crashing() = default;
  virtual Desk& desk() = 0;
  virtual std::vector<std::string> run_words() const = 0;
  // Empty, or what differs from what this end means.
  virtual std::string differs_from(Final end) = 0;
  // How often the step was started that may be started once.
  virtual int starts() = 0;
  virtual const Known& known() const = 0;
};

// What the operator answers where a run is held.
enum class Choice { retry, back };

// Leads a run that was killed to an end, and looks after every command at record and
// machine. All that is wrong is a failure of the test.
class Crashed {
 public:
  Crashed(Crashing& place, std::vector<std::string> resume_words);

  // Types it and kills it at that crash point; true if it was killed.
  bool killed_at(int point, const std::vector<std::string>& words);
  // Resumes it until it has ended, and says as the operator what is chosen.
  void end(Choice choice);
  bool resume_killed_at(int point) { return killed_at(point, resume_words_); }

  std::string state() const;
  Typed last;

 private:
  void look();
  void choose(Choice choice);
  void accept_loss();  // what the run asks is answered with yes
  bool ended() const;

  Crashing& place_;
  std::vector<std::string> resume_words_;
  int retries_ = 0;  // of the step that may be started once
};

// The crash points that a command passes: what happens there, a line each.
std::vector<std::string> points_of(Crashing& place, const std::vector<std::string>& words);

std::vector<std::string> with(std::vector<std::string> words, std::vector<std::string> more);

// The events of the run that a desk's record tells of, the newest.
std::vector<Event> events_of_run(const Desk& desk);

// The guards of that run that did not pass since it last moved, or began a step, or was led on
// where it was held: each once, in order.
std::vector<std::string> refused_now(const Desk& desk);

// One of two that follow each other with nothing happening between them.
bool same_as_before(const std::vector<std::string>& points, std::size_t index);

}  // namespace interlock
