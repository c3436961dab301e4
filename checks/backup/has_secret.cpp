#include "engine/check.h"

namespace interlock::checks {

extern const Check backup_has_secret = {
    .id = "backup.has_secret",
    .asks = "Is the application's key in the backup too?",
    .because = "Without the key that encrypted it, a restored database cannot be read any more.",
    .remedy = "Copy .env into the backup again.",
    .params = {{"copy", "the folder of the backup"}, {"key", "the key in .env"}},
    .probes = {{.files = "keys $1/.env", .binds = {"copy"}}, {.files = "keys .env"}},
    .judge =
        [](const Evidence& seen) {
          const std::string& key = seen.text("key");
          const std::string copy = seen.text("copy") + "/.env";
          std::string digests[2];
          for (const std::size_t probe : {0u, 1u}) {
            const Table& keys = seen.answer(probe);
            const std::string file = probe == 0 ? copy : ".env";
            if (keys.empty()) return fail(file + " was absent, or had no keys.", {file});
            for (std::size_t row = 0; row < keys.rows.size(); ++row)
              if (keys.text(row, "key") == key)
                digests[probe] = keys.at(row, "digest").value_or("");
            if (digests[probe].empty()) return fail(file + " had no " + key + ".", {key});
          }
          if (digests[0] != digests[1])
            return fail(copy + " had another " + key + " than .env.", {key});
          return pass(copy + " had the same " + key + " as .env.");
        },
    .samples =
        {
            {.name = "the same",
             .given = {{"copy", "/b/1"}, {"key", "APP_KEY"}},
             .seen = {"key | empty | digest \n APP_KEY | 0 | 11aa",
                      "key | empty | digest \n APP_KEY | 0 | 11aa"},
             .outcome = Outcome::pass,
             .said = "/b/1/.env had the same APP_KEY as .env."},
            {.name = "another one",
             .given = {{"copy", "/b/1"}, {"key", "APP_KEY"}},
             .seen = {"key | empty | digest \n APP_KEY | 0 | 22bb",
                      "key | empty | digest \n APP_KEY | 0 | 11aa"},
             .outcome = Outcome::fail,
             .said = "/b/1/.env had another APP_KEY than .env."},
            {.name = "empty",
             .given = {{"copy", "/b/1"}, {"key", "APP_KEY"}},
             .seen = {"key | empty | digest \n APP_KEY | 1 | NULL",
                      "key | empty | digest \n APP_KEY | 0 | 11aa"},
             .outcome = Outcome::fail,
             .said = "/b/1/.env had no APP_KEY."},
            {.name = "not copied",
             .given = {{"copy", "/b/1"}, {"key", "APP_KEY"}},
             .seen = {"key | empty | digest", "key | empty | digest \n APP_KEY | 0 | 11aa"},
             .outcome = Outcome::fail,
             .said = "/b/1/.env was absent, or had no keys."},
            {.name = "not readable",
             .given = {{"copy", "/b/1"}, {"key", "APP_KEY"}},
             .seen = {"! 13 /b/1/.env: Permission denied.",
                      "key | empty | digest \n APP_KEY | 0 | 11aa"},
             .outcome = Outcome::unknown},
        },
};

}  // namespace interlock::checks
