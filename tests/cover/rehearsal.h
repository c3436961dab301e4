#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/conform.h"
#include "engine/explore.h"
#include "engine/lead.h"

namespace interlock {

// A shipped machine with everything that the prover says can become of it, and with the
// checks of its guards, of which each says what it is told to.
class Rehearsed {
 public:
  // `properties`: further ones of its own.
  explicit Rehearsed(const std::string& name, const Texts& properties = {});
  Rehearsed(const Rehearsed&) = delete;
  Rehearsed& operator=(const Rehearsed&) = delete;

  const Plan& plan() const { return conformer->plan(); }
  const Transition& from(std::size_t state) const;
  // The inputs that lead to that configuration, on a shortest way.
  std::vector<Input> way_to(std::uint32_t configuration) const;

  std::string text;
  Machine machine;
  std::unique_ptr<Conformer> conformer;
  Explored explored;
  std::vector<Check> checks;
  std::vector<const Check*> by_name;
  Installation installation;
  Values values;
  Names found;
};

// What the commands of a step, the checks and the operator do next.
struct Cue {
  std::set<std::string> failing, unknown;  // checks; all others pass
  Ended ended;                             // of the first command
  bool dies = false;                       // as soon as the step was started
  bool frozen = false;                     // no time passes
};

class Prompted final : public Runner {
 public:
  explicit Prompted(Cue& cue) : cue_(cue) {}
  Ended run(const Program& program, const std::function<void(const Started&)>& started,
            const std::function<void()>& meanwhile, const std::stop_token& stop) override;

 private:
  Cue& cue_;
};

class Silent final : public Person {
 public:
  std::optional<bool> yes_or_no(const std::string&) override { return answer; }
  std::optional<bool> begins(const Transition&) override { return {}; }
  bool there() const override { return false; }
  std::string name() const override { return "ops"; }

  std::optional<bool> answer;
};

// An hour passes whenever it is waited, unless it may not.
class Leaping final : public Clock {
 public:
  explicit Leaping(const Cue& cue);
  Moment now() override { return now_; }
  void wait(std::chrono::milliseconds) override;
  void pass(std::chrono::seconds span) { now_ += span; }

 private:
  const Cue& cue_;
  Moment now_;
};

// One run of it on a real ledger, brought about input by input: the engine asks, acts
// and records as ever. What is really so is kept as the prover has it.
class Rehearsal {
 public:
  // Goes on with the run in that folder, or begins one there.
  Rehearsal(const Rehearsed& machine, const std::string& folder);

  // Brings these about, one after the other.
  void act(const std::vector<Input>& inputs);
  // As Interlock does that was killed and is called again. `so`: what is really so.
  void revive(const Configuration& so);
  // Goes on to an end, where all goes well; where it is held, by retry or back. `until`:
  // no further than that state.
  void finish(bool by_back, std::string_view until = {});
  std::vector<Event> events() const { return ledger_.events(id); }
  const Ledger& ledger() const { return ledger_; }
  // Empty, or where the record and the machine part.
  std::string divergence() const;

  static constexpr const char* id = "a3f9-k2mt";
  interlock::Run run;
  Configuration world;

 private:
  void begin();
  void take_up();
  void act(const Input& input, const Input* then);
  void led();
  void answered(bool yes);
  void cue_before(const Input& input);
  void cue_after(const Input& input);
  void cue_guards(const Guards& guards, Gate gate, const std::set<std::string>& others);
  Lead lead();

  const Rehearsed& on_;
  Ledger ledger_;
  Cue cue_;
  Prompted runner_{cue_};
  Silent person_;
  Leaping clock_{cue_};
  std::atomic<int> interrupts_ = 0;
};

// Loaded and proved once.
const Rehearsed& rehearsed(const std::string& name);

// A folder that is gone afterwards.
struct Folder {
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string path;
};

}  // namespace interlock
