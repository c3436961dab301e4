#include "engine/check.h"

namespace interlock::checks {

// Our own sessions are read-only, so the setting that they see tells nothing of others.
extern const Check server_is_primary = {
    .id = "server.is_primary",
    .asks = "Is this the server that takes writes?",
    .because = "A replica refuses the migration, or takes what its primary never has.",
    .remedy = "Point the installation at the primary.",
    .probes = {{.postgres = R"(SELECT pg_is_in_recovery()::int AS replica,
                       EXISTS (SELECT 1 FROM pg_db_role_setting, unnest(setconfig) AS said
                          WHERE setrole = 0 AND setdatabase IN (0,
                                (SELECT oid FROM pg_database WHERE datname = current_database()))
                            AND lower(said) ~ '^default_transaction_read_only=(on|t|true|y|yes|1)$'
                       )::int AS read_only)",
                .mysql = "SELECT 0 AS replica, @@GLOBAL.read_only AS read_only"}},
    .judge =
        [](const Evidence& seen) {
          if (seen.answer().text(0, "replica") != "0") return fail("The server was a replica.");
          const auto read_only = seen.answer().text(0, "read_only");
          if (read_only != "0" && read_only != "OFF") return fail("The server was read-only.");
          return pass("The server took writes.");
        },
    .samples =
        {{.name = "primary", .seen = {"replica | read_only \n 0 | 0"}, .outcome = Outcome::pass},
         {.name = "replica", .seen = {"replica | read_only \n 1 | 0"}, .outcome = Outcome::fail},
         {.name = "read-only",
          .seen = {"replica | read_only \n 0 | 1"},
          .outcome = Outcome::fail,
          .said = "The server was read-only."}},
};

}  // namespace interlock::checks
