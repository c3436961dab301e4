#include <algorithm>

#include "checks/wording.h"
#include "engine/check.h"

namespace interlock::checks {

extern const Check config_keys_present = {
    .id = "config.keys_present",
    .asks = "Does the configuration have all the keys that it needs?",
    .because =
        "A release that misses a key starts with a fallback that nobody chose, or not at all.",
    .remedy = "Add the keys to the file; the release's own example shows them.",
    .params = {{"file", "the configuration, dotenv or Python assignments"},
               {"keys", "the keys that must have a value", Kind::list}},
    .probes = {{.files = "keys $1", .binds = {"file"}}},
    .judge =
        [](const Evidence& seen) {
          const Table& there = seen.answer();
          const std::string& file = seen.text("file");
          const auto& keys = seen.list("keys");
          if (there.empty()) return fail(file + " was absent, or had no keys.", keys);
          std::vector<std::string> missing, empty;
          for (const std::string& key : keys) {
            std::size_t row = there.rows.size();
            while (row > 0 && there.text(row - 1, "key") != key) --row;
            if (row == 0)
              missing.push_back(key);
            else if (!there.at(row - 1, "empty"))
              return unknown("What " + key + " is in " + file + " only Python could tell.", {key});
            else if (there.integer(row - 1, "empty") != 0)
              empty.push_back(key);
          }
          std::string said;
          if (!missing.empty()) said = "had no " + listed(missing);
          if (!empty.empty())
            said += (said.empty() ? "had no value of " : ", no value of ") + listed(empty);
          if (said.empty())
            return pass(file + " had " + count_of(keys.size(), "key", "keys") + " of " +
                        std::to_string(keys.size()) + ".");
          missing.insert(missing.end(), empty.begin(), empty.end());
          return fail(file + " " + said + ".", missing);
        },
    .samples =
        {
            {.name = "all there",
             .given = {{"file", "/a/.env"},
                       {"keys", std::vector<std::string>{"APP_KEY", "DB_HOST"}}},
             .seen = {"key | empty | digest \n APP_KEY | 0 | 5f3c \n DB_HOST | 0 | 91aa"},
             .outcome = Outcome::pass,
             .said = "/a/.env had 2 keys of 2."},
            {.name = "one is missing, one is empty",
             .given = {{"file", "/a/.env"},
                       {"keys", std::vector<std::string>{"APP_KEY", "DB_HOST"}}},
             .seen = {"key | empty | digest \n APP_KEY | 1 | NULL"},
             .outcome = Outcome::fail,
             .said = "/a/.env had no DB_HOST, no value of APP_KEY."},
            {.name = "no file",
             .given = {{"file", "/a/.env"}, {"keys", std::vector<std::string>{"APP_KEY"}}},
             .seen = {"key | empty | digest"},
             .outcome = Outcome::fail,
             .said = "/a/.env was absent, or had no keys."},
            {.name = "a value that Python makes",
             .given = {{"file", "/a/c.py"}, {"keys", std::vector<std::string>{"SECRET_KEY"}}},
             .seen = {"key | empty | digest \n SECRET_KEY | NULL | NULL"},
             .outcome = Outcome::unknown,
             .said = "What SECRET_KEY is in /a/c.py only Python could tell."},
            {.name = "not readable",
             .given = {{"file", "/a/.env"}, {"keys", std::vector<std::string>{"APP_KEY"}}},
             .seen = {"! 13 /a/.env: Permission denied"},
             .outcome = Outcome::unknown},
        },
};

}  // namespace interlock::checks
