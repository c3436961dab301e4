#include <cctype>
#include <map>
#include <set>

#include "checks/pins.h"
#include "checks/wording.h"
#include "engine/check.h"

namespace interlock::checks {

namespace pip {

// Name -> versions, as the folders that pip keeps its records in are called:
// python3.11/site-packages/django_rq-2.5.1.dist-info. One that is being removed begins with ~.
inline std::map<std::string, std::set<std::string>> installed_in(const Table& folders) {
  std::map<std::string, std::set<std::string>> installed;
  for (std::size_t row = 0; row < folders.rows.size(); ++row) {
    std::string_view name = folders.text(row, "name");
    name.remove_prefix(name.rfind('/') + 1);
    if (!name.ends_with("-info") || name.starts_with('~')) continue;
    name = name.substr(0, name.rfind('.'));
    const auto dash = name.find('-');
    if (dash == std::string_view::npos) continue;
    std::string_view version = name.substr(dash + 1);
    if (const auto python = version.find("-py"); python != std::string_view::npos)
      version = version.substr(0, python);  // of an .egg-info
    installed[package_name(name.substr(0, dash))].emplace(version);
  }
  return installed;
}

inline std::vector<std::string> lines_in(const Table& file) {
  std::vector<std::string> lines;
  for (std::size_t row = 0; row < file.rows.size(); ++row)
    lines.emplace_back(file.text(row, "line"));
  return lines;
}

}  // namespace pip

extern const Check packages_pip_in_sync = {
    .id = "packages.pip_in_sync",
    .asks = "Are the Python packages installed that the release pins?",
    .because = "A worker on packages of the old release fails at the first job of the new one.",
    .remedy = "Install them: venv/bin/pip install -r requirements.txt.",
    .probes = {{.files = "read requirements.txt"},
               {.files = "read local_requirements.txt"},
               {.files = "list venv/lib python*/site-packages/*-info"}},
    .judge =
        [](const Evidence& seen) {
          Pins pins = pins_in(pip::lines_in(seen.answer(0)));
          if (seen.answer(0).empty())
            return fail("requirements.txt was absent, or empty.", {"requirements.txt"});
          const Pins own = pins_in(pip::lines_in(seen.answer(1)));
          pins.pinned.insert(pins.pinned.end(), own.pinned.begin(), own.pinned.end());
          pins.included.insert(pins.included.end(), own.included.begin(), own.included.end());
          const auto installed = pip::installed_in(seen.answer(2));
          if (installed.empty()) return fail("There were no packages in venv.", {"venv"});
          std::vector<std::string> names, wrong;
          for (const auto& [name, version, sometimes] : pins.pinned) {
            const auto found = installed.find(name);
            if (found == installed.end() && sometimes) continue;
            if (found != installed.end() && found->second.size() == 1 &&
                satisfies_pin(*found->second.begin(), version))
              continue;
            std::string is = found == installed.end() ? " absent" : "";
            if (found != installed.end())
              for (const std::string& one : found->second) is += (is.empty() ? " " : " and ") + one;
            names.push_back(name);
            wrong.push_back(name + is + " instead of " + version);
          }
          const std::string all = count_of(pins.pinned.size(), "package", "packages");
          if (!wrong.empty())
            return fail(
                "Of " + all + " pinned, these were otherwise in venv: " + listed(wrong) + ".",
                names);
          if (!pins.included.empty())
            return unknown("The requirements include " + listed(pins.included) +
                               ", which was not read; compare it by hand with venv/bin/pip freeze.",
                           pins.included);
          if (pins.pinned.empty()) return unknown("requirements.txt pinned nothing with ==.");
          return pass("All of " + all + " pinned were in venv in their versions.");
        },
    .samples =
        {
            {.name = "in sync",
             .seen = {"line \n Django==4.1.4 \n django-rq==2.5.1 # queue \n psycopg2-binary>=2.9",
                      "line",
                      "name | kind | size | changed \n"
                      "python3.11/site-packages/Django-4.1.4.dist-info | folder | 1 | 1 \n"
                      "python3.11/site-packages/django_rq-2.5.1.dist-info | folder | 1 | 1 \n"
                      "python3.11/site-packages/~jango-4.0.dist-info | folder | 1 | 1"},
             .outcome = Outcome::pass,
             .said = "All of 2 packages pinned were in venv in their versions."},
            {.name = "of the old release",
             .seen = {"line \n Django==4.2.1 \n rq[x]==1.16.2; python_version > '3' \n redis==5.0",
                      "line \n sp-own==1.0",
                      "name | kind | size | changed \n"
                      "python3.11/site-packages/Django-4.1.4.dist-info | folder | 1 | 1 \n"
                      "python3.11/site-packages/Django-4.2.1.dist-info | folder | 1 | 1 \n"
                      "python3.11/site-packages/redis-5.0.0-py3.11.egg-info | folder | 1 | 1"},
             .outcome = Outcome::fail,
             .said = "Of 4 packages pinned, these were otherwise in venv: django 4.1.4 and 4.2.1 "
                     "instead of 4.2.1, sp-own absent instead of 1.0."},
            {.name = "pip stopped half-way",
             .seen = {"line \n Django==4.2.1", "line", "name | kind | size | changed"},
             .outcome = Outcome::fail,
             .said = "There were no packages in venv."},
            {.name = "a further list",
             .seen = {"line \n Django==4.2.1 \n -r more.txt", "line",
                      "name | kind | size | changed \n"
                      "python3.11/site-packages/Django-4.2.1.dist-info | folder | 1 | 1"},
             .outcome = Outcome::unknown},
            {.name = "no list",
             .seen = {"line", "line", "name | kind | size | changed"},
             .outcome = Outcome::fail},
            {.name = "nothing pinned",
             .seen = {"line \n Django", "line",
                      "name | kind | size | changed \n"
                      "python3.11/site-packages/Django-4.2.1.dist-info | folder | 1 | 1"},
             .outcome = Outcome::unknown},
        },
};

}  // namespace interlock::checks
