#include "reports/doctor.h"

#include <algorithm>
#include <set>

#include "checks/index.h"
#include "engine/cli/commands.h"
#include "engine/cli/output.h"
#include "engine/cli/session.h"

namespace interlock {

namespace {

// What is asked of an endpoint about itself, and of which systems.
struct About {
  std::string_view check;
  std::vector<System> of;
};
const std::vector<About> about = {{"server.reachable",
                                   {System::postgres, System::mysql, System::sqlite, System::redis,
                                    System::memcached, System::http}},
                                  {"server.tls", {System::postgres, System::mysql}},
                                  {"server.auditor_readonly", {System::postgres, System::mysql}},
                                  {"server.auditor_sees_all", {System::postgres, System::mysql}}};

// The machine, but all that it asks is what its endpoints are.
Machine looking_at(const Machine& machine) {
  Machine look = machine;
  Transition only;
  only.id = "doctor";
  only.from = only.to = machine.states.front().id;
  for (const auto& [name, outside] : machine.endpoints)
    for (const auto& [check, of] : about)
      if (std::find(of.begin(), of.end(), outside.system) != of.end()) {
        Guard guard;
        guard.check = check;
        guard.on = name;
        only.require.push_back(std::move(guard));
      }
  look.transitions = {std::move(only)};
  return look;
}

// What the machine asks at any time, each check of an endpoint once; but what a person
// answers, what compares, and what takes long.
std::vector<Posed> asked_ever(const Machine& machine) {
  std::vector<Posed> all;
  std::set<std::pair<std::string, std::string>> known;
  for (const Transition& transition : machine.transitions)
    for (const When when : {When::before, When::meanwhile, When::after})
      for (const Posed& each : posed(transition, when)) {
        const Check* check = find_check(each.guard->check);
        const bool quick = check && !check->id.starts_with("operator.") &&
                           !check->id.starts_with("backup.") && each.guard->since.empty() &&
                           check->patience <= std::chrono::seconds(10);
        if (quick && known.emplace(each.guard->check, each.guard->on).second) all.push_back(each);
      }
  return all;
}

}  // namespace

Exit doctor(const Options& options, Terminal& terminal) {
  const auto session = session_of(options, new_run_id(), "ready");
  secrets_to_hide(terminal, *session);
  tell_problems(terminal, *session);
  const Machine look = looking_at(session->machine());
  const Asking all = session->asking();
  const Asking endpoints{.machine = look,
                         .checks = all.checks,
                         .values = all.values,
                         .found = all.found,
                         .open = all.open,
                         .baselines = {},
                         .patience = all.patience,
                         .endpoints = all.endpoints};
  const Sight sight{ask(endpoints, posed(look.transitions.front(), When::before)),
                    ask(all, asked_ever(session->machine()))};
  print(options, terminal, doctor_text(sight, terminal.style()));
  Outcome worst = Outcome::pass;
  for (const Finding& finding : sight.endpoints) worst = std::max(worst, finding.outcome);
  for (const Finding& finding : sight.guards)
    if (finding.verdict.outcome == Outcome::unknown) worst = std::max(worst, Outcome::unknown);
  return worst == Outcome::fail      ? Exit::failed
         : worst == Outcome::unknown ? Exit::unknown
                                     : Exit::pass;
}

}  // namespace interlock
