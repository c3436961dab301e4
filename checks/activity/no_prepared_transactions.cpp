#include "checks/account.h"
#include "checks/wording.h"
#include "engine/check.h"

namespace interlock::checks {

// Anybody may read pg_prepared_xacts. In INNODB_TRX a two-phase transaction whose
// session is gone has no thread, nor a database; XA RECOVER is no SELECT, so its id is not told.
extern const Check activity_no_prepared_transactions = {
    .id = "activity.no_prepared_transactions",
    .asks = "Does no two-phase transaction wait for its end?",
    .because = "It keeps its locks for ever, over restarts too, and belongs to no session.",
    .remedy = "Commit it or roll it back (COMMIT PREPARED, XA COMMIT), as its owner says.",
    .probes = {asking_account(),
               sight_of_transactions(),
               {.postgres = R"(SELECT gid AS id, extract(epoch FROM clock_timestamp() - prepared)
                                     ::bigint AS seconds
                   FROM pg_prepared_xacts WHERE database = current_database()
                  ORDER BY prepared)",
                .mysql = R"(SELECT trx_id AS id,
                   TIMESTAMPDIFF(SECOND, trx_started,
                                 CONVERT_TZ(UTC_TIMESTAMP(), '+00:00', 'SYSTEM')) AS seconds
                   FROM information_schema.INNODB_TRX
                  WHERE trx_mysql_thread_id = 0 ORDER BY trx_started)"}},
    .judge =
        [](const Evidence& seen) {
          if (seen.on == System::mysql)
            if (const auto verdict = blind(seen)) return *verdict;
          const Table& waiting = seen.answer(2);
          if (waiting.empty()) return pass("No two-phase transaction was waiting.");
          std::vector<std::string> findings;
          for (std::size_t row = 0; row < waiting.rows.size(); ++row)
            findings.push_back(std::string(waiting.text(row, "id")) + " (" +
                               span_of(waiting.integer(row, "seconds")) + ")");
          return fail(count_of(findings.size(), "two-phase transaction was",
                               "two-phase transactions were") +
                          " waiting: " + listed(findings) + ".",
                      findings);
        },
    .samples = {{.name = "none",
                 .seen = {"account | name \n watch | shop", "may \n 0", "id | seconds"},
                 .outcome = Outcome::pass},
                {.name = "one was left",
                 .seen = {"account | name \n watch | shop", "may \n 1",
                          "id | seconds \n order-7 | 7200"},
                 .outcome = Outcome::fail,
                 .said = "1 two-phase transaction was waiting: order-7 (2 h)."},
                {.name = "blind",
                 .seen = {"account | name \n watch@% | shop", "! 1227 Access denied", "! 1227 no"},
                 .outcome = Outcome::unknown,
                 .on = System::mysql}},
};

}  // namespace interlock::checks
