#include "checks/tables.h"
#include "checks/wording.h"
#include "engine/check.h"

namespace interlock::checks {

// What each server says of itself without reading tables through. A table that
// cannot be opened has no engine, and the reason as its comment; MariaDB tries to open
// it only if a column like TABLE_ROWS is asked for.
extern const Check integrity_no_crashed_tables = {
    .id = "integrity.no_crashed_tables",
    .asks = "Are all tables sound, as far as the server knows?",
    .because = "A migration meets a damaged table half-way, and a backup of it is damaged too.",
    .remedy = "Repair or restore the tables before anything else.",
    .probes = {{.postgres = R"(SELECT 'database ' || datname AS object,
                         checksum_failures || ' pages failed their checksum' AS problem
                    FROM pg_stat_database
                   WHERE datname = current_database() AND checksum_failures > 0)",
                .mysql = R"(SELECT CONCAT('table ', TABLE_NAME) AS object,
                        COALESCE(NULLIF(TABLE_COMMENT, ''), 'it has no engine') AS problem
                   FROM information_schema.TABLES
                  WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'BASE TABLE'
                    AND (COALESCE(ENGINE, TABLE_ROWS) IS NULL
                         OR TABLE_COMMENT LIKE '%marked as crashed%')
                  ORDER BY TABLE_NAME)",
                .sqlite = R"(SELECT 'the file' AS object, quick_check AS problem
                   FROM pragma_quick_check WHERE quick_check <> 'ok')"},
               sight_of_tables(),
               {.postgres = "SELECT current_setting('data_checksums') AS checksums"}},
    .judge =
        [](const Evidence& seen) {
          const Table& damaged = seen.answer(0);
          std::vector<std::string> findings;
          for (std::size_t row = 0; row < damaged.rows.size(); ++row)
            findings.push_back(std::string(damaged.text(row, "object")) + " (" +
                               std::string(damaged.text(row, "problem")) + ")");
          if (!findings.empty())
            return fail("Damage was found: " + listed(findings) + ".", findings);
          if (const auto verdict = blind_to_tables(seen, 1)) return *verdict;
          if (!seen.refusal(2) && seen.answer(2).text(0, "checksums") == "off")
            return pass("The server knew of no damage; of pages it keeps no checksums.");
          return pass("The server knew of no damage.");
        },
    .samples =
        {{.name = "sound",
          .seen = {"object | problem", "-", "checksums \n on"},
          .outcome = Outcome::pass,
          .said = "The server knew of no damage."},
         {.name = "damage of pages would not be known",
          .seen = {"object | problem", "-", "checksums \n off"},
          .outcome = Outcome::pass,
          .said = "The server knew of no damage; of pages it keeps no checksums."},
         {.name = "a page was damaged",
          .seen = {"object | problem \n database shop | 2 pages failed their checksum", "-",
                   "checksums \n on"},
          .outcome = Outcome::fail,
          .said = "Damage was found: database shop (2 pages failed their checksum)."},
         {.name = "a table crashed",
          .seen = {"object | problem \n table t | Table 't' is marked as crashed",
                   "account | name | ask \n watch@% | shop | SELECT 1", "-"},
          .outcome = Outcome::fail,
          .further = {"! 1142 SELECT command denied"},
          .on = System::mysql},
         {.name = "all of MySQL is seen",
          .seen = {"object | problem", "account | name | ask \n watch@% | shop | SELECT 1", "-"},
          .outcome = Outcome::pass,
          .further = {"! 1146 no such table"},
          .on = System::mysql},
         {.name = "not all tables are seen",
          .seen = {"object | problem", "account | name | ask \n watch@% | a_b | SELECT 1", "-"},
          .outcome = Outcome::unknown,
          .further = {"! 1142 SELECT command denied"},
          .on = System::mysql,
          .said = "Account watch@% could not see every table."}},
};

}  // namespace interlock::checks
