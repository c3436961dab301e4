#include "engine/cli/options.h"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "engine/cli/tree.h"

namespace interlock {

namespace {

// Tags and images are called v3.1.0, the release 3.1.0.
std::string version_named(std::string text) {
  if (text.size() > 1 && text[0] == 'v' && std::isdigit(static_cast<unsigned char>(text[1])))
    text.erase(0, 1);
  return text;
}

// Builds the tree of verbs; each verb writes into the same options.
class Tree {
 public:
  explicit Tree(Options& options) : options_(options) {}

  void build(CLI::App& app) {
    look(app);
    ready(app);
    running(app);
    record(app);
  }

 private:
  using App = CLI::App;

  App* verb(App& app, const std::string& name, const std::string& about) {
    App* sub = app.add_subcommand(name, about);
    // Complete with its own parsing: else the variables of all verbs, which write into
    // the same options, would count more than what was typed.
    sub->parse_complete_callback([&options = options_, sub] {
      if (!sub->get_subcommands().empty()) return;
      const App* above = sub->get_parent();
      options.verb = (above->get_parent() ? above->get_name() + " " : "") + sub->get_name();
    });
    option(sub, "--color", options_.color, "auto, always or never", "WHEN")
        ->check(CLI::IsMember({"auto", "always", "never"}));
    return sub;
  }

  static std::string variable(const std::string& name) {
    std::string result = "INTERLOCK_";
    for (const char c : name.substr(2))
      result += c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return result;
  }

  template <class T>
  static CLI::Option* option(App* sub, const std::string& name, T& into, const std::string& about,
                             const std::string& type) {
    return sub->add_option(name, into, about)->type_name(type)->envname(variable(name));
  }
  static CLI::Option* flag(App* sub, const std::string& name, bool& into,
                           const std::string& about) {
    return sub->add_flag(name, into, about)->envname(variable(name));
  }

  void timeout(App* sub) {
    option(sub, "--timeout", options_.timeout, "for a connection and for a question; default: 5",
           "SECONDS")
        ->check(CLI::Range(1, 3600));
  }
  void ledger(App* sub) { option(sub, "--ledger", options_.ledger, "the record", "FILE"); }
  void formats(App* sub, const std::vector<std::string>& names) {
    std::string about;
    for (const auto& name : names) about += (about.empty() ? "" : ", ") + name;
    option(sub, "--format", options_.format, about + "; default: human", "F")
        ->transform([](const std::string& format) {  // there is one version of each output yet
          return format == "json@1" ? std::string("json") : format;
        })
        ->check(CLI::IsMember(names));
    output(sub);
  }
  void output(App* sub) {
    sub->add_option("-o", options_.output, "to a file instead of stdout")->type_name("FILE");
  }
  void definitions(App* sub) {
    option(sub, "--definitions", options_.definitions, "a folder with machines of your own", "DIR");
  }
  void machine(App* sub) {
    sub->add_option("MACHINE", options_.machine, "its name, or the path of its file")->required();
    definitions(sub);
  }
  void installation(App* sub) {
    machine(sub);
    option(sub, "--root", options_.root, "the application's folder; the rest is found from it",
           "DIR");
    option(sub, "--at", options_.at, "or an installation file that says it all", "FILE");
    option(sub, "--to", options_.to,
           sub->get_name() == "verify" ? "the release that it should be; default: the installed one"
                                       : "the release to upgrade to; default: the newest known",
           "VERSION")
        ->transform(version_named);
    option(sub, "--user", options_.user,
           "the account that asks; default: the installation file's, the application's", "NAME");
    sub->add_option("--set", options_.set,
                    "a parameter, or an endpoint by its URL; may be given again")
        ->type_name("NAME=VALUE")
        ->allow_extra_args(false);
    timeout(sub);
    ledger(sub);
    flag(sub, "--quiet", options_.quiet, "leave out what passes or does not apply");
  }
  void run_name(App* sub) {
    sub->add_option("RUN", options_.run, "which run; default: the newest");
    ledger(sub);
    flag(sub, "--quiet", options_.quiet, "leave out what passes or does not apply");
  }

  void look(App& app) {
    App* list = verb(app, "list", "The machines that there are.");
    definitions(list);
    App* show = verb(app, "show", "How a machine runs: its steps, and the way back.");
    machine(show);
    CLI::Option* coverage = flag(show, "--coverage", options_.coverage,
                                 "what becomes of every unit of the guide. Exit 0, 1");
    option(show, "--guide", options_.guide, "with --coverage: the guide itself, to compare", "FILE")
        ->needs(coverage);
    formats(show, {"human", "json", "markdown", "promela", "murphi", "mermaid", "dot", "svg"});
    App* prove = verb(app, "prove",
                      "Proves a machine: every path, every fault, a crash anywhere. Exit 0, 7.");
    machine(prove);
    formats(prove, {"human", "json", "markdown", "svg"});
    flag(prove, "--quiet", options_.quiet, "leave out what is proved or does not apply");
    App* path = verb(app, "path", "Which releases come between two. Exit 0, 1.");
    machine(path);
    path->add_option("FROM", options_.from, "the release that is installed")
        ->required()
        ->transform(version_named);
    path->add_option("TO", options_.to, "the release that is wanted")
        ->required()
        ->transform(version_named);
    formats(path, {"human", "json"});
    App* checks = verb(app, "checks", "The checks that there are.");
    checks->add_option("AREA", options_.word, "only those of this area");
    App* explain = verb(app, "explain", "What a check asks, why, and what to do.");
    explain->add_option("CHECK", options_.word, "its id, area.fact")->required();
    App* schema = verb(app, "schema", "The JSON Schema of machines, or of an output.");
    option(schema, "--of", options_.of, "an output, such as ready or report", "OUTPUT");
    App* completion = verb(app, "completion", "What a shell needs to complete what is typed.");
    completion->add_option("SHELL", options_.word, "bash, zsh or fish")
        ->required()
        ->check(CLI::IsMember({"bash", "zsh", "fish"}));
    App* man = verb(app, "man", "The manual, for man: interlock man | man -l -");
    App* doctor = verb(app, "doctor", "What is reached, which rights are missing. Exit 0, 1, 3.");
    installation(doctor);
    for (App* sub : {list, checks, explain, schema, completion, man, doctor}) output(sub);
    App* demo = verb(app, "demo", "A small shop, upgraded three times in a temporary folder.");
    option(demo, "--keep", options_.keep, "keep shop, record and report in this folder", "DIR");
  }

  void ready(App& app) {
    for (const auto& [name, about] :
         {std::pair("ready",
                    "Asks everything that can be known before an upgrade. Read-only. "
                    "Exit 0, 1, 3 (4: --fail-on warn)."),
          {"verify",
           "Asks whether the new release is sound. Read-only. Exit 0, 1, 3 "
           "(4: --fail-on warn)."}}) {
      App* sub = verb(app, name, about);
      installation(sub);
      flag(sub, "--full", options_.full, "also ask what takes longer than 10 s");
      formats(sub, {"human", "json", "ndjson", "html", "markdown"});
      option(sub, "--fail-on", options_.fail_on, "warn: exit 4 when there are only warnings",
             "WHAT")
          ->check(CLI::IsMember({"fail", "warn"}));
      sub->add_option("--include", options_.include, "only these checks or areas")
          ->type_name("CHECK")
          ->allow_extra_args(false);
      sub->add_option("--exclude", options_.exclude, "not these checks or areas")
          ->type_name("CHECK")
          ->allow_extra_args(false);
      flag(sub, "--no-ledger", options_.no_ledger, "record nothing, and say so");
    }
  }

  void running(App& app) {
    App* run = verb(app, "run", "Leads the upgrade: asks, acts, looks again. Exit 0, 1, 3, 8, 9.");
    App* observe = verb(app, "observe", "You act, Interlock watches. Exit 0, 1, 3, 8, 9.");
    for (App* sub : {run, observe}) {
      installation(sub);
      option(sub, "--yes", options_.begin, "begin without asking: the target version", "VERSION")
          ->transform(version_named);
    }
    App* status = verb(app, "status", "Where the open runs stand. Exit 0.");
    ledger(status);
    flag(status, "--all", options_.all, "finished ones too");
    formats(status, {"human", "json"});
    App* answer = verb(app, "answer", "Answers a question of a run.");
    answer->add_option("RUN", options_.run, "which run")->required();
    answer->add_option("KEY", options_.key, "the question's key, as the run tells it")->required();
    answer->add_option("SAID", options_.said, "yes or no")
        ->required()
        ->check(CLI::IsMember({"yes", "no"}));
    ledger(answer);
    App* resume = verb(app, "resume", "Looks again, and goes on if the step is done.");
    run_name(resume);
    App* retry = verb(app, "retry", "Does the step again that is held.");
    run_name(retry);
    App* back = verb(app, "back", "Goes back; says first what is lost.");
    run_name(back);
    // INTERLOCK_YES is the version that `run` may begin, and no consent to go back.
    back->add_flag("--yes", options_.yes, "do not ask whether to go back");
    for (App* sub : {resume, retry, back}) {
      option(sub, "--user", options_.user, "the account that asks", "NAME");
      timeout(sub);
    }
    for (App* sub : {run, resume, retry, back})
      option(sub, "--on-fail", options_.on_fail, "hold (default), or back: go back by itself",
             "WHAT")
          ->check(CLI::IsMember({"hold", "back"}));
    for (App* sub : {observe, resume, retry, back})
      option(sub, "--every", options_.every, "observe: seconds between two looks; default: 10",
             "SECONDS")
          ->check(CLI::Range(1, 600));
  }

  void record(App& app) {
    App* report = verb(app, "report", "What happened, from the record alone.");
    run_name(report);
    formats(report, {"human", "json", "ndjson", "html", "markdown"});
    App* audit = verb(app, "audit", "Is the record whole? Does a run follow its machine?");
    audit->require_subcommand(1);
    App* check = verb(*audit, "verify", "Recomputes the whole record. Exit 0, 5.");
    ledger(check);
    option(check, "--expect", options_.expect, "a line that was kept elsewhere", "SIZE:ROOT");
    formats(check, {"human", "json"});
    App* conform =
        verb(*audit, "conform", "Follows a run through its machine, rule by rule. Exit 0, 1, 5.");
    run_name(conform);
    formats(conform, {"human", "json"});
  }

  Options& options_;
};

}  // namespace

bool writes_file(const Options& options) {
  return !options.output.empty() && options.output != "-";
}

void build(CLI::App& app, Options& options) {
  app.set_version_flag("--version", "interlock " INTERLOCK_VERSION);
  app.require_subcommand(1);
  Tree(options).build(app);
}

}  // namespace interlock
