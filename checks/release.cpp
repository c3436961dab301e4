#include "checks/release.h"

#include <algorithm>

#include "engine/error.h"
#include "engine/versions.h"
#include "engine/written.h"

namespace interlock::checks {

namespace {

constexpr std::array<std::string_view, after_recorded> frameworks = {"laravel", "parsec", "django"};
constexpr std::size_t version_probe = after_recorded, own_probe = 4, folder_probe = 6;

// PostgreSQL: a table that the search path does not reach has no question, so
// that it is told from one that is not there.
constexpr std::string_view laravel_in_postgres = R"(SELECT n.nspname AS place,
  CASE WHEN pg_table_is_visible(c.oid)
       THEN 'SELECT migration AS name FROM ' || c.oid::regclass || ' ORDER BY 1' END AS ask
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relname = 'migrations' AND c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' ORDER BY 1)";
constexpr std::string_view parsec_in_postgres = R"(SELECT n.nspname AS place,
  CASE WHEN pg_table_is_visible(c.oid)
       THEN 'SELECT lpad(_id::text, greatest(4, length(_id::text)), ''0'') || ''_'' || name AS name'
            || ' FROM ' || c.oid::regclass || ' ORDER BY _id' END AS ask
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relname = 'migration' AND c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' ORDER BY 1)";
constexpr std::string_view django_in_postgres = R"(SELECT n.nspname AS place,
  CASE WHEN pg_table_is_visible(c.oid)
       THEN 'SELECT app || ''.'' || name AS name FROM ' || c.oid::regclass || ' ORDER BY 1'
       END AS ask
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relname = 'django_migrations' AND c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_'
 ORDER BY 1)";

std::vector<std::string> sorted(std::vector<std::string> names) {
  std::sort(names.begin(), names.end());
  return names;
}

std::vector<std::int64_t> numbers_of(std::string_view version) {
  auto numbers = version_of(version);
  while (!numbers.empty() && numbers.back() == 0) numbers.pop_back();
  return numbers;
}

std::size_t rows_probe(const Evidence& seen) {
  const std::string& framework = seen.text("framework");
  const auto found = std::find(frameworks.begin(), frameworks.end(), framework);
  if (found == frameworks.end())
    throw Error(Error::Kind::input, "There is no framework " + framework + ".");
  return static_cast<std::size_t>(found - frameworks.begin());
}

// MySQL tells a table that is not there (1146) only to whoever could have read it.
bool no_such_table(const Answer& answer) {
  const auto* refusal = std::get_if<Unanswered>(&answer);
  return refusal && (refusal->code == "1146" || refusal->code == "42P01");
}

Recorded recorded_in(const Table& tables, const std::vector<Answer>& further) {
  if (tables.empty()) return {};
  for (std::size_t row = 0; row < tables.rows.size(); ++row) {
    if (!tables.at(row, "ask")) continue;
    const Answer& answer = further.at(row);
    if (no_such_table(answer)) return {};
    if (const auto* refusal = std::get_if<Unanswered>(&answer))
      throw Error(Error::Kind::endpoint, refusal->why, {}, refusal->code);
    const Table& rows = std::get<Table>(answer);
    Recorded found{true};
    for (std::size_t i = 0; i < rows.rows.size(); ++i)
      found.names.emplace_back(rows.text(i, "name"));
    found.names = sorted(std::move(found.names));
    return found;
  }
  throw Error(Error::Kind::endpoint, "The table of migrations lay in schema " +
                                         std::string(tables.text(0, "place")) +
                                         ", where this account does not look.");
}

// The names of the migrations among the files of a folder.
std::vector<std::string> migrations_among(const Table& files) {
  std::vector<std::string> names;
  for (std::size_t row = 0; row < files.rows.size(); ++row) {
    const std::string_view name = files.text(row, "name");
    if (files.text(row, "kind") == "file" && (name.ends_with(".php") || name.ends_with(".sql")))
      names.emplace_back(name.substr(0, name.size() - 4));
  }
  return sorted(std::move(names));
}

// As the files say; empty if they do not.
std::string installed_version(const Evidence& seen) {
  const Table& version = seen.answer(version_probe);
  return version.empty() ? std::string() : version.at(0, "version").value_or("");
}

bool not_in_catalogue(const Evidence& seen) {
  const Unanswered* refusal = seen.refusal(catalogue_probe);
  return refusal && refusal->code == "no_release";
}

}  // namespace

bool same_version(std::string_view a, std::string_view b) {
  const auto left = suffix_of(a), right = suffix_of(b);
  if (left.starts_with("-dev") || right.starts_with("-dev")) return false;
  if (numbers_of(a).empty() || numbers_of(a) != numbers_of(b)) return false;
  return left.empty() || right.empty() || left == right;
}

Param framework_param() {
  return {"framework", "how migrations are recorded: laravel, parsec, django"};
}

Param release_param() {
  return {"release", "the release whose migrations count"};
}

Param migrations_param() {
  return {"migrations", "the folder with the migrations of the release, if it is known", Kind::text,
          "none"};
}

std::vector<Probe> recorded_probes() {
  return {
      {.postgres = laravel_in_postgres,
       .mysql = "SELECT DATABASE() AS place,"
                " 'SELECT migration AS name FROM migrations ORDER BY 1' AS ask",
       .sqlite = "SELECT 'main' AS place,"
                 " 'SELECT migration AS name FROM migrations ORDER BY 1' AS ask"
                 " FROM sqlite_schema WHERE type = 'table' AND name = 'migrations'",
       .when = {"framework", "laravel"},
       .asks_further = true},
      {.postgres = parsec_in_postgres, .when = {"framework", "parsec"}, .asks_further = true},
      {.postgres = django_in_postgres,
       .mysql = "SELECT DATABASE() AS place, 'SELECT CONCAT(app, ''.'', name) AS name"
                " FROM django_migrations ORDER BY 1' AS ask",
       .sqlite = "SELECT 'main' AS place,"
                 " 'SELECT app || ''.'' || name AS name FROM django_migrations ORDER BY 1' AS ask"
                 " FROM sqlite_schema WHERE type = 'table' AND name = 'django_migrations'",
       .when = {"framework", "django"},
       .asks_further = true},
  };
}

std::vector<Probe> migration_probes(bool with_folder) {
  std::vector<Probe> probes = recorded_probes();
  probes.push_back({.files = "version auto"});
  probes.push_back({.files = "list database/migrations *", .when = {"framework", "laravel"}});
  probes.push_back({.catalogue = "migrations $1", .binds = {"release"}});
  if (with_folder)
    probes.push_back(
        {.files = "list $1 *", .binds = {"migrations"}, .unless = {"migrations", "none"}});
  return probes;
}

Recorded recorded(const Evidence& seen) {
  const std::size_t probe = rows_probe(seen);
  return recorded_in(seen.answer(probe), seen.replies[probe].further);
}

Recorded recorded_before(const Evidence& seen) {
  const std::size_t probe = rows_probe(seen);
  return recorded_in(seen.before(probe), seen.earlier[probe].further);
}

ReleaseList release_list(const Evidence& seen) {
  const std::string& release = seen.text("release");
  if (seen.arguments.contains("migrations") && seen.text("migrations") != "none") {
    auto names = migrations_among(seen.answer(folder_probe));
    if (names.empty())
      throw Error(Error::Kind::endpoint,
                  "There were no migrations in " + seen.text("migrations") + ".");
    return {std::move(names), true, " (by the files in " + seen.text("migrations") + ")"};
  }
  if (seen.was_asked(own_probe) && same_version(installed_version(seen), release))
    if (auto names = migrations_among(seen.answer(own_probe)); !names.empty())
      return {std::move(names), true, " (by its own files)"};
  if (not_in_catalogue(seen))
    throw Error(Error::Kind::endpoint,
                "The catalogue does not know release " + release +
                    (seen.was_asked(own_probe) ? ", and its files were not here." : "."));
  const Table& known = seen.answer(catalogue_probe);
  ReleaseList list;
  for (std::size_t row = 0; row < known.rows.size(); ++row)
    list.names.emplace_back(known.text(row, "name"));
  if (list.names.empty())
    throw Error(Error::Kind::endpoint, "The catalogue has no migrations of " + release + ".");
  return list;
}

std::vector<std::string> files_before(const Evidence& seen) {
  const bool by_folder = seen.arguments.contains("migrations") && seen.text("migrations") != "none";
  if (by_folder || !seen.was_asked(own_probe) || !not_in_catalogue(seen)) return {};
  const std::string is = installed_version(seen);
  if (is.empty() || same_version(is, seen.text("release"))) return {};
  return migrations_among(seen.answer(own_probe));
}

std::vector<std::string> pending(const ReleaseList& list, const Recorded& recorded) {
  std::vector<std::string> names;
  for (const std::string& name : list.names)
    if (!std::binary_search(recorded.names.begin(), recorded.names.end(), name))
      names.push_back(name);
  return names;
}

Verdict no_table() {
  return fail("There was no table of migrations.");
}

}  // namespace interlock::checks
