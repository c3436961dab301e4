#include "checks/tables.h"

#include "checks/account.h"

namespace interlock::checks {

Probe live_tables() {
  return {.postgres = R"(SELECT n.nspname || '.' || c.relname AS name
                           FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                          WHERE c.relkind IN ('r', 'p') AND n.nspname <> 'information_schema'
                            AND n.nspname !~ '^pg_' AND NOT EXISTS
                                (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass
                                    AND d.objid = c.oid AND d.deptype = 'e')
                          ORDER BY 1)",
          .mysql = R"(SELECT TABLE_NAME AS name FROM information_schema.TABLES
                       WHERE TABLE_SCHEMA = DATABASE()
                         AND TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED') ORDER BY 1)",
          .sqlite = R"(SELECT name FROM sqlite_schema
                        WHERE type = 'table' AND substr(name, 1, 7) <> 'sqlite_' ORDER BY 1)"};
}

Probe sight_of_tables(bool as_application) {
  return {.mysql =
              "SELECT CURRENT_USER() AS account, DATABASE() AS name,"
              " 'SELECT 1 AS value FROM interlock_looks_for_no_table' AS ask",
          .as_application = as_application,
          .asks_further = true};
}

std::optional<Verdict> blind_to_tables(const Evidence& seen, std::size_t probe) {
  if (!seen.was_asked(probe)) return {};
  const Table& asked = seen.answer(probe);
  const Unanswered* refusal = seen.further_refusal(probe, 0);
  if (!refusal || refusal->code == "1146") return {};
  if (refusal->code != "1142") seen.further(probe, 0);  // throws what it was
  const std::string account(asked.text(0, "account"));
  return unknown("Account " + account + " could not see every table.", {"SELECT"},
                 {"GRANT SELECT ON " + database_in_grants(seen, asked.text(0, "name")) + ".* TO " +
                  quoted_account(account) + ";"});
}

std::optional<Verdict> blind_to_tables_then(const Evidence& seen, std::size_t probe) {
  Evidence then = seen;
  then.replies = seen.earlier;
  auto verdict = blind_to_tables(then, probe);
  if (verdict) verdict->sentence = "At the moment compared with: " + verdict->sentence;
  return verdict;
}

}  // namespace interlock::checks
