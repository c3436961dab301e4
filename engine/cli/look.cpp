#include <fmt/format.h>

#include "checks/index.h"
#include "engine/cli/commands.h"
#include "engine/cli/completion.h"
#include "engine/cli/manual.h"
#include "engine/cli/output.h"
#include "engine/cli/proof.h"
#include "engine/cli/session.h"
#include "engine/error.h"
#include "engine/written.h"
#include "reports/schema.h"
#include "reports/text.h"
#include "states/shipped.h"

namespace interlock {

namespace {

// Put before another sentence, if there is any.
std::string before(const std::string& sentence) {
  return sentence.empty() ? "" : sentence + " ";
}

// What a name finds: a machine, or why there is none to be used.
struct KnownMachine {
  std::string name;
  Machine machine;
  std::string refused;
};

std::vector<KnownMachine> known_machines(const Options& options) {
  std::vector<KnownMachine> all;
  for (const std::string& name : machine_names(folders_of(options))) {
    KnownMachine found{name, {}, {}};
    try {
      Definitions read = definitions_of(name, folders_of(options), all_checks());
      if (const auto wrong = static_cast<std::int64_t>(read.loaded.problems.size()); wrong > 0)
        found.refused = "It has " + counted_words(wrong, "problem") + ": interlock prove " +
                        for_shell(read.name);
      found.machine = std::move(read.loaded.machine);
    } catch (const Error& failure) {
      found.refused = failure.what();
    }
    all.push_back(std::move(found));
  }
  return all;
}

}  // namespace

Exit list_machines(const Options& options, Terminal& terminal) {
  std::vector<MachineLine> lines;
  for (const auto& [name, machine, refused] : known_machines(options)) {
    lines.push_back({name, machine.title, static_cast<std::int64_t>(machine.states.size()),
                     refused.empty() && proved(machine).proofs.proved(), refused});
  }
  print(options, terminal, list_text(lines, terminal.style()));
  return Exit::pass;
}

Exit list_checks(const Options& options, Terminal& terminal) {
  std::vector<const Check*> wanted;
  std::vector<std::string_view> areas;
  for (const Check* check : all_checks()) {
    areas.push_back(check->id.substr(0, check->id.find('.')));
    if (options.word.empty() || check->id.starts_with(options.word + ".")) wanted.push_back(check);
  }
  if (wanted.empty())
    throw Error(Error::Kind::usage, "there is no area \"" + options.word + "\".",
                before(suggestion(options.word, areas)) + "All checks: interlock checks");
  print(options, terminal, checks_text(wanted, all_checks().size(), terminal.style()));
  return Exit::pass;
}

Exit explain_check(const Options& options, Terminal& terminal) {
  const Check* check = find_check(options.word);
  if (!check) {
    std::vector<std::string_view> ids;
    for (const Check* each : all_checks()) ids.push_back(each->id);
    throw Error(Error::Kind::usage, "there is no check \"" + options.word + "\".",
                before(suggestion(options.word, ids)) + "All of them: interlock checks");
  }
  std::vector<std::string> used_in;
  for (const auto& [name, machine, refused] : known_machines(options))
    if (const std::string steps = steps_that_ask(machine, check->id);
        refused.empty() && !steps.empty())
      used_in.push_back(fmt::format("{} ({})", name, steps));
  print(options, terminal, explain_text(*check, used_in, terminal.style()));
  return Exit::pass;
}

Exit print_schema(const Options& options, Terminal& terminal) {
  if (options.of.empty()) {
    print(options, terminal, schema_of_machines(all_checks()));
    return Exit::pass;
  }
  const std::string schema = schema_of_output(options.of);
  const auto all = outputs();
  if (schema.empty())
    throw Error(Error::Kind::usage, "there is no output \"" + options.of + "\".",
                before(suggestion(options.of, all)) +
                    "There are: " + listed(Texts(all.begin(), all.end())) + ".");
  print(options, terminal, schema);
  return Exit::pass;
}

Exit print_completion(const Options& options, Terminal& terminal) {
  Known known{{"MACHINE", machine_names(folders_of(options))}};
  for (const Check* check : all_checks()) {
    known["CHECK"].emplace_back(check->id);
    const std::string area(check->id.substr(0, check->id.find('.')));
    if (auto& areas = known["AREA"]; areas.empty() || areas.back() != area) areas.push_back(area);
  }
  for (const std::string_view output : outputs()) known["OUTPUT"].emplace_back(output);
  print(options, terminal, completion_text(all_verbs(), known, options.word));
  return Exit::pass;
}

Exit print_manual(const Options& options, Terminal& terminal) {
  print(options, terminal, manual_text(all_verbs(), INTERLOCK_VERSION));
  return Exit::pass;
}

Verb* verb_of(std::string_view verb) {
  static constexpr std::pair<std::string_view, Verb*> verbs[] = {{"list", list_machines},
                                                                 {"show", show_machine},
                                                                 {"prove", prove_machine},
                                                                 {"path", show_path},
                                                                 {"checks", list_checks},
                                                                 {"explain", explain_check},
                                                                 {"schema", print_schema},
                                                                 {"ready", ready},
                                                                 {"verify", verify_release},
                                                                 {"run", run_upgrade},
                                                                 {"observe", run_upgrade},
                                                                 {"resume", resume_run},
                                                                 {"retry", retry_run},
                                                                 {"back", back_run},
                                                                 {"answer", answer_run},
                                                                 {"status", show_status},
                                                                 {"report", report_run},
                                                                 {"audit verify", audit_verify},
                                                                 {"audit conform", audit_conform},
                                                                 {"demo", demo},
                                                                 {"completion", print_completion},
                                                                 {"man", print_manual},
                                                                 {"doctor", doctor}};
  for (const auto& [name, function] : verbs)
    if (name == verb) return function;
  return nullptr;
}

}  // namespace interlock
