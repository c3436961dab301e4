#include "engine/check.h"

namespace interlock::checks {

extern const Check server_reachable = {
    .id = "server.reachable",
    .asks = "Does the server answer?",
    .because = "Nothing else can be known of a server that does not answer.",
    .remedy = "Start the server, or correct its address, account or password.",
    .probes = {{
        .postgres = "SELECT 'PostgreSQL ' || split_part(current_setting('server_version'), ' ', 1) "
                    "AS value",
        .mysql =
            "SELECT CASE WHEN VERSION() LIKE '%MariaDB%' THEN CONCAT('MariaDB ', "
            "SUBSTRING_INDEX(VERSION(), '-', 1)) ELSE CONCAT('MySQL ', VERSION()) END AS value",
        .sqlite = "SELECT 'SQLite ' || sqlite_version() AS value",
        .redis = "INFO server",
        .memcached = "stats",
        .http = "get /",
    }},
    .judge =
        [](const Evidence& seen) {
          if (seen.answer().empty()) return unknown("The server answered with nothing.");
          if (seen.on == System::http)
            return pass(std::string(seen.answer().text(0, "url")) + " answered " +
                        std::string(seen.answer().text(0, "status")) + ".");
          const bool sql = seen.on != System::redis && seen.on != System::memcached;
          return pass((sql ? std::string(seen.answer().text(0, "value")) : "The server") +
                      " answered.");
        },
    .samples =
        {
            {.name = "a database",
             .seen = {"value \n PostgreSQL 15.20"},
             .outcome = Outcome::pass,
             .said = "PostgreSQL 15.20 answered."},
            {.name = "memcached",
             .seen = {"name | value \n pid | 7"},
             .outcome = Outcome::pass,
             .on = System::memcached,
             .said = "The server answered."},
            {.name = "a web site that is closed",
             .seen = {"url | status | location | body \n http://a/ | 503 | NULL | Be right back."},
             .outcome = Outcome::pass,
             .on = System::http,
             .said = "http://a/ answered 503."},
            {.name = "down", .seen = {"! 2002 refused"}, .outcome = Outcome::unknown},
        },
};

}  // namespace interlock::checks
