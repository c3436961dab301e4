#include "engine/check.h"
#include "engine/jcs.h"

namespace interlock::checks {

extern const Check http_json_has = {
    .id = "http.json_has",
    .asks = "Does the running application say of itself what it should?",
    .because = "Files on the disk do not prove which release the web server really runs.",
    .remedy = "Restart what serves the application; a cache of its code may be the old one.",
    .params = {{"path", "what is asked for, below the address"},
               {"field", "the field of the JSON; a.b for one within another"},
               {"value", "what it must be"}},
    .probes = {{.http = "get $1", .binds = {"path"}}},
    .judge =
        [](const Evidence& seen) {
          const Table& said = seen.answer();
          const std::string url(said.text(0, "url"));
          if (said.integer(0, "status") != 200)
            return fail(url + " answered " + std::string(said.text(0, "status")) + ", not 200.");
          std::vector<Problem> problems;
          const Value answer = parsed(said.at(0, "body").value_or(""), problems);
          if (!problems.empty()) return fail(url + " answered with no JSON.");
          const Value* found = &answer;
          std::string_view rest = seen.text("field");
          while (!rest.empty()) {
            const auto dot = rest.find('.');
            found = &(*found)[rest.substr(0, dot)];
            rest.remove_prefix(dot == std::string_view::npos ? rest.size() : dot + 1);
          }
          const std::string is =
              found->text().empty() ? canonical(*found) : std::string(found->text());
          const std::string sentence = url + " said " + seen.text("field") + " was " + is;
          if (found->null()) return fail(url + " said nothing of " + seen.text("field") + ".");
          if (is == seen.text("value")) return pass(sentence + ".");
          return fail(sentence + ", not " + seen.text("value") + ".");
        },
    .samples =
        {
            {.name = "the new release",
             .given = {{"path", "/api/v4/ping"}, {"field", "version"}, {"value", "6.4.2"}},
             .seen = {"url | status | location | body \n http://a/api/v4/ping | 200 | NULL |"
                      R"({"software": "IXP Manager", "version": "6.4.2"})"},
             .outcome = Outcome::pass,
             .said = "http://a/api/v4/ping said version was 6.4.2."},
            {.name = "a number within",
             .given = {{"path", "/x"}, {"field", "app.build"}, {"value", "12"}},
             .seen = {"url | status | location | body \n http://a/x | 200 | NULL |"
                      R"({"app": {"build": 12}})"},
             .outcome = Outcome::pass},
            {.name = "still the old one",
             .given = {{"path", "/api/v4/ping"}, {"field", "version"}, {"value", "6.4.2"}},
             .seen = {"url | status | location | body \n http://a/api/v4/ping | 200 | NULL |"
                      R"({"version": "6.3.1"})"},
             .outcome = Outcome::fail,
             .said = "http://a/api/v4/ping said version was 6.3.1, not 6.4.2."},
            {.name = "no such field",
             .given = {{"path", "/x"}, {"field", "a.b"}, {"value", "1"}},
             .seen = {"url | status | location | body \n http://a/x | 200 | NULL | {}"},
             .outcome = Outcome::fail,
             .said = "http://a/x said nothing of a.b."},
            {.name = "a page of errors",
             .given = {{"path", "/x"}, {"field", "a"}, {"value", "1"}},
             .seen = {"url | status | location | body \n http://a/x | 200 | NULL | <html>"},
             .outcome = Outcome::fail,
             .said = "http://a/x answered with no JSON."},
            {.name = "closed",
             .given = {{"path", "/x"}, {"field", "a"}, {"value", "1"}},
             .seen = {"url | status | location | body \n http://a/x | 503 | NULL | closed"},
             .outcome = Outcome::fail,
             .said = "http://a/x answered 503, not 200."},
            {.name = "nobody answers",
             .given = {{"path", "/x"}, {"field", "a"}, {"value", "1"}},
             .seen = {"! 7 Connection refused."},
             .outcome = Outcome::unknown},
        },
};

}  // namespace interlock::checks
