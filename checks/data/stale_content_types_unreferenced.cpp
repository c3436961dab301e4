#include "checks/content_types.h"
#include "checks/wording.h"

namespace interlock::checks {

// Django makes permissions for each content type and deletes them with it: auth_permission
// always refers to all of them, and is no obstacle.
extern const Check data_stale_content_types_unreferenced = {
    .id = "data.stale_content_types_unreferenced",
    .asks = "Does nothing refer to the content types that the release will delete?",
    .because =
        "The upgrade stops where it cannot delete them, after the migrations, or deletes "
        "what refers to them.",
    .remedy = "Delete or move what refers to them, as the release notes of the application say.",
    .params = {{"release", "the release whose models count"}},
    .probes = {{.postgres = R"(SELECT n.nspname AS place, CASE WHEN pg_table_is_visible(c.oid)
       THEN coalesce((SELECT string_agg(format('SELECT %L AS name, t.app_label AS app, t.model,'
              ' count(*) AS n FROM %s r JOIN %s t ON t.%I = r.%I GROUP BY 2, 3',
              k.conrelid::regclass::text || '.' || a.attname, k.conrelid::regclass,
              k.confrelid::regclass, f.attname, a.attname), ' UNION ALL ' ORDER BY k.oid)
                                  || ' ORDER BY 1, 2, 3'
              FROM pg_constraint k
              JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
              JOIN pg_attribute f ON f.attrelid = k.confrelid AND f.attnum = k.confkey[1]
              JOIN pg_class o ON o.oid = k.conrelid
             WHERE k.confrelid = c.oid AND k.contype = 'f' AND k.conparentid = 0
               AND o.relname <> 'auth_permission'),
            'SELECT NULL AS name, NULL AS app, NULL AS model, 0 AS n WHERE false') END AS ask
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relname = 'django_content_type' AND c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_'
 ORDER BY pg_table_is_visible(c.oid) DESC, 1)",
                .asks_further = true},
               release_models()},
    .judge =
        [](const Evidence& seen) {
          if (const auto verdict = no_models(seen, 1)) return *verdict;
          if (const auto verdict = no_content_types(seen)) return *verdict;
          const Models models(seen, 1);
          const Table& references = seen.further(0, 0);
          std::vector<std::string> names, found;
          for (std::size_t row = 0; row < references.rows.size(); ++row) {
            const std::string app(references.text(row, "app"));
            const std::string model(references.text(row, "model"));
            if (!models.stale(app, model)) continue;
            names.emplace_back(references.text(row, "name"));
            const auto n = static_cast<std::size_t>(references.integer(row, "n"));
            found.push_back(names.back() + " (" + count_of(n, "row", "rows") + " of " + app + "." +
                            model + ")");
          }
          if (!names.empty())
            return fail("Refer to content types that " + seen.text("release") +
                            " will delete: " + listed(found) + ".",
                        names);
          return pass("Nothing referred to a content type that " + seen.text("release") +
                      " will delete.");
        },
    .samples =
        {
            {.name = "nothing",
             .given = {{"release", "2.5.1"}},
             .seen = {"place | ask \n public | SELECT 1", "app | model \n auth | user"},
             .outcome = Outcome::pass,
             .further = {"name | app | model | n \n log.content_type_id | auth | user | 9"}},
            {.name = "a log",
             .given = {{"release", "2.5.1"}},
             .seen = {"place | ask \n public | SELECT 1", "app | model \n auth | user"},
             .outcome = Outcome::fail,
             .further = {"name | app | model | n \n log.content_type_id | auth | token | 9 \n"
                         "log.content_type_id | own | thing | 1"},
             .said = "Refer to content types that 2.5.1 will delete: "
                     "log.content_type_id (9 rows of auth.token)."},
            {.name = "an unknown release",
             .given = {{"release", "9.9"}},
             .seen = {"place | ask \n public | SELECT 1", "! no_release no models of 9.9"},
             .outcome = Outcome::unknown,
             .further = {"name | app | model | n"}},
            {.name = "one table may not be read",
             .given = {{"release", "2.5.1"}},
             .seen = {"place | ask \n public | SELECT 1", "app | model \n auth | user"},
             .outcome = Outcome::unknown,
             .further = {"! 42501 permission denied for table log"}},
        },
};

}  // namespace interlock::checks
