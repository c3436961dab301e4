#include <fmt/core.h>

#include <algorithm>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <thread>

#include "checks/index.h"
#include "engine/cli/commands.h"
#include "engine/cli/output.h"
#include "engine/cli/progress_line.h"
#include "engine/cli/session.h"
#include "engine/error.h"
#include "engine/records.h"
#include "engine/time.h"
#include "engine/written.h"
#include "reports/json.h"
#include "reports/text.h"

namespace interlock {

namespace {

// Which guards a verb asks, and which it leaves out.
struct Selection {
  std::vector<Posed> asked;
  Value::List left_out;  // key check why text
  bool complete = true;
};

bool named(const std::vector<std::string>& names, const std::string& check) {
  return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
    return check == name || check.starts_with(name + ".");
  });
}

// A name that no check has would ask nothing, or leave nothing out.
void refuse_unknown(const char* option, const std::vector<std::string>& names) {
  std::vector<std::string_view> known;
  for (const Check* check : all_checks()) {
    known.push_back(check->id);
    known.push_back(check->id.substr(0, check->id.find('.')));
  }
  for (const std::string& name : names) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    const std::string meant = suggestion(name, known);
    throw Error(Error::Kind::usage,
                fmt::format("{} {}: there is no check and no area of this name.", option, name),
                meant + (meant.empty() ? "" : " ") + "All checks: interlock checks");
  }
}

// What `ready` can know before an upgrade.
bool asked_before(const Machine& machine, const Posed& posed) {
  const Check* check = find_check(posed.guard->check);
  return check && is_ahead(machine, *posed.transition, *posed.guard,
                           arguments_of(*check, *posed.guard, machine));
}

// Ensure of the transitions into `post` and success, require of those out of `post`.
bool is_result(const Machine& machine, const Posed& posed) {
  const State* from = find_state(machine, posed.transition->from);
  const State* to = find_state(machine, posed.transition->to);
  if (!from || !to || from->phase == Phase::back) return false;
  if (posed.when == When::after) return to->phase == Phase::post || to->final == Final::success;
  return posed.when == When::before && from->phase == Phase::post;
}

class Selector {
 public:
  Selector(const Session& session, const Options& options) : session_(session), options_(options) {}

  template <class Wanted>
  Selection select(Wanted wanted) {
    for (const Transition& transition : session_.machine().transitions)
      for (const When when : {When::before, When::meanwhile, When::after})
        for (const Posed& posed : interlock::posed(transition, when))
          if (wanted(session_.machine(), posed)) sort(posed);
    return std::move(selection_);
  }

 private:
  void sort(const Posed& posed) {
    const std::string& id = posed.guard->check;
    const bool only = !options_.include.empty() && !named(options_.include, id);
    if (only || named(options_.exclude, id)) {
      selection_.complete = false;
      return;
    }
    const Check* check = find_check(id);
    const bool person = id.starts_with("operator.");
    const bool costly = check && check->patience > std::chrono::seconds(10) &&
                        !id.starts_with("backup.") && !options_.full;
    if (!person && !costly) {
      selection_.asked.push_back(posed);
      return;
    }
    leave_out(posed, person);
  }

  void leave_out(const Posed& posed, bool person) {
    const Asking asking = session_.asking();
    if (!posed.guard->when.empty() &&
        !holds(condition_of(posed.guard->when).value(), asking.values, asking.found))
      return;
    const auto found = posed.guard->with.find("question");
    Value text;
    if (person && found != posed.guard->with.end())
      text = filled(std::get<std::string>(found->second), asking.values);
    const std::string on = person ? "operator" : posed.guard->on;
    selection_.left_out.push_back(
        Value::Object{{"key", posed.transition->to + "/" + posed.guard->check + "@" + on},
                      {"check", posed.guard->check},
                      {"why", person ? "operator" : "costly"},
                      {"text", text}});
  }

  const Session& session_;
  const Options& options_;
  Selection selection_;
};

template <class Wanted>
Selection selected(const Session& session, const Options& options, Wanted wanted) {
  Selection selection = Selector(session, options).select(wanted);
  if (selection.asked.empty() && !selection.complete)
    throw Error(
        Error::Kind::usage,
        fmt::format("of these checks, {} asks none of {}.", options.verb, session.machine().id),
        "Leave out --include and --exclude: then all that it asks is asked.");
  return selection;
}

// What waits may still come true: a fail there only warns.
void soften(Findings& findings) {
  for (Finding& finding : findings) {
    const bool waits =
        finding.posed.transition->wait.count() > 0 && finding.posed.when == When::before;
    if (waits && finding.outcome == Outcome::fail) {
      finding.outcome = Outcome::warn;
      finding.verdict.sentence += " The upgrade would wait.";
    }
  }
}

struct Verbs {
  std::string kind;
  std::string_view good, bad;
};

Draft finish(const Findings& findings, const Selection& selection, const Verbs& verbs,
             const Options& options, std::int64_t ms) {
  Counts counts;
  for (const Finding& finding : findings) counts.add(finding.outcome);
  const Outcome worst = findings.empty() ? Outcome::unknown : counts.worst();
  const bool warned = worst == Outcome::warn && options.fail_on == "warn";
  const Exit exit = worst == Outcome::fail      ? Exit::failed
                    : worst == Outcome::unknown ? Exit::unknown
                    : warned                    ? Exit::warned
                                                : Exit::pass;
  const std::string_view verdict = worst == Outcome::fail      ? verbs.bad
                                   : worst == Outcome::unknown ? std::string_view("unknown")
                                   : !selection.complete       ? std::string_view("partial")
                                                               : verbs.good;
  Draft draft{"run.finished"};
  draft.data = Value::Object{{"verdict", verdict},
                             {"outcome", word(worst)},
                             {"exit", static_cast<std::int64_t>(exit)},
                             {"ms", ms},
                             {"complete", selection.complete},
                             {"not_asked", selection.left_out}};
  return draft;
}

// Stops the asking at Ctrl-C. A question that was put is waited for; a second one
// leaves it: nothing was changed, and nothing is recorded before all is answered.
class Stopper {
 public:
  explicit Stopper(Terminal& terminal)
      : watcher_([this, &terminal](const std::stop_token& ended) { watch(ended, terminal); }) {}
  std::stop_token token() const { return source_.get_token(); }

 private:
  void watch(const std::stop_token& ended, Terminal& terminal) {
    bool told = false;
    std::mutex alone;
    std::condition_variable_any woken;  // by the end of the asking at once
    std::unique_lock lock(alone);
    while (!ended.stop_requested()) {
      if (interrupts().load() > 0 && !told) {
        told = source_.request_stop();
        terminal.err("Stopping: the last question is waited for. Ctrl-C once more leaves it.\n");
      }
      if (interrupts().load() > 1) {
        terminal.err("Stopped. Nothing was changed, and nothing recorded.\n");
        std::_Exit(static_cast<int>(Exit::interrupted));
      }
      woken.wait_for(lock, ended, std::chrono::milliseconds(20), [] { return false; });
    }
  }

  std::stop_source source_;
  std::jthread watcher_;
};

// Asks, records in one transaction, and prints the report of what was recorded.
template <class Wanted>
Exit examine_now(const Options& options, Terminal& terminal, const Verbs& verbs, Wanted wanted) {
  refuse_unknown("--include", options.include);
  refuse_unknown("--exclude", options.exclude);
  Recorded ledger(options, terminal);
  const Moment from = now();
  const auto session = session_of(options, new_run_id(), verbs.kind);
  guard_secrets(ledger.book(), terminal, *session);
  tell_problems(terminal, *session);
  if (verbs.kind == "verify") session->told.set("after_run", run_before(ledger.book(), *session));
  const Selection selection = selected(*session, options, wanted);
  Asking asking = session->asking();
  ProgressLine line([&](const std::string& text) { terminal.progress(text); });
  asking.progress = [&](std::size_t done, std::size_t all) {
    line.says(fmt::format("{} of {}", done, all));
  };
  auto products = product_questions(*session);
  asking.along = &products;
  session->reading = [&](const Reading& far) { line.reads(far); };
  Findings findings = ask(asking, selection.asked, Stopper(terminal).token());
  if (interrupts().load() > 0) {
    terminal.err("Stopped. Nothing was changed, and nothing recorded.\n");
    return Exit::interrupted;
  }
  if (verbs.kind == "ready") soften(findings);
  tell_products(*session, products);
  std::vector<Draft> drafts = opening(*session);
  for (const Finding& finding : findings) drafts.push_back(result_draft(finding));
  drafts.push_back(finish(findings, selection, verbs, options, (now() - from).count()));
  for (Draft& draft : drafts) stamp(draft, *session);
  const auto events = ledger.book().append(drafts);
  const Head head = ledger.kept() ? ledger.book().head(events.back().seq + 1) : Head{};
  const Report report = report_of(session->machine(), events, head);
  print_report(options, terminal, report, session->machine(), ledger);
  return static_cast<Exit>(report.finished["exit"].number());
}

}  // namespace

Exit ready(const Options& options, Terminal& terminal) {
  return examine_now(options, terminal, {"ready", "ready", "not_ready"}, asked_before);
}

Exit verify_release(const Options& options, Terminal& terminal) {
  return examine_now(options, terminal, {"verify", "verified", "not_verified"}, is_result);
}

}  // namespace interlock
