#include "engine/check.h"
#include "engine/time.h"

namespace interlock::checks {

// A time that names no zone is answered as the later of what it may mean.
extern const Check backup_after_quiesce = {
    .id = "backup.after_quiesce",
    .asks = "Was the backup taken after the last write?",
    .because = "What users wrote after the backup began is not in it, and a restore loses it.",
    .remedy = "Take the backup again, now that nobody writes.",
    .params = {{"dump", "the backup: a file, or the folder of which the newest dump counts"}},
    .probes = {{.files = "dump $1", .binds = {"dump"}}},
    .since = Since::time,
    .judge =
        [](const Evidence& seen) {
          using std::chrono::floor, std::chrono::seconds;
          const Table& dump = seen.answer();
          if (dump.empty()) return fail("There was no dump in " + seen.text("dump") + ".");
          seen.since_then();  // throws if the moment is not known
          const auto moment = floor<seconds>(*seen.since);
          const auto told = [](auto time) { return written(Moment(time)).substr(0, 19) + "Z"; };
          std::size_t shown = 0;
          for (const auto& [column, what] :
               {std::pair{"started", "its header says "},
                std::pair{"ended", "its closing line says "},
                std::pair{"born", "its file was made at "},
                std::pair{"changed", "its file was last written at "}}) {
            if (!dump.at(0, column)) continue;
            ++shown;
            const auto time = std::chrono::sys_seconds(seconds(dump.integer(0, column)));
            if (time < moment)
              return fail("The dump is older than " + told(moment) + ": " + what + told(time) +
                          ".");
          }
          if (shown == 0) return unknown("The dump showed no time at all.");
          return pass("The dump was taken after " + told(moment) + ".");
        },
    .samples =
        {
            {.name = "taken after",
             .given = {{"dump", "/b/1.sql"}},
             .seen = {"path | format | compression | complete | started | ended | zoned | tool | "
                      "server | problem | size | changed | born \n /b/1.sql | plain | none | 1 | "
                      "NULL | 1727999990 | 0 | mariadb-dump |"
                      "10.11 | NULL | 900 | 1727999990 | 1727999985"},
             .outcome = Outcome::pass,
             .ago = std::chrono::seconds(60)},
            {.name = "within the same second",
             .given = {{"dump", "/b/1.sql"}},
             .seen = {"path | format | compression | complete | started | ended | zoned | tool | "
                      "server | problem | size | changed | born \n /b/1.sql | plain | none | 1 | "
                      "NULL | NULL | NULL | mariadb-dump |"
                      "10.11 | NULL | 900 | 1727999940 | NULL"},
             .outcome = Outcome::pass,
             .ago = std::chrono::seconds(60)},
            {.name = "begun before",
             .given = {{"dump", "/b/1.dump"}},
             .seen = {"path | format | compression | complete | started | ended | zoned | tool | "
                      "server | problem | size | changed | born \n /b/1.dump | custom | none | 1 | "
                      "1727999900 | NULL | 1 | pg_dump 15.20 |"
                      "15.20 | NULL | 900 | 1727999990 | 1727999900"},
             .outcome = Outcome::fail,
             .ago = std::chrono::seconds(60),
             .said = "The dump is older than 2024-10-03T23:59:00Z: its header says "
                     "2024-10-03T23:58:20Z."},
            {.name = "none there",
             .given = {{"dump", "/b"}},
             .seen = {"path | format | compression | complete | started | ended | zoned | tool | "
                      "server | problem | size | changed | born"},
             .outcome = Outcome::fail,
             .ago = std::chrono::seconds(60)},
        },
};

}  // namespace interlock::checks
