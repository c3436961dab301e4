#include <algorithm>
#include <filesystem>

#include "engine/cli/commands.h"
#include "engine/cli/installation.h"
#include "engine/cli/journey.h"
#include "engine/cli/output.h"
#include "engine/cli/proof.h"
#include "engine/cli/session.h"
#include "engine/error.h"
#include "engine/written.h"
#include "reports/prove.h"
#include "reports/standing.h"
#include "reports/text.h"

namespace interlock {

namespace {

// A held or stopped run, taken up by the verb that acts on it.
template <class Act>
Exit with_run(const Options& options, Terminal& terminal, Act act) {
  Ledger ledger = open_ledger(options);
  const auto events = run_events(ledger, options.run, "run", true);
  Journey journey(options, terminal, ledger, session_in(options, ledger, events));
  journey.replay(events);
  const Proved proof = proved(journey.session().machine());
  if (!may_run(journey.session(), proof, {}, terminal)) return Exit::not_proved;
  if (!journey.lock()) return journey.finish(Stopped::interrupted);
  const bool was_held = journey.run().at.standing == Standing::held;
  journey.take_up();
  if (journey.run().finished) return journey.finish(Stopped::finished);
  return act(journey, was_held, proof);
}

void refuse_open_run(const Ledger& ledger, const Installation& installation,
                     const std::string& with = {}) {
  for (const auto& [id, started] : open_runs(ledger)) {
    if (started["installation"]["id"].text() != installation.id) continue;
    throw Error(
        Error::Kind::usage, "run " + id + " of this installation is not finished.",
        "Go on with it: interlock resume " + id + with + ", or interlock back " + id + with);
  }
}

// Whatever ledger it is recorded in, and whatever else is not known as long as it lasts: what it
// has brought there by now may be taken for the release that is installed.
void refuse_unfinished(const Options& options, const Installation& installation) {
  const auto last = last_holding(installation.id);
  if (last) refuse_if_alive(*last);
  const std::string here = std::filesystem::absolute(ledger_path(options)).string();
  const auto refuse_in = [&](const std::string& path, const std::string& with) {
    if (std::filesystem::exists(path)) refuse_open_run(Ledger::read(path), installation, with);
  };
  if (last && last->ledger != here) refuse_in(last->ledger, " --ledger " + for_shell(last->ledger));
  try {
    refuse_in(here, options.ledger.empty() ? "" : " --ledger " + for_shell(here));
  } catch (const Error& failure) {
    if (failure.kind != Error::Kind::ledger) throw;  // who opens it to write says what it lacks
  }
}

// Another run may have ended between the look at the version and the taking of the lock.
void refuse_other_version(const Options& options, const Session& session) {
  const std::string now = installed_now(options, session);
  if (now == session.installation.installed) return;
  throw Error(Error::Kind::locked,
              "meanwhile another release was installed: " + now + ", no longer " +
                  session.installation.installed + ".",
              "See who did it: interlock status --all. Then begin anew.");
}

void refuse_missing_endpoints(const Session& session) {
  for (const auto& [name, outside] : session.machine().endpoints)
    if (!outside.optional && !session.found.contains(name))
      throw Error(Error::Kind::input, "the endpoint \"" + name + "\" was not found.",
                  "Say where it is: --set " + name + "=URL");
}

// Asks for the parameters that nobody gave.
void ask_for_missing(const Machine& machine, Installation& installation, Terminal& terminal) {
  const Texts missing = missing_parameters(machine, installation);
  std::string means;
  for (const std::string& name : missing)
    means += "\n  " + name + ": " + machine.parameters.at(name).means;
  for (const std::string& name : missing) {
    const auto said = terminal.typed(name + " (" + machine.parameters.at(name).means + "): ");
    if (!said || said->empty())
      throw Error(Error::Kind::input, "parameters of this machine have no value:" + means,
                  "Give them: --set NAME=VALUE");
    installation.parameters[name] = *said;
  }
}

void need_held(const Journey& journey, const Run& run, const char* verb) {
  if (run.at.standing == Standing::held) return;
  const std::string state = journey.session().machine().states[run.at.state].id;
  throw Error(
      Error::Kind::usage,
      std::string("there is nothing to ") + verb + ": the run is not held in " + state + ".",
      "Go on: interlock resume " + run.id);
}

}  // namespace

Exit run_upgrade(const Options& options, Terminal& terminal) {
  auto session = session_of(options, new_run_id(), "run",
                            [&](const Machine& machine, Installation& installation) {
                              refuse_unfinished(options, installation);
                              ask_for_missing(machine, installation, terminal);
                            });
  refuse_missing_endpoints(*session);
  if (!options.begin.empty() && options.begin != session->installation.target)
    throw Error(
        Error::Kind::usage,
        "--yes " + options.begin + " is not the target " + session->installation.target + ".",
        "To begin: --yes " + session->installation.target);
  const Proved proof = proved(session->machine());
  if (!may_run(*session, proof, options.machine, terminal)) return Exit::not_proved;
  if (options.begin.empty() && !terminal.there()) {
    terminal.err("Not begun: nobody is here to type the target version.\n  To begin: --yes " +
                 session->installation.target + "\n");
    return Exit::person;
  }
  Ledger ledger = open_ledger(options);
  std::vector<Errand> questions;
  for (const auto& [errand, unheard] : product_questions(*session)) questions.push_back(errand);
  tell_products(*session, gather(questions, session->opener({})));
  Journey journey(options, terminal, ledger, std::move(session));
  journey.lock();
  refuse_open_run(ledger, journey.session().installation);
  refuse_other_version(options, journey.session());
  journey.begin(proved_value(proof.proofs, proof.ms), !options.begin.empty());
  return journey.go();
}

Exit resume_run(const Options& options, Terminal& terminal) {
  return with_run(options, terminal, [](Journey& journey, bool was_held, const Proved&) {
    if (was_held && !look_again(journey.lead(), journey.run()))
      return journey.finish(Stopped::held);
    return journey.go();
  });
}

Exit retry_run(const Options& options, Terminal& terminal) {
  return with_run(options, terminal, [](Journey& journey, bool, const Proved&) {
    need_held(journey, journey.run(), "retry");
    do_again(journey.lead(), journey.run());
    return journey.go();
  });
}

Exit back_run(const Options& options, Terminal& terminal) {
  return with_run(options, terminal, [&](Journey& journey, bool, const Proved& proof) {
    const State& here = journey.session().machine().states[journey.run().at.state];
    if (!journey.goes_back())
      throw Error(Error::Kind::usage,
                  "nothing leads back from " + here.id +
                      (here.phase == Phase::back ? ": the run is on its way back." : "."),
                  "Go on: interlock resume or interlock retry");
    return journey.back(options.yes, proved_value(proof.proofs, proof.ms));
  });
}

Exit answer_run(const Options& options, Terminal& terminal) {
  Ledger ledger = open_ledger(options);
  const auto events = run_events(ledger, options.run, "run", true);
  const auto subject = subject_in(ledger, events);
  const Report report = report_of(subject->machine, events, {});
  const auto asked = std::find_if(report.lines.begin(), report.lines.end(), [&](const Line& line) {
    return line.key == options.key && line.on == "operator";
  });
  if (asked == report.lines.end()) {
    Texts keys;
    for (const Line& line : report.lines)
      if (line.on == "operator") keys.push_back(line.key);
    throw Error(Error::Kind::usage, "run " + report.run.id + " asks no \"" + options.key + "\".",
                keys.empty() ? "It waits for no answer." : "It asks: " + listed(keys));
  }
  Draft draft{"operator.event"};
  draft.run = report.run.id;
  draft.installation = std::string(report.installation["id"].text());
  draft.definition = report.run.definition;
  draft.state = subject->plan.states[report.run.at.state];
  draft.data.set("act", "answer").set("by", terminal.name()).set("key", options.key);
  draft.data.set("question", asked->objects.empty() ? Value() : Value(asked->objects.front()));
  draft.data.set("said", options.said);
  ledger.append({draft});
  terminal.out("Recorded: " + options.said + ". Go on: interlock resume " + report.run.id + "\n");
  return Exit::pass;
}

}  // namespace interlock
