#include <algorithm>

#include "checks/account.h"
#include "checks/rights.h"
#include "checks/wording.h"
#include "engine/check.h"

namespace interlock::checks {

// Without the right TRIGGER an account sees no trigger at all; one that may only read has none,
// so the application's is asked.
extern const Check schema_triggers_present = {
    .id = "schema.triggers_present",
    .asks = "Are these triggers there?",
    .because = "A trigger that a dump left out is missed by nobody until its rows are.",
    .remedy = "Make the triggers anew, as the release's own SQL does.",
    .params = {{"triggers", "the triggers that must be there", Kind::list}},
    .probes = {{.mysql = "SELECT CURRENT_USER() AS account, DATABASE() AS name",
                .as_application = true},
               own_rights(true),
               role_rights(true),
               {.mysql = R"(SELECT TRIGGER_NAME AS name
                    FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE()
                   ORDER BY 1)",
                .as_application = true}},
    .judge =
        [](const Evidence& seen) {
          std::vector<std::string> missing = seen.list("triggers");
          const std::size_t wanted = missing.size();
          for (std::size_t row = 0; row < seen.answer(3).rows.size(); ++row)
            std::erase(missing, seen.answer(3).text(row, "name"));
          if (missing.empty())
            return pass(wanted == 1 ? "The trigger was there." : "The triggers were there.");
          if (!holds(rights_of_asker(seen), {"TRIGGER"}))
            return unknown("Account " + account_name(seen) + " could not see triggers.",
                           {"TRIGGER"}, {grant_here(seen, "TRIGGER")});
          return fail(count_of(missing.size(), "trigger was", "triggers were") +
                          " missing: " + listed(missing) + ".",
                      missing);
        },
    .samples = {{.name = "there",
                 .given = {{"triggers", Argument(std::vector<std::string>{"t"})}},
                 .seen = {"account | name \n a@% | ixp", "privilege | place", "! 1141 no role",
                          "name \n t"},
                 .outcome = Outcome::pass},
                {.name = "missing",
                 .given = {{"triggers", Argument(std::vector<std::string>{"bgp_sessions_update"})}},
                 .seen = {"account | name \n a@% | ixp", "privilege | place \n TRIGGER | *",
                          "! 1141 no role", "name"},
                 .outcome = Outcome::fail,
                 .said = "1 trigger was missing: bgp_sessions_update."},
                {.name = "not to be seen",
                 .given = {{"triggers", Argument(std::vector<std::string>{"t"})}},
                 .seen = {"account | name \n a@% | ixp", "privilege | place \n SELECT | *",
                          "! 1141 no role", "name"},
                 .outcome = Outcome::unknown,
                 .on = System::mysql}},
};

}  // namespace interlock::checks
