#include "engine/cli/options.h"

#include <fmt/core.h>

#include <CLI/CLI.hpp>

#include "engine/written.h"

namespace interlock {

namespace {

constexpr const char* overview =
    "Interlock leads a self-hosted system through an upgrade: nothing moves until it is proved "
    "safe.\n"
    R"(Before     ready MACHINE     is this installation fit to upgrade, and what is to be mended?
           list, show        what machines there are, how one runs
           prove             what is proved of a machine, and how it would go wrong
During     run               Interlock acts, from state to state
           status, answer    where a run stands; answer its question
           resume, retry     look again and go on; do the step again
           back              go back, with the loss stated first
After      verify, report    is the new release sound? what happened?
           audit             is the record whole? audit verify
Help       checks, explain, schema, demo
Exit       0 pass  1 failed or held by it  2 usage or definition  3 unknown or held by it
           4 warned (--fail-on warn)  5 record broken  6 locked by another run  7 not proved
           8 recovered or untouched  9 a person is waited for  70 internal  130 stopped
First use: interlock demo      One verb: interlock ready --help
)";

// One line an option: "--root DIR          the application's folder".
class Help final : public CLI::Formatter {
 public:
  std::string make_help(const CLI::App* app, std::string name, CLI::AppFormatMode) const override {
    if (!app->get_parent()) return overview;
    std::string text = fmt::format("interlock {}", name);
    std::string lines;
    for (const CLI::Option* option : app->get_options()) {
      if (option->get_name() == "--help") continue;
      std::string written =
          option->get_positional() ? option->get_name() : option->get_name(false, true);
      std::string type = option->get_type_size() ? " " + option->get_type_name() : "";
      if (option->get_positional()) {
        text += option->get_required() ? " " + written : " [" + written + "]";
        type.clear();
      }
      lines += fmt::format("  {:<19} {}\n", written + type, option->get_description());
    }
    for (const CLI::App* verb : app->get_subcommands({}))
      lines += fmt::format("  {:<19} {}\n", verb->get_name(), verb->get_description());
    return fmt::format("{} [options]\n{}\n{}", text, app->get_description(), lines);
  }
};

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
    sub->parse_complete_callback([this, sub] {
      if (!sub->get_subcommands().empty()) return;
      const App* above = sub->get_parent();
      options_.verb = (above->get_parent() ? above->get_name() + " " : "") + sub->get_name();
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
    for (const auto& name : names) about += name + " ";
    option(sub, "--format", options_.format, about + "(default: human)", "F")
        ->check(CLI::IsMember(names));
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
    option(sub, "--to", options_.to, "the release to upgrade to; default: the newest known",
           "VERSION");
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
    formats(show, {"human", "json", "markdown", "promela", "murphi", "mermaid", "dot"});
    App* prove = verb(app, "prove",
                      "Proves a machine: every path, every fault, a crash anywhere. Exit 0, 7.");
    machine(prove);
    formats(prove, {"human", "json", "markdown"});
    flag(prove, "--quiet", options_.quiet, "leave out what is proved or does not apply");
    App* checks = verb(app, "checks", "The checks that there are.");
    checks->add_option("AREA", options_.word, "only those of this area");
    App* explain = verb(app, "explain", "What a check asks, why, and what to do.");
    explain->add_option("CHECK", options_.word, "its id, area.fact")->required();
    App* schema = verb(app, "schema", "The JSON Schema of machines, or of an output.");
    option(schema, "--of", options_.of,
           "ready, verify, status, report, prove, audit-verify, coverage", "OUTPUT");
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
      formats(sub, {"human", "json", "ndjson"});
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
    installation(run);
    option(run, "--yes", options_.begin, "begin without asking: the target version", "VERSION");
    option(run, "--on-fail", options_.on_fail, "hold (default), or back: go back by itself", "WHAT")
        ->check(CLI::IsMember({"hold", "back"}));
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
    flag(back, "--yes", options_.yes, "do not ask whether to go back");
    for (App* sub : {resume, retry, back}) {
      option(sub, "--user", options_.user, "the account that asks", "NAME");
      timeout(sub);
      option(sub, "--on-fail", options_.on_fail, "hold (default), or back", "WHAT")
          ->check(CLI::IsMember({"hold", "back"}));
    }
  }

  void record(App& app) {
    App* report = verb(app, "report", "What happened, from the record alone.");
    run_name(report);
    formats(report, {"human", "json", "ndjson"});
    App* audit = verb(app, "audit", "Is the record whole?");
    audit->require_subcommand(1);
    App* check = verb(*audit, "verify", "Recomputes the whole record. Exit 0, 5.");
    ledger(check);
    option(check, "--expect", options_.expect, "a line that was kept elsewhere", "SIZE:ROOT");
    formats(check, {"human", "json"});
  }

  Options& options_;
};

// "There is no verb "redy". Did you mean ready?"
Parsed refused(const CLI::App& app, const CLI::Error& failure, int argc, const char* const* argv) {
  std::string what = failure.what(), hint = "See interlock --help.";
  std::vector<std::string> names;
  for (const CLI::App* verb : app.get_subcommands({})) names.push_back(verb->get_name());
  if (argc < 2) what = "nothing was asked for.";
  if (argc > 1 && argv[1][0] != '-' &&
      std::find(names.begin(), names.end(), argv[1]) == names.end()) {
    what = fmt::format("there is no verb \"{}\".", argv[1]);
    hint = suggestion(argv[1], {names.begin(), names.end()}) + " All of them: interlock --help";
  } else if (argc > 1 && argv[1][0] != '-') {
    hint = fmt::format("See interlock {} --help.", argv[1]);
  }
  return {{}, fmt::format("error: {}\n  {}\n", what, hint), 2};
}

}  // namespace

Parsed options_of(int argc, const char* const* argv) {
  Options options;
  CLI::App app("Interlock", "interlock");
  app.formatter(std::make_shared<Help>());
  app.set_version_flag("--version", "interlock " INTERLOCK_VERSION);
  app.require_subcommand(1);
  Tree(options).build(app);
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForVersion& version) {
    return {{}, std::string(version.what()) + "\n", 0};
  } catch (const CLI::CallForHelp&) {
    const CLI::App* deepest = &app;
    while (!deepest->get_subcommands().empty()) deepest = deepest->get_subcommands().front();
    std::string name;
    for (const CLI::App* at = deepest; at->get_parent(); at = at->get_parent())
      name = at->get_name() + (name.empty() ? "" : " ") + name;
    return {{}, Help().make_help(deepest, name, CLI::AppFormatMode::Normal), 0};
  } catch (const CLI::Error& failure) {
    return refused(app, failure, argc, argv);
  }
  return {std::move(options), {}, 0};
}

}  // namespace interlock
