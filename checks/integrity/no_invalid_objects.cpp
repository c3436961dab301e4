#include "checks/tables.h"
#include "checks/wording.h"
#include "engine/check.h"

namespace interlock::checks {

// A view that does not resolve has no columns in the catalogue of MySQL.
extern const Check integrity_no_invalid_objects = {
    .id = "integrity.no_invalid_objects",
    .asks = "Are all indexes and views valid?",
    .because = "An index half built keeps no order; a broken view stops mariadb-dump half-way.",
    .remedy = "Rebuild the indexes (REINDEX), or make the views anew.",
    .probes = {{.postgres = R"(SELECT 'index ' || indexrelid::regclass::text AS object
                    FROM pg_index WHERE NOT indisvalid OR NOT indisready ORDER BY 1)",
                .mysql = R"(SELECT CONCAT('view ', v.TABLE_NAME) AS object
                    FROM information_schema.VIEWS v LEFT JOIN information_schema.COLUMNS c
                      ON c.TABLE_SCHEMA = v.TABLE_SCHEMA AND c.TABLE_NAME = v.TABLE_NAME
                   WHERE v.TABLE_SCHEMA = DATABASE()
                   GROUP BY v.TABLE_NAME HAVING COUNT(c.COLUMN_NAME) = 0 ORDER BY 1)"},
               sight_of_tables()},
    .judge =
        [](const Evidence& seen) {
          const Table& invalid = seen.answer(0);
          std::vector<std::string> findings;
          for (std::size_t row = 0; row < invalid.rows.size(); ++row)
            findings.emplace_back(invalid.text(row, "object"));
          if (!findings.empty())
            return fail(count_of(findings.size(), "object was", "objects were") +
                            " not valid: " + listed(findings) + ".",
                        findings);
          if (const auto verdict = blind_to_tables(seen, 1)) return *verdict;
          return pass(seen.on == System::mysql ? "Every view resolved." : "Every index was valid.");
        },
    .samples = {{.name = "all valid",
                 .seen = {"object", "-"},
                 .outcome = Outcome::pass,
                 .said = "Every index was valid."},
                {.name = "an index half built",
                 .seen = {"object \n index orders_key", "-"},
                 .outcome = Outcome::fail,
                 .said = "1 object was not valid: index orders_key."},
                {.name = "all of MySQL is seen",
                 .seen = {"object", "account | name | ask \n watch@% | shop | SELECT 1"},
                 .outcome = Outcome::pass,
                 .further = {"! 1146 no such table"},
                 .on = System::mysql},
                {.name = "not all views are seen",
                 .seen = {"object", "account | name | ask \n watch@% | shop | SELECT 1"},
                 .outcome = Outcome::unknown,
                 .further = {"! 1142 SELECT command denied"},
                 .on = System::mysql}},
};

}  // namespace interlock::checks
