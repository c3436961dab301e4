#pragma once

#include <utility>
#include <vector>

#include "engine/lead.h"
#include "engine/records.h"

namespace interlock {

// What stands behind lead(): the parts that several acts share.
class Leader {
 public:
  Leader(const Lead& lead, Run& run) : lead_(lead), run_(run) {}

  Stopped go();
  void take_up(bool overdue);
  void settle();
  bool look_again();
  void do_again();
  bool go_back(const std::string& by);

 private:
  // What was seen of hold and ensure once a step is over.
  struct Seen {
    Findings findings;
    Gate hold = Gate::pass;
    Gate ensure = Gate::pass;
    std::vector<Draft> baseline;
    std::string why;  // the baseline could not be taken
  };
  // How the commands of a step ended.
  struct Acted {
    std::vector<Result> results;
    Findings meanwhile;  // the first hold guards that did not pass while it ran
    bool overdue = false;
    bool killed = false;
    bool manual_left = false;
    std::optional<Seen> seen = {};  // what ended a manual step

    bool failed() const;
  };

  // engine/lead.cpp: what is asked before a step
  std::optional<Stopped> before();
  void settle_ready(const Input& input, Findings findings, std::vector<Draft> baseline,
                    const std::string& why);
  void ask_person(const std::vector<Posed>& guards);
  bool begun_by_person();
  std::chrono::milliseconds until_asked_again() const;
  Findings asked(const std::vector<Posed>& guards, Underway::Kind kind);
  std::vector<Posed> guards_before() const;

  // engine/settle.cpp: what is asked after it, and what is recorded
  Seen look(bool poll);
  void baseline_into(Seen& seen);
  std::optional<std::vector<Draft>> baseline(const Configuration& after, std::string& why);
  // `first`: action.outcome or action.resolved. `already`: what was seen before.
  void resolve(Input input, std::vector<Draft> first, Findings meanwhile = {},
               std::optional<Seen> already = {});
  Step commit(const Input& input, std::vector<Draft> drafts, Findings findings = {});
  void record(std::vector<Draft> drafts);
  void append(Rule rule, std::vector<Draft> drafts, Findings findings);
  std::vector<Draft> entered(const Configuration& after) const;
  Draft held(const Findings& findings, Gate gate) const;
  Draft person_draft(const std::string& act, const std::string& by) const;

  // engine/step.cpp: the step itself
  Draft intent() const;
  void act();
  Acted run_commands();
  Acted wait_for_operator();
  std::string missing_in(const Seen& seen) const;
  void record_start(std::size_t index, const Started& process);

  bool interrupted(int times = 1) const;
  const Transition& transition() const;
  const Row& row() const;

  const Lead& lead_;
  Run& run_;
  std::vector<Outcome> waited_for_;  // what was recorded last while waiting
};

}  // namespace interlock
