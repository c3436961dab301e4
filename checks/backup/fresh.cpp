#include <algorithm>

#include "checks/wording.h"
#include "engine/check.h"

namespace interlock::checks {

extern const Check backup_fresh = {
    .id = "backup.fresh",
    .asks = "Is there a backup of late?",
    .because = "Whoever has no recent backup before an upgrade loses days if all else fails.",
    .remedy = "Take a backup as you do every night, and find out why the last one is missing.",
    .params = {{"dump", "the backup: a file, or the folder of which the newest dump counts"},
               {"max_age", "how old it may be", Kind::duration, "26h"}},
    .probes = {{.files = "dump $1", .binds = {"dump"}}},
    .judge =
        [](const Evidence& seen) {
          const Table& dump = seen.answer();
          if (dump.empty()) return fail("There was no dump in " + seen.text("dump") + ".");
          std::int64_t made = dump.integer(0, "changed");  // a copy is younger than what is in it
          for (const std::string_view time : {"started", "ended"})
            if (dump.at(0, time)) made = std::min(made, dump.integer(0, time));
          const auto now = std::chrono::floor<std::chrono::seconds>(seen.asked).time_since_epoch();
          const std::int64_t age = std::max<std::int64_t>(now.count() - made, 0);
          const auto most = seen.duration("max_age").count();
          const std::string sentence = "The newest dump was " + span_of(age) + " old";
          if (age < most) return pass(sentence + ".");
          return fail(sentence + ", " + span_of(most) + " at most were asked for.",
                      {std::string(dump.text(0, "path"))});
        },
    .samples =
        {
            {.name = "of last night",
             .given = {{"dump", "/b"}},
             .seen = {"path | format | compression | complete | started | ended | zoned | tool | "
                      "server | problem | size | changed | born \n /b/1.sql | plain | none | 1 | "
                      "NULL | 1727970000 | 0 | mariadb-dump |"
                      "10.11 | NULL | 900 | 1727970000 | NULL"},
             .outcome = Outcome::pass,
             .said = "The newest dump was 8 h old."},
            {.name = "three days old",
             .given = {{"dump", "/b"}},
             .seen = {"path | format | compression | complete | started | ended | zoned | tool | "
                      "server | problem | size | changed | born \n /b/1.sql | plain | none | 1 | "
                      "NULL | 1727740000 | 0 | mariadb-dump |"
                      "10.11 | NULL | 900 | 1727740000 | NULL"},
             .outcome = Outcome::fail,
             .said = "The newest dump was 3 d old, 26 h at most were asked for."},
            {.name = "an old one, copied today",
             .given = {{"dump", "/b"}, {"max_age", "2h"}},
             .seen = {"path | format | compression | complete | started | ended | zoned | tool | "
                      "server | problem | size | changed | born \n /b/1.dump | custom | none | 1 | "
                      "1727740000 | NULL | 1 | pg_dump 15.20 |"
                      "15.20 | NULL | 900 | 1727999000 | NULL"},
             .outcome = Outcome::fail},
            {.name = "none there",
             .given = {{"dump", "/b"}},
             .seen = {"path | format | compression | complete | started | ended | zoned | tool | "
                      "server | problem | size | changed | born"},
             .outcome = Outcome::fail,
             .said = "There was no dump in /b."},
            {.name = "not readable",
             .given = {{"dump", "/b"}},
             .seen = {"! 13 /b: Permission denied."},
             .outcome = Outcome::unknown},
        },
};

}  // namespace interlock::checks
