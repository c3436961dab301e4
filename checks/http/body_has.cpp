#include "engine/check.h"

namespace interlock::checks {

extern const Check http_body_has = {
    .id = "http.body_has",
    .asks = "Does the page that users get have this text?",
    .because = "Files on the disk do not prove which release the web server really runs.",
    .remedy = "Restart what serves the application; a cache of its code may be the old one.",
    .params = {{"path", "what is asked for, below the address"},
               {"text", "the text that must be in the body, as it stands there"}},
    .probes = {{.http = "get $1", .binds = {"path"}}},
    .judge =
        [](const Evidence& seen) {
          const Table& said = seen.answer();
          const std::string url(said.text(0, "url"));
          if (said.integer(0, "status") != 200)
            return fail(url + " answered " + std::string(said.text(0, "status")) + ", not 200.");
          const std::string body = said.at(0, "body").value_or("");
          if (body.find(seen.text("text")) == std::string::npos)
            return fail(url + " answered 200, but without " + seen.text("text") + ".");
          return pass(url + " answered 200, with " + seen.text("text") + ".");
        },
    .samples = {{.name = "the new release",
                 .given = {{"path", "/"}, {"text", "?v=2.5.1"}},
                 .seen = {"url | status | location | body \n http://a/ | 200 | NULL |"
                          "<link href=\"tailwind.css?v=2.5.1\">"},
                 .outcome = Outcome::pass,
                 .said = "http://a/ answered 200, with ?v=2.5.1."},
                {.name = "still the old one",
                 .given = {{"path", "/"}, {"text", "?v=2.5.1"}},
                 .seen = {"url | status | location | body \n http://a/ | 200 | NULL |"
                          "<link href=\"tailwind.css?v=2.4.0\">"},
                 .outcome = Outcome::fail,
                 .said = "http://a/ answered 200, but without ?v=2.5.1."},
                {.name = "an error that shows it",
                 .given = {{"path", "/"}, {"text", "?v=2.5.1"}},
                 .seen = {"url | status | location | body \n http://a/ | 500 | NULL | ?v=2.5.1"},
                 .outcome = Outcome::fail,
                 .said = "http://a/ answered 500, not 200."},
                {.name = "nobody answers",
                 .given = {{"path", "/"}, {"text", "?v=2.5.1"}},
                 .seen = {"! 7 Connection refused."},
                 .outcome = Outcome::unknown}},
};

}  // namespace interlock::checks
