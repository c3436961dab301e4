#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/lead.h"
#include "engine/records.h"
#include "reports/report.h"

namespace interlock {

// What a check said; else it passed.
struct Saying {
  Outcome outcome = Outcome::pass;
  std::string said = "It was so.";
  std::string remedy = {};
  std::vector<std::string> commands = {};
  std::vector<std::string> objects = {};
  std::vector<std::string> programs = {};
};

// The events of one upgrade of IXP Manager, as a ledger would have them, at times that
// are made up: the same each time.
class Story {
 public:
  explicit Story(const std::string& kind = "run");

  // From the next check of that name on.
  void say(const std::string& check, Saying saying) { says_[check] = std::move(saying); }
  void host(const std::string& name) { installation_.set("host", name); }

  void begin();
  // Everything that `ready` asks, and its end.
  void ask_all(const std::string& verdict, Outcome worst, std::int64_t exit);
  // Goes on along the line until the state is entered, all as it should be.
  void go_to(const std::string& state);
  // Asks what must hold before, and then: begins the step, waits, is held ...
  Rule asked(Gate before, bool already = false);
  // The commands end; hold and ensure say this.
  Rule ended(std::int64_t exit, Gate hold, Gate ensure, const std::string& last = {});
  Rule acts(Input::Kind kind);
  // Whether the step that nobody saw the end of is done.
  Rule looked(Gate hold, Gate ensure);
  void wait(std::chrono::milliseconds span) { at_ += span; }

  Report report() const;
  // The backup's; of every check `answers`, of every command `output`.
  EvidenceOf evidence() const;
  const Transition& step() const;
  Moment now() const { return at_; }
  // The checks of the step here, as those who watch are told them.
  Told told(Rule rule, std::size_t last_events) const;

  std::string answers;  // as JSON
  std::string output = "done\n";
  Machine machine;
  Plan plan;
  std::vector<Event> events;
  interlock::Run run;

 private:
  Event& add(const std::string& type, Value data, const std::string& outcome = {});
  void result(const Transition& transition, const Guard& guard, When when);
  void results(const Transition& transition, When when);
  Rule close(const Input& input);
  void entered(const Configuration& before);
  void take_last(std::size_t number);

  std::map<std::string, Saying> says_;
  std::map<std::string, std::string> evidence_;
  Value installation_;
  Moment at_;
  std::string kind_;
  std::int64_t seq_ = 55;
  std::size_t taken_ = 0;
  Findings findings_;
};

}  // namespace interlock
