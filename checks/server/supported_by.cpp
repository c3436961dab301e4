#include "engine/check.h"
#include "engine/written.h"

namespace interlock::checks {

extern const Check server_supported_by = {
    .id = "server.supported_by",
    .asks = "Does the release support this server?",
    .because = "A migration that the server does not understand stops half-way.",
    .remedy = "Upgrade the server first, as an upgrade of its own.",
    .params = {{"release", "the version that is upgraded to"}},
    .probes = {{.postgres = "SELECT current_setting('server_version') AS version",
                .mysql = "SELECT VERSION() AS version"},
               {.catalogue = "supports $1", .binds = {"release"}}},
    .judge =
        [](const Evidence& seen) {
          const std::string version(seen.answer(0).text(0, "version"));
          const bool mariadb = version.find("MariaDB") != std::string::npos;
          const std::string_view what = seen.on == System::postgres ? "postgres"
                                        : mariadb                   ? "mariadb"
                                                                    : "mysql";
          if (version_of(version).empty()) return unknown("No version was told: " + version + ".");
          const std::string release = seen.text("release");
          const Table& bounds = seen.answer(1);
          for (std::size_t row = 0; row < bounds.rows.size(); ++row) {
            if (bounds.text(row, "what") != what) continue;
            const std::string least = bounds.at(row, "at_least").value_or("");
            const std::string below = bounds.at(row, "below").value_or("");
            const std::string sentence = "The server was " + version + "; " + release + " wants ";
            if (!least.empty() && version_of(version) < version_of(least))
              return fail(sentence + "at least " + least + ".");
            if (!below.empty() && version_of(version) >= version_of(below))
              return fail(sentence + "one below " + below + ".");
            return pass("The server was " + version + ", which " + release + " supports.");
          }
          return not_applicable("The catalogue names no bounds of " + std::string(what) + " for " +
                                release + ".");
        },
    .samples = {{.name = "supported",
                 .given = {{"release", "3.5.0"}},
                 .seen = {"version \n 15.20 (Debian)",
                          "what | at_least | below \n postgres | 14 | NULL"},
                 .outcome = Outcome::pass},
                {.name = "too old",
                 .given = {{"release", "3.5.0"}},
                 .seen = {"version \n 13.9", "what | at_least | below \n postgres | 14 | NULL"},
                 .outcome = Outcome::fail,
                 .said = "The server was 13.9; 3.5.0 wants at least 14."},
                {.name = "too new",
                 .given = {{"release", "3.5.0"}},
                 .seen = {"version \n 10.11.6-MariaDB",
                          "what | at_least | below \n mysql | 8 | NULL \n mariadb | 10.3 | 10.11"},
                 .outcome = Outcome::fail,
                 .on = System::mysql},
                {.name = "no bounds",
                 .given = {{"release", "3.5.0"}},
                 .seen = {"version \n 8.0.30", "what | at_least | below \n php | 8.1 | NULL"},
                 .outcome = Outcome::not_applicable,
                 .on = System::mysql,
                 .said = "The catalogue names no bounds of mysql for 3.5.0."},
                {.name = "a release that nobody knows",
                 .given = {{"release", "9.9.9"}},
                 .seen = {"version \n 8.0.30", "! no_release 9.9.9 is not in the catalogue"},
                 .outcome = Outcome::unknown,
                 .on = System::mysql}},
};

}  // namespace interlock::checks
