#include "checks/program.h"
#include "engine/catalogue.h"
#include "engine/check.h"
#include "engine/written.h"

namespace interlock::checks {

extern const Check runtime_supported_by = {
    .id = "runtime.supported_by",
    .asks = "Does the release support this version of the program that runs it?",
    .because = "A release that is run by too old or too new a program stops at its first line.",
    .remedy = "Install a version that the release supports, and make it the one that is called.",
    .params = {{"program", "the program; it is asked for its --version"},
               {"release", "the release that will run on it"}},
    .probes = {{.host = "run $1 --version", .binds = {"program"}},
               {.catalogue = "supports $1", .binds = {"release"}}},
    .judge =
        [](const Evidence& seen) {
          const std::string& program = seen.text("program");
          std::string name = program.substr(program.rfind('/') + 1);
          // Debian calls them php8.2 and python3.11 too.
          if (const auto last = name.find_last_not_of("0123456789."); last != std::string::npos)
            name.resize(last + 1);
          const Table& bounds = seen.answer(1);
          std::size_t row = 0;
          while (row < bounds.rows.size() && bounds.text(row, "what") != name) ++row;
          if (row == bounds.rows.size())
            return not_applicable("The catalogue names no bounds of " + name + " for " +
                                  seen.text("release") + ".");
          const std::string is = version_told(lines_of(seen.answer(0), program));
          if (is.empty()) return unknown(program + " --version told no number.");
          const std::string least = bounds.at(row, "at_least").value_or("");
          const std::string below = bounds.at(row, "below").value_or("");
          const std::string sentence = name + " was " + is + "; " + seen.text("release") +
                                       " supports " + in_words({least, below}) + ".";
          const bool fits = (least.empty() || version_of(is) >= version_of(least)) &&
                            (below.empty() || version_of(is) < version_of(below));
          return fits ? pass(sentence) : fail(sentence, {is});
        },
    .samples =
        {
            {.name = "supported",
             .given = {{"program", "php"}, {"release", "6.4.2"}},
             .seen =
                 {"exit | stdout | stderr | problem \n 0 | PHP 8.2.36 (cli) (built: x) | | NULL",
                  "what | at_least | below \n php | 8.0.2 | 9"},
             .outcome = Outcome::pass,
             .said = "php was 8.2.36; 6.4.2 supports 8.0.2 or later, below 9."},
            {.name = "too old",
             .given = {{"program", "/usr/bin/php"}, {"release", "7.0.0"}},
             .seen = {"exit | stdout | stderr | problem \n 0 | PHP 8.2.36 (cli) | | NULL",
                      "what | at_least | below \n php | 8.4 | NULL"},
             .outcome = Outcome::fail,
             .said = "php was 8.2.36; 7.0.0 supports 8.4 or later."},
            {.name = "no bounds",
             .given = {{"program", "php"}, {"release", "6.4.2"}},
             .seen = {"exit | stdout | stderr | problem \n 0 | PHP 8.2.36 (cli) | | NULL",
                      "what | at_least | below"},
             .outcome = Outcome::not_applicable,
             .said = "The catalogue names no bounds of php for 6.4.2."},
            {.name = "no number",
             .given = {{"program", "php"}, {"release", "6.4.2"}},
             .seen = {"exit | stdout | stderr | problem \n 0 | hello | | NULL",
                      "what | at_least | below \n php | 8.0.2 | 9"},
             .outcome = Outcome::unknown,
             .said = "php --version told no number."},
            {.name = "no such program",
             .given = {{"program", "php"}, {"release", "6.4.2"}},
             .seen = {"exit | stdout | stderr | problem \n NULL | | | No such file or directory",
                      "what | at_least | below \n php | 8.0.2 | 9"},
             .outcome = Outcome::unknown},
        },
};

}  // namespace interlock::checks
