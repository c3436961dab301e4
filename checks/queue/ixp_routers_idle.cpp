#include "checks/account.h"
#include "checks/wording.h"
#include "engine/check.h"

namespace interlock::checks {

extern const Check queue_ixp_routers_idle = {
    .id = "queue.ixp_routers_idle",
    .asks = "Is no router's configuration being updated?",
    .because = "An update that the upgrade cuts in two leaves its lock behind.",
    .remedy = "Let the update end; a lock that stays is released on the page of the router.",
    .probes = {{.mysql = "SELECT CURRENT_USER() AS account, DATABASE() AS name"},
               {.mysql = R"(SELECT handle FROM routers
                  WHERE pause_updates = 0 AND last_update_started IS NOT NULL
                    AND (last_updated IS NULL OR last_updated < last_update_started)
                  ORDER BY handle)"}},
    .judge =
        [](const Evidence& seen) {
          if (const Unanswered* refusal = seen.refusal(1)) {
            if (refusal->code == "1054" || refusal->code == "1146")
              return not_applicable("Routers had no lock for updates before 6.4.0.");
            if (refusal->code == "1142" || refusal->code == "1143")
              return unknown("Account " + account_name(seen) + " could not read table routers.",
                             {"SELECT"}, {grant_here(seen, "SELECT")});
          }
          const Table& busy = seen.answer(1);
          std::vector<std::string> handles;
          for (std::size_t row = 0; row < busy.rows.size(); ++row)
            handles.emplace_back(busy.text(row, "handle"));
          if (handles.empty()) return pass("No router was being updated.");
          return fail(count_of(handles.size(), "router was", "routers were") +
                          " being updated, or held a lock that stayed: " + listed(handles) + ".",
                      handles);
        },
    .samples = {{.name = "idle",
                 .seen = {"account | name \n watch@% | ixp", "handle"},
                 .outcome = Outcome::pass},
                {.name = "one is updated",
                 .seen = {"account | name \n watch@% | ixp", "handle \n rs1-ipv4"},
                 .outcome = Outcome::fail,
                 .said = "1 router was being updated, or held a lock that stayed: rs1-ipv4."},
                {.name = "before 6.4.0",
                 .seen = {"account | name \n watch@% | ixp", "! 1054 Unknown column"},
                 .outcome = Outcome::not_applicable},
                {.name = "no such table",
                 .seen = {"account | name \n watch@% | ixp", "! 1146 no such table"},
                 .outcome = Outcome::not_applicable},
                {.name = "not to be read",
                 .seen = {"account | name \n watch@% | ixp", "! 1142 SELECT command denied"},
                 .outcome = Outcome::unknown,
                 .on = System::mysql}},
};

}  // namespace interlock::checks
