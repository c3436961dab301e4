#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "engine/cli/commands.h"
#include "engine/cli/demo_shop.h"
#include "engine/cli/output.h"
#include "engine/error.h"
#include "engine/jcs.h"
#include "engine/time.h"
#include "engine/written.h"
#include "reports/json.h"

namespace interlock {

namespace fs = std::filesystem;

namespace {

// A folder for the demo: one that is kept, or one that is gone afterwards.
class Place {
 public:
  explicit Place(const std::string& keep) : kept_(!keep.empty()) {
    if (kept_) {
      keep_in(keep);
      return;
    }
    std::error_code none;
    path_ = (fs::temp_directory_path(none) / "interlock-demo-XXXXXX").string();
    if (none || !::mkdtemp(path_.data()))
      throw Error(Error::Kind::usage, "no temporary folder could be made.",
                  "Look at TMPDIR, or name a folder: interlock demo --keep DIR");
  }
  ~Place() {
    std::error_code ignored;
    if (!kept_) fs::remove_all(path_, ignored);
  }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;

  const std::string& path() const { return path_; }
  bool kept() const { return kept_; }

 private:
  void keep_in(const std::string& folder) {
    const std::string another = "Give another: interlock demo --keep DIR";
    std::error_code failed;
    if (fs::exists(folder, failed) && !fs::is_directory(folder, failed))
      throw Error(Error::Kind::usage, folder + " is no folder.", another);
    fs::create_directories(folder, failed);
    const bool empty = !failed && fs::is_empty(folder, failed);
    if (failed || ::access(folder.c_str(), W_OK | X_OK) != 0)
      throw Error(Error::Kind::usage,
                  "nothing can be kept in " + folder + ": " +
                      (failed ? failed.message() : std::string("it may not be written to")) + ".",
                  another);
    if (!empty) throw Error(Error::Kind::usage, "the folder " + folder + " is not empty.", another);
    path_ = fs::canonical(folder).string();
  }

  bool kept_;
  std::string path_;
};

struct Walk {
  Terminal& terminal;
  Options common;
  bool as_expected = true;

  void say(const std::string& text) { terminal.out(text); }

  // Runs one verb as a person would have typed it.
  void type(Verb* verb, const std::string& typed, const Options& options, Exit expected) {
    say("\n$ interlock " + typed + "\n");
    terminal.begin = options.begin;
    const Exit exit = verb(options, terminal);
    if (exit != Exit::pass) say("[exit " + std::to_string(static_cast<int>(exit)) + "]\n");
    as_expected = as_expected && exit == expected;
  }
  Options to(const std::string& version) const {
    Options options = common;
    options.to = version;
    options.begin = version;
    return options;
  }
};

void write_installation(const std::string& folder, const Shop& shop) {
  const Value file = Value::Object{
      {"name", "demo shop"},
      {"root", shop.root},
      {"parameters", Value::Object{{"backups", shop.backups}}},
      {"endpoints", Value::Object{{"database", "sqlite:" + shop.root + "/storage/shop.db"}}}};
  std::ofstream(folder + "/installation.json") << pretty(file);
}

// Refused, with the remedies; cut off in the middle, and back; done.
void three_upgrades(Walk& walk, const Shop& shop) {
  const std::string said = " demo --at " + walk.common.at + " --to ";
  walk.say("\n1  An upgrade is refused: a job waits, and the backup is three days old.\n");
  walk.type(&ready, "ready" + said + "1.1.0", walk.to("1.1.0"), Exit::failed);

  walk.say(
      "\n2  The job has ended and a backup was taken. The migration breaks off in the middle;\n"
      "   the operator goes back.\n");
  let_job_end(shop);
  back_up(shop);
  walk.type(&run_upgrade, "run" + said + "1.1.0 --yes 1.1.0", walk.to("1.1.0"), Exit::failed);
  Options back = walk.common;
  back.yes = true;
  walk.type(&back_run, "back --yes", back, Exit::undone);

  walk.say("\n3  The release that mends it.\n");
  walk.type(&ready, "ready" + said + "1.1.1", walk.to("1.1.1"), Exit::pass);
  walk.type(&run_upgrade, "run" + said + "1.1.1 --yes 1.1.1", walk.to("1.1.1"), Exit::pass);
  walk.type(&verify_release, "verify" + said + "1.1.1", walk.to("1.1.1"), Exit::pass);
}

// Of the last upgrade, for a browser and for programs.
void reports(Walk& walk, const std::string& folder) {
  Options report = walk.common;
  report.run = all_runs(read_ledger(report)).front().first;
  for (const char* format : {"html", "json"}) {
    report.format = format;
    report.output = folder + "/report." + format;
    walk.type(&report_run,
              "report " + report.run + " --format " + report.format + " -o " + report.output,
              report, Exit::pass);
  }
}

}  // namespace

Exit demo(const Options& options, Terminal& terminal) {
  const Moment from = now();
  const Place place(options.keep);
  ::setenv("XDG_STATE_HOME", place.path().c_str(), 1);  // its locks and work folders too
  const Shop shop = make_shop(place.path());
  write_installation(place.path(), shop);
  Walk walk{terminal, {}};
  terminal.alone = true;  // it answers its questions itself
  walk.common.machine = "demo";
  walk.common.at = place.path() + "/installation.json";
  walk.common.ledger = place.path() + "/ledger.db";
  walk.say("A small shop on SQLite in " + place.path() +
           ", upgraded three times. Nothing else is touched.\n");
  three_upgrades(walk, shop);
  reports(walk, place.path());
  walk.type(&audit_verify, "audit verify", walk.common, Exit::pass);

  walk.say("\nRefused, recovered, upgraded: " + span_words((now() - from).count()) + ". " +
           (place.kept()
                ? "Its change record, for a browser: " + place.path() +
                      "/report.html\nThe same for programs: " + place.path() +
                      "/report.json\nGo on: interlock run demo --at " + for_shell(walk.common.at) +
                      " --ledger " + for_shell(walk.common.ledger) + "\n"
                : "To keep it: interlock demo --keep DIR. Now: interlock list\n"));
  if (!walk.as_expected) throw Error(Error::Kind::bug, "the demo did not go as it should.");
  return Exit::pass;
}

}  // namespace interlock
