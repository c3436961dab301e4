#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/cli/commands.h"
#include "engine/cli/holding.h"
#include "engine/cli/options.h"
#include "engine/cli/progress_line.h"
#include "engine/cli/session.h"
#include "engine/cli/terminal.h"
#include "engine/lead.h"
#include "reports/report.h"

namespace interlock {

class RealRunner final : public Runner {
 public:
  Ended run(const Program& program, const std::function<void(const Started&)>& started,
            const std::function<void()>& meanwhile, const std::stop_token& stop) override;
};

// Everything that leading a run needs, for as long as it lasts.
class Journey {
 public:
  Journey(const Options& options, Terminal& terminal, Ledger& ledger,
          std::unique_ptr<Session> session);

  Run& run() { return run_; }
  const Session& session() const { return *session_; }

  // Takes the lock of the installation, and folds what others recorded before that;
  // false if the operator stopped the waiting.
  bool lock();
  // Records that a run of a machine begins that was proved so (reports/prove.h); `yes`:
  // the operator said so beforehand.
  void begin(const Value& proved, bool yes);
  // Folds those events that are not folded yet.
  void replay(const std::vector<Event>& events);
  // A step that was under way when Interlock ended is asked whether it is done.
  void take_up();

  Lead lead();
  Report report() const;
  Exit go();
  // Whether anything leads back from here; tells what the way back will do, asks
  // unless `yes` was said, and goes it. `proved`: as the machine was found to be by this
  // process, which then is recorded; null: it was before, by begin().
  bool goes_back() const;
  Exit back(bool yes, const Value& proved = nullptr);
  Exit finish(Stopped stopped);

 private:
  Exit held();
  void record_proof(const Value& proved);
  std::string state() const { return session_->machine().states[run_.at.state].id; }

  Terminal& terminal_;
  ProgressLine line_;
  Ledger& ledger_;
  std::unique_ptr<Session> session_;
  Run run_;
  RealRunner runner_;
  WallClock clock_;
  std::optional<Taken> taken_;
  std::string with_ledger_;
  bool on_fail_back_ = false;
  std::chrono::seconds look_every_;
  bool told_of_stop_ = false;
};

}  // namespace interlock
