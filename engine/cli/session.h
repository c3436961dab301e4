#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/ask.h"
#include "engine/catalogue.h"
#include "engine/cli/options.h"
#include "engine/cli/terminal.h"
#include "engine/endpoints/openers.h"
#include "engine/endpoints/silences.h"
#include "engine/installation.h"
#include "engine/lead.h"
#include "engine/ledger.h"
#include "reports/report.h"
#include "states/shipped.h"

namespace interlock {

// A machine, made ready for the rules, with the bytes that it was read from.
struct Subject {
  Machine machine;
  Plan plan;
  std::string machine_text, groups_text;
  Definition definition;
};

// Where machines are looked for first.
Texts folders_of(const Options& options);
// What the files of a product say together; empty if there is none. Throws Error{input} with all
// problems of the first file that has one.
Catalogue catalogue_in(const std::vector<ReleaseFile>& files);
// The files that a recorded run began with, from the record alone.
std::vector<ReleaseFile> releases_in(const Ledger& ledger, const std::vector<Event>& events);

// The machine that was named, as `observe` leads it if that is the verb. Throws Error{usage,
// input}; its problems are told all.
std::unique_ptr<Subject> subject_of(const Options& options);
// The machine that a recorded run names, from the record alone, as that run leads it.
std::unique_ptr<Subject> subject_in(const Ledger& ledger, const std::vector<Event>& events);

// A machine and the installation that it is about.
struct Session {
  std::unique_ptr<Subject> subject;
  std::vector<ReleaseFile> releases;
  Catalogue catalogue;  // what they say
  Installation installation;
  Named<Secret> variables;  // that the environment had, and no program of ours is given
  Values values;            // with ${run}, ${work}, ${commit}
  Names found;
  std::string run;
  Value told;                                         // data of run.started
  std::shared_ptr<ReadDumps> dumps = no_dumps_yet();  // none is read twice
  std::function<void(const Reading&)> reading = {};   // how far a backup was read
  std::shared_ptr<Silences> silences = std::make_shared<Silences>();
  std::chrono::milliseconds patience{5000};

  const Machine& machine() const { return subject->machine; }
  Opener opener(const std::vector<Said>& said) const;
  Asking asking() const;
};

// Gives an installation what it lacks, before anything else is made of it.
using Settle = std::function<void(const Machine& machine, Installation& installation)>;

// Finds everything that was not said. `run`: the id that ${run} stands for.
std::unique_ptr<Session> session_of(const Options& options, const std::string& run,
                                    const std::string& kind, const Settle& settle = {});
// What tells of each server what it is, to be asked alone or along with others, and put into what
// the session is told of.
std::map<Errand, Heard> product_questions(const Session& session);
void tell_products(Session& session, const std::map<Errand, Heard>& heard);
// Which release is installed now, however long ago the session was made.
std::string installed_now(const Options& options, const Session& session);
// The session of a recorded run: what it was told when it started holds on.
std::unique_ptr<Session> session_in(const Options& options, const Ledger& ledger,
                                    const std::vector<Event>& events);

// Where things are kept: XDG_STATE_HOME/interlock, as root /var/lib/interlock.
std::string state_folder();
std::string ledger_path(const Options& options);
// What to say behind commands that have to name the ledger; empty if they need not.
std::string ledger_words(const Options& options);
Ledger open_ledger(const Options& options);
Ledger read_ledger(const Options& options);

// The newest run of the record, or the one that is named; only of kind `kind`, if
// given, and only one that goes on, if `open`. Throws Error{usage} if there is none.
std::vector<Event> run_events(const Ledger& ledger, const std::string& run,
                              std::string_view kind = {}, bool open = false);

// The runs of the record, and those that are not finished: the newest first, with
// the data of run.started.
std::vector<std::pair<std::string, Value>> all_runs(const Ledger& ledger);
std::vector<std::pair<std::string, Value>> open_runs(const Ledger& ledger);

// ledger.opened, definition.loaded, run.started.
std::vector<Draft> opening(const Session& session);

std::string program_version();  // "0.1.0"

}  // namespace interlock
