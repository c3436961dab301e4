#include "engine/cli/journey.h"

#include <filesystem>

#include "checks/index.h"
#include "engine/cli/output.h"
#include "engine/error.h"
#include "engine/time.h"
#include "reports/standing.h"
#include "reports/text.h"

namespace interlock {

namespace {

// ${work}: for this run alone.
void make_work_folder(const std::string& path) {
  std::error_code failed;
  std::filesystem::create_directories(path, failed);
  if (!failed) std::filesystem::permissions(path, std::filesystem::perms::owner_all, failed);
  if (failed)
    throw Error(Error::Kind::input,
                "the run's folder " + path + " cannot be made: " + failed.message() + ".",
                "Look at the rights on its folders, or set XDG_STATE_HOME.");
}

}  // namespace

Ended RealRunner::run(const Program& program, const std::function<void(const Started&)>& started,
                      const std::function<void()>& meanwhile, const std::stop_token& stop) {
  return interlock::run(program, started, meanwhile, stop);
}

Journey::Journey(const Options& options, Terminal& terminal, Ledger& ledger,
                 std::unique_ptr<Session> session)
    : terminal_(terminal),
      line_([&terminal](const std::string& text) { terminal.progress(text); }),
      ledger_(ledger),
      session_(std::move(session)),
      run_(fresh(session_->subject->plan)),
      with_ledger_(terminal.alone ? "" : ledger_words(options)),
      on_fail_back_(options.on_fail == "back"),
      look_every_(options.every) {
  guard_secrets(ledger_, terminal_, *session_);
  tell_problems(terminal_, *session_);
  terminal_.target = session_->installation.target;
  session_->reading = [this](const Reading& far) { line_.reads(far); };
}

bool Journey::lock() {
  const Holding ours{
      session_->run,  terminal_.name(), session_->installation.host,
      this_process(), written(now()),   std::filesystem::absolute(ledger_.path()).string()};
  taken_ = take_lock(session_->installation, ours, run_, interrupts(),
                     [this](const std::string& text) { terminal_.err(text); });
  if (taken_ && !run_.id.empty()) replay(ledger_.events(run_.id));
  return taken_.has_value();
}

void Journey::begin(const Value& proved, bool yes) {
  std::vector<Draft> drafts = opening(*session_);
  Draft proof{"definition.proved"};
  proof.data = proved;
  drafts.insert(drafts.end() - 1, std::move(proof));
  if (yes) {
    Draft begin{"operator.event"};
    begin.data.set("act", "begin").set("by", terminal_.name()).set("said", "yes");
    drafts.push_back(std::move(begin));
  }
  for (Draft& draft : drafts) stamp(draft, *session_);
  make_work_folder(session_->values.at("work"));
  replay(ledger_.append(drafts));
  terminal_.out(run_head_text(report(), terminal_.style()));
}

void Journey::replay(const std::vector<Event>& events) {
  for (const Event& event : events)
    if (event.seq > run_.last_event)
      take(run_, session_->machine(), session_->subject->plan, event);
}

void Journey::take_up() {
  if (run_.finished || run_.at.standing == Standing::held) return;
  interlock::take_up(lead(), run_, taken_ && taken_->overdue);
  if (run_.at.standing == Standing::doubt) settle(lead(), run_);
}

Lead Journey::lead() {
  Lead lead{.machine = session_->machine(),
            .plan = session_->subject->plan,
            .checks = all_checks(),
            .installation = session_->installation,
            .values = session_->values,
            .found = session_->found,
            .ledger = ledger_,
            .runner = runner_,
            .person = terminal_,
            .clock = clock_,
            .opener = [this](const std::vector<Said>& said) { return session_->opener(said); }};
  lead.told = [this](const Told& told) {
    terminal_.out(told_text(told, run_, session_->machine(), terminal_.style()));
  };
  lead.progress = [this](const Underway& what) {
    if (what.kind == Underway::Kind::running && interrupts().load() == 1 && !told_of_stop_) {
      told_of_stop_ = true;
      terminal_.err("Stopping: the step is let end. Ctrl-C once more kills it.\n");
    }
    line_.says(underway_text(what, terminal_.style()));
  };
  lead.patience = session_->patience;
  lead.on_fail_back = on_fail_back_;
  lead.look_every = look_every_;
  lead.interrupts = &interrupts();
  if (taken_) lead.keeps = {taken_->lock.descriptor()};
  if (taken_ && taken_->folder->descriptor() >= 0)
    lead.keeps.push_back(taken_->folder->descriptor());
  return lead;
}

Report Journey::report() const {
  return report_of(session_->machine(), ledger_.events(run_.id), ledger_.head(),
                   [this](const std::string& sha256) { return ledger_.evidence(sha256); });
}

Exit Journey::go() {
  const Lead all = lead();
  terminal_.before_begin = begin_text(report(), session_->machine(), terminal_.style());
  return finish(interlock::lead(all, run_));
}

// What the operator says to a run that is held; without an answer it stays so.
Exit Journey::held() {
  const Exit exit = run_.held_by == "fail"       ? Exit::failed
                    : run_.held_by == "operator" ? Exit::person
                                                 : Exit::unknown;
  if (exit == Exit::person || !terminal_.there() || interrupts().load() > 0) return exit;
  std::vector<std::string> words = {"check"};
  if (run_.at.begun) words.emplace_back("retry");
  if (goes_back()) words.emplace_back("back");
  words.emplace_back("leave");
  std::string prompt;
  for (const std::string& word : words) prompt += (prompt.empty() ? "" : "/") + word;
  const std::string said =
      terminal_.chosen("Your choice [" + prompt + "]: ", words).value_or("leave");
  if (said == "check") return look_again(lead(), run_) ? go() : finish(Stopped::held);
  if (said == "retry") {
    do_again(lead(), run_);
    return go();
  }
  return said == "back" ? back(false) : exit;
}

void Journey::record_proof(const Value& proved) {
  Draft proof{"definition.proved"};
  proof.state = state();
  proof.data = proved;
  stamp(proof, *session_);
  replay(ledger_.append({proof}));
}

bool Journey::goes_back() const {
  return !way_back(session_->machine(), session_->subject->plan, run_.at).empty();
}

Exit Journey::back(bool yes, const Value& proved) {
  terminal_.out(back_text(report(), session_->machine(), terminal_.style()));
  if (!yes) {
    const auto said = terminal_.yes_or_no("Go back?");
    if (!said) terminal_.err("Nobody is here to say yes: interlock back --yes\n");
    if (!said) return Exit::person;
    if (!*said && run_.at.standing == Standing::held) return finish(Stopped::held);
    if (!*said) terminal_.out("Not gone back. The run stays in " + state() + ".\n");
    if (!*said) return Exit::person;
  }
  if (!proved.null()) record_proof(proved);
  go_back(lead(), run_);
  return go();
}

Exit Journey::finish(Stopped stopped) {
  const Style& style = terminal_.style();
  switch (stopped) {
    case Stopped::finished:
      terminal_.out(end_text(report(), session_->machine(), style) + with_ledger_);
      return lead().machine.states[run_.at.state].final == Final::success ? Exit::pass
                                                                          : Exit::undone;
    case Stopped::held:
      terminal_.out(held_text(report(), session_->machine(), style) + with_ledger_);
      return held();
    case Stopped::left:
      terminal_.out("Not begun. The run waits in " + state() + ": interlock resume " + run_.id +
                    "\n" + with_ledger_);
      return interrupts().load() > 0 ? Exit::interrupted : Exit::person;
    case Stopped::interrupted: break;
  }
  terminal_.err("Stopped. The run waits in " + state() + ": interlock resume " + run_.id + "\n" +
                with_ledger_);
  return Exit::interrupted;
}

}  // namespace interlock
