#include "engine/check.h"

namespace interlock::checks {

extern const Check http_status_is = {
    .id = "http.status_is",
    .asks = "Does the web server answer with this status?",
    .because = "What the users see is decided by the web server, not by the files below it.",
    .remedy = "Look into the log of the web server and of the application.",
    .params = {{"path", "what is asked for, below the address"},
               {"status", "the status that must come; redirects are not followed", Kind::number},
               {"bearer", "a token for the header Authorization", Kind::secret, "none"}},
    .probes = {{.http = "get $1", .binds = {"path"}, .when = {"bearer", "none"}},
               {.http = "get $1 bearer $2",
                .binds = {"path", "bearer"},
                .unless = {"bearer", "none"}}},
    .judge =
        [](const Evidence& seen) {
          const Table& said = seen.answer(seen.was_asked(0) ? 0 : 1);
          const auto status = said.integer(0, "status");
          std::string sentence =
              std::string(said.text(0, "url")) + " answered " + std::to_string(status);
          if (status == seen.number("status")) return pass(sentence + ".");
          sentence += ", not " + std::to_string(seen.number("status"));
          const auto& location = said.at(0, "location");
          if (location && !location->empty()) sentence += "; it led to " + *location;
          return fail(sentence + ".");
        },
    .samples =
        {
            {.name = "open",
             .given = {{"path", "/"}, {"status", std::int64_t{200}}},
             .seen =
                 {"url | status | location | body \n https://ixp.example.net/ | 200 | NULL | hi",
                  "-"},
             .outcome = Outcome::pass,
             .said = "https://ixp.example.net/ answered 200."},
            {.name = "still closed",
             .given = {{"path", "/"}, {"status", std::int64_t{200}}},
             .seen = {"url | status | location | body \n http://a/ | 503 | NULL | Be right back.",
                      "-"},
             .outcome = Outcome::fail,
             .said = "http://a/ answered 503, not 200."},
            {.name = "sent elsewhere",
             .given = {{"path", "/stats"},
                       {"status", std::int64_t{200}},
                       {"bearer", "${secret:token}"}},
             .seen = {"-", "url | status | location | body \n http://a/stats | 302 | /login |"},
             .outcome = Outcome::fail,
             .said = "http://a/stats answered 302, not 200; it led to /login."},
            {.name = "nobody answers",
             .given = {{"path", "/"}, {"status", std::int64_t{200}}},
             .seen = {"! 7 Connection refused.", "-"},
             .outcome = Outcome::unknown},
        },
};

}  // namespace interlock::checks
