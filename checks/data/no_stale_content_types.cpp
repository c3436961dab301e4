#include "checks/content_types.h"
#include "checks/wording.h"

namespace interlock::checks {

extern const Check data_no_stale_content_types = {
    .id = "data.no_stale_content_types",
    .asks = "Does every content type of the release's applications have its model there?",
    .because = "One that is left shows that the upgrade stopped before it removed them.",
    .remedy = "Remove them: manage.py remove_stale_contenttypes; then the steps that follow it.",
    .params = {{"release", "the release whose models count"}},
    .probes = {{.postgres = R"(SELECT n.nspname AS place, CASE WHEN pg_table_is_visible(c.oid)
       THEN 'SELECT app_label AS app, model FROM ' || c.oid::regclass || ' ORDER BY 1, 2' END AS ask
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
          const Table& types = seen.further(0, 0);
          std::vector<std::string> stale;
          for (std::size_t row = 0; row < types.rows.size(); ++row) {
            const std::string app(types.text(row, "app")), model(types.text(row, "model"));
            if (models.stale(app, model)) stale.push_back(app + "." + model);
          }
          if (!stale.empty())
            return fail("Content types without a model in " + seen.text("release") + ": " +
                            listed(stale) + ".",
                        stale);
          return pass("None of " + count_of(types.rows.size(), "content type", "content types") +
                      " was stale.");
        },
    .samples =
        {
            {.name = "none, and one of another application",
             .given = {{"release", "2.5.1"}},
             .seen = {"place | ask \n public | SELECT 1", "app | model \n auth | user"},
             .outcome = Outcome::pass,
             .further = {"app | model \n auth | user \n own | thing"},
             .said = "None of 2 content types was stale."},
            {.name = "one is left",
             .given = {{"release", "2.5.1"}},
             .seen = {"place | ask \n public | SELECT 1", "app | model \n auth | user"},
             .outcome = Outcome::fail,
             .further = {"app | model \n auth | token \n auth | user"},
             .said = "Content types without a model in 2.5.1: auth.token."},
            {.name = "an unknown release",
             .given = {{"release", "9.9"}},
             .seen = {"place | ask \n public | SELECT 1", "! no_release no models of 9.9"},
             .outcome = Outcome::unknown,
             .further = {"app | model \n auth | user"},
             .said = "The catalogue has no models of 9.9; compare with "
                     "'manage.py remove_stale_contenttypes', and answer no."},
            {.name = "no table",
             .given = {{"release", "2.5.1"}},
             .seen = {"place | ask", "app | model \n auth | user"},
             .outcome = Outcome::fail,
             .said = "There was no table django_content_type."},
            {.name = "in another schema",
             .given = {{"release", "2.5.1"}},
             .seen = {"place | ask \n other | NULL", "app | model \n auth | user"},
             .outcome = Outcome::unknown,
             .further = {"-"}},
            {.name = "it may not be read",
             .given = {{"release", "2.5.1"}},
             .seen = {"place | ask \n public | SELECT 1", "app | model \n auth | user"},
             .outcome = Outcome::unknown,
             .further = {"! 42501 permission denied"}},
        },
};

}  // namespace interlock::checks
