#include <cstdlib>

#include "engine/check.h"

namespace interlock::checks {

extern const Check server_clock_agrees = {
    .id = "server.clock_agrees",
    .asks = "Do the server's clock and ours agree?",
    .because = "Whether a backup is newer than the last write is told by comparing times.",
    .remedy = "Synchronise both clocks (NTP).",
    .probes = {{.postgres = "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS ms",
                .mysql = "SELECT CAST(UNIX_TIMESTAMP(NOW(6)) * 1000 AS SIGNED) AS ms"}},
    .judge =
        [](const Evidence& seen) {
          const std::int64_t ahead =
              seen.answer().integer(0, "ms") - seen.asked.time_since_epoch().count();
          const std::int64_t apart = std::abs(ahead);
          const std::string sentence = "The server's clock was " + std::to_string(apart / 1000) +
                                       "." + std::to_string(apart % 1000 / 100) + " s " +
                                       (ahead < 0 ? "behind" : "ahead of") + " ours.";
          if (apart > 30'000) return fail(sentence);
          return apart > 2'000 ? warn(sentence) : pass(sentence);
        },
    // They are asked 480,000 hours after 1970 began.
    .samples = {{.name = "in step", .seen = {"ms \n 1728000000310"}, .outcome = Outcome::pass},
                {.name = "a little behind",
                 .seen = {"ms \n 1727999995000"},
                 .outcome = Outcome::warn,
                 .said = "The server's clock was 5.0 s behind ours."},
                {.name = "far ahead", .seen = {"ms \n 1728003600000"}, .outcome = Outcome::fail}},
};

}  // namespace interlock::checks
