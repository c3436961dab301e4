#include <map>

#include "checks/wording.h"
#include "engine/check.h"

namespace interlock::checks {

namespace {

// Name -> version of the objects in a list, told by the JSON pointers below it.
std::map<std::string, std::string> packages_in(const Table& scalars, std::string_view list) {
  std::map<std::string, std::pair<std::string, std::string>> by_place;
  for (std::size_t row = 0; row < scalars.rows.size(); ++row) {
    std::string_view path = scalars.text(row, "path");
    if (!path.starts_with(list)) continue;
    path.remove_prefix(list.size());
    const auto slash = path.find('/');
    if (slash == 0 || slash == std::string_view::npos ||
        path.substr(0, slash).find_first_not_of("0123456789") != std::string_view::npos)
      continue;
    auto& [name, version] = by_place[std::string(path.substr(0, slash))];
    if (path.substr(slash) == "/name") name = scalars.at(row, "value").value_or("");
    if (path.substr(slash) == "/version") version = scalars.at(row, "value").value_or("");
  }
  std::map<std::string, std::string> versions;
  for (auto& [place, package] : by_place)
    if (!package.first.empty()) versions.insert(std::move(package));
  return versions;
}

}  // namespace

extern const Check packages_composer_in_sync = {
    .id = "packages.composer_in_sync",
    .asks = "Are the PHP packages installed that the release was built with?",
    .because =
        "Code of the new release on packages of the old one fails where nobody looks at once.",
    .remedy = "Install them: composer install --no-dev --prefer-dist.",
    .probes = {{.files = "json composer.lock"}, {.files = "json vendor/composer/installed.json"}},
    .judge =
        [](const Evidence& seen) {
          const auto locked = packages_in(seen.answer(0), "/packages/");
          if (seen.answer(0).empty()) return fail("composer.lock was absent.", {"composer.lock"});
          if (locked.empty()) return unknown("composer.lock had no packages.");
          auto installed = packages_in(seen.answer(1), "/packages/");
          if (installed.empty()) installed = packages_in(seen.answer(1), "/");  // of Composer 1
          std::vector<std::string> names, wrong;
          for (const auto& [name, version] : locked) {
            const auto found = installed.find(name);
            if (found != installed.end() && found->second == version) continue;
            names.push_back(name);
            wrong.push_back(name + (found == installed.end() ? " absent" : " " + found->second) +
                            " instead of " + version);
          }
          const std::string all = std::to_string(locked.size());
          if (wrong.empty())
            return pass(all + " of " + all + " packages of composer.lock were installed.");
          return fail(std::to_string(wrong.size()) + " of " + all +
                          " packages of composer.lock were not installed as they should: " +
                          listed(wrong) + ".",
                      names);
        },
    .samples =
        {
            {.name = "in sync",
             .seen =
                 {"path | value \n /content-hash | 11aa \n /packages/0/name | laravel/framework \n"
                  "/packages/0/version | v9.52.16 \n /packages/0/source/type | git \n"
                  "/packages-dev/0/name | phpunit/phpunit \n /packages-dev/0/version | 9.6",
                  "path | value \n /packages/0/name | laravel/framework \n"
                  "/packages/0/version | v9.52.16 \n /dev | false"},
             .outcome = Outcome::pass,
             .said = "1 of 1 packages of composer.lock were installed."},
            {.name = "of the old release",
             .seen = {"path | value \n /packages/0/name | laravel/framework \n"
                      "/packages/0/version | v9.52.16 \n /packages/1/name | a/b \n"
                      "/packages/1/version | 1.0",
                      "path | value \n /0/name | laravel/framework \n /0/version | v8.83.27"},
             .outcome = Outcome::fail,
             .said =
                 "2 of 2 packages of composer.lock were not installed as they should: a/b absent "
                 "instead of 1.0, laravel/framework v8.83.27 instead of v9.52.16."},
            {.name = "never installed",
             .seen = {"path | value \n /packages/0/name | a/b \n /packages/0/version | 1.0",
                      "path | value"},
             .outcome = Outcome::fail},
            {.name = "no lock",
             .seen = {"path | value", "path | value"},
             .outcome = Outcome::fail,
             .said = "composer.lock was absent."},
            {.name = "no JSON",
             .seen = {"! json composer.lock: line 1, column 1: no JSON.", "path | value"},
             .outcome = Outcome::unknown},
        },
};

}  // namespace interlock::checks
