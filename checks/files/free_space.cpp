#include <algorithm>
#include <array>

#include "checks/tables.h"
#include "checks/wording.h"
#include "engine/error.h"
#include "engine/written.h"

namespace interlock::checks {

namespace {

// "500 MB", "2 GB"; nothing if it is no size.
std::optional<std::int64_t> bytes_in(std::string_view written) {
  constexpr std::array<std::pair<std::string_view, std::int64_t>, 5> units = {
      {{" B", 1}, {" kB", 1000}, {" MB", 1000000}, {" GB", 1000000000}, {" TB", 1000000000000}}};
  const auto space = written.find(' ');
  if (space > 5) return {};  // none, or more digits than anybody means
  const auto count = whole_number(written.substr(0, space));
  for (const auto& [unit, bytes] : units)
    if (count && *count >= 0 && written.substr(space) == unit) return *count * bytes;
  return {};
}

// Of a path; throws Error if it is not there.
std::int64_t size_of(const Evidence& seen, const std::string& path, std::size_t probe) {
  if (path == "none") return 0;
  const Table& found = seen.answer(probe);
  if (found.empty() || !found.at(0, "bytes"))
    throw Error(Error::Kind::endpoint, path + " was absent; how much it needs is not known.");
  return found.integer(0, "bytes");
}

}  // namespace

extern const Check files_free_space = {
    .id = "files.free_space",
    .asks = "Is there room enough?",
    .because = "A disk that fills up half-way leaves a backup, or a schema, that is half there.",
    .remedy = "Make room, or name a folder on another file system.",
    .params = {{"folder", "where the room is needed"},
               {"room_for", "what must have room: database, or a path; none", Kind::text, "none"},
               {"copy_of", "what must have room beside it: a path; none", Kind::text, "none"},
               {"at_least", "how much is needed at least: 500 MB, 2 GB; none", Kind::text, "none"}},
    .probes = {{.files = "space $1", .binds = {"folder"}},
               {.files = "size $1", .binds = {"room_for"}, .unless = {"room_for", "none"}},
               {.files = "size $1", .binds = {"copy_of"}, .unless = {"copy_of", "none"}},
               {.postgres = "SELECT pg_database_size(current_database()) AS bytes",
                .mysql =
                    R"(SELECT CAST(COALESCE(SUM(DATA_LENGTH + INDEX_LENGTH), 0) AS SIGNED) AS bytes
                              FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE())",
                .sqlite = "SELECT page_count * page_size AS bytes"
                          " FROM pragma_page_count, pragma_page_size",
                .when = {"room_for", "database"}},
               [] {
                 Probe sight = sight_of_tables();
                 sight.when = {"room_for", "database"};
                 return sight;
               }()},
    .judge =
        [](const Evidence& seen) {
          const std::string& room_for = seen.text("room_for");
          const std::string& at_least = seen.text("at_least");
          const std::string& copy_of = seen.text("copy_of");
          std::int64_t needed = size_of(seen, copy_of, 2);
          if (room_for == "database") {
            if (auto blind = blind_to_tables(seen, 4)) return *blind;
            needed += seen.answer(3).integer(0, "bytes");
          } else {
            needed += size_of(seen, room_for, 1);
          }
          if (at_least != "none") {
            const auto bytes = bytes_in(at_least);
            if (!bytes)
              return unknown("at_least must be a size such as 500 MB, not " + at_least + ".");
            needed = std::max(needed, *bytes);
          } else if (room_for == "none" && copy_of == "none") {
            needed = 1000000000;
          }
          const std::int64_t advised = needed + needed / 5;
          const std::int64_t free = seen.answer(0).integer(0, "free");
          const std::string sentence = bytes_of(free) + " were free in " + seen.text("folder") +
                                       "; " + bytes_of(needed) + " are needed, " +
                                       bytes_of(advised) + " advised.";
          if (free >= advised) return pass(sentence);
          return free >= needed ? warn(sentence, {seen.text("folder")})
                                : fail(sentence, {seen.text("folder")});
        },
    .samples =
        {
            {.name = "room enough",
             .given = {{"folder", "/b"}, {"room_for", "database"}},
             .seen = {"path | free | total \n / | 46000000000 | 90000000000",
                      "path | bytes | entries \n /a/database | NULL | NULL", "-",
                      "bytes \n 1100000000", "-"},
             .outcome = Outcome::pass,
             .said = "46 GB were free in /b; 1.1 GB are needed, 1.3 GB advised."},
            {.name = "a dump, and a copy of the folder",
             .given = {{"folder", "/b"}, {"room_for", "database"}, {"copy_of", "/srv/a"}},
             .seen = {"path | free | total \n / | 1200000000 | 90000000000",
                      "path | bytes | entries \n /a/database | NULL | NULL",
                      "path | bytes | entries \n /srv/a | 900000000 | 7", "bytes \n 1100000000",
                      "-"},
             .outcome = Outcome::fail,
             .said = "1.2 GB were free in /b; 2.0 GB are needed, 2.4 GB advised."},
            {.name = "a folder that is not there",
             .given = {{"folder", "/b"}, {"copy_of", "/srv/a"}},
             .seen = {"path | free | total \n / | 1200000000 | 90000000000", "-",
                      "path | bytes | entries \n /srv/a | NULL | NULL", "-", "-"},
             .outcome = Outcome::unknown,
             .said = "/srv/a was absent; how much it needs is not known."},
            {.name = "just room",
             .given = {{"folder", "/b"}, {"room_for", "/srv/a"}},
             .seen = {"path | free | total \n / | 1200000000 | 90000000000",
                      "path | bytes | entries \n /srv/a | 1100000000 | 7", "-", "-", "-"},
             .outcome = Outcome::warn,
             .said = "1.2 GB were free in /b; 1.1 GB are needed, 1.3 GB advised."},
            {.name = "a full disk",
             .given = {{"folder", "/b"}, {"at_least", "2 GB"}},
             .seen = {"path | free | total \n / | 1200000000 | 90000000000", "-", "-", "-", "-"},
             .outcome = Outcome::fail,
             .said = "1.2 GB were free in /b; 2.0 GB are needed, 2.4 GB advised."},
            {.name = "nothing said",
             .given = {{"folder", "/b"}},
             .seen = {"path | free | total \n / | 900000000 | 90000000000", "-", "-", "-", "-"},
             .outcome = Outcome::fail},
            {.name = "a size that is none",
             .given = {{"folder", "/b"}, {"at_least", "much"}},
             .seen = {"path | free | total \n / | 900000000 | 90000000000", "-", "-", "-", "-"},
             .outcome = Outcome::unknown},
            {.name = "an account that sees every table",
             .given = {{"folder", "/b"}, {"room_for", "database"}},
             .seen = {"path | free | total \n / | 46000000000 | 90000000000",
                      "path | bytes | entries \n /a/database | NULL | NULL", "-", "bytes \n 900",
                      "account | name | ask \n a@% | ixp | SELECT 1"},
             .outcome = Outcome::pass,
             .further = {"! 1146 no such table"},
             .said = "46 GB were free in /b; 900 B are needed, 1.0 kB advised."},
            {.name = "a blind account",
             .given = {{"folder", "/b"}, {"room_for", "database"}},
             .seen = {"path | free | total \n / | 46000000000 | 90000000000",
                      "path | bytes | entries \n /a/database | NULL | NULL", "-", "bytes \n 0",
                      "account | name | ask \n a@% | ixp | SELECT 1"},
             .outcome = Outcome::unknown,
             .further = {"! 1142 SELECT command denied"}},
        },
};

}  // namespace interlock::checks
