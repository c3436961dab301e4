#include "engine/discovery/search.h"
#include "engine/python_settings.h"

namespace interlock {

namespace {

constexpr std::string_view configuration = "statuspage/statuspage/configuration.py";

// The values that could be read without running Python.
class Configuration {
 public:
  Configuration(Search& search, std::string_view text)
      : search_(search), values_(python_settings(text)) {}

  std::string value(std::string_view path, std::string_view otherwise = {}) const {
    const auto found = values_.find(path);
    if (found == values_.end()) return std::string(otherwise);
    if (!found->second) {
      search_.problem(configuration,
                      std::string(path) + " is an expression that only Python could tell.",
                      "Give it: --set, or for a password INTERLOCK_SECRET_NAME.");
      return std::string(otherwise);
    }
    return found->second->empty() ? std::string(otherwise) : *found->second;
  }

 private:
  Search& search_;
  std::map<std::string, std::optional<std::string>, std::less<>> values_;
};

}  // namespace

void find_status_page(Search& search) {
  search.version();
  const auto text = search.text(configuration);
  if (!text)
    return search.problem(
        configuration, "This file is not there, or may not be read.",
        "Is --root the folder of Status-Page? Else: --set database=postgresql://HOST/NAME");
  const Configuration set(search, *text);
  const std::string name = set.value("DATABASE.NAME");
  if (name.empty())
    search.problem(configuration, "DATABASE has no NAME.",
                   "Give it: --set database=postgresql://HOST/NAME");
  else
    search.endpoint("database",
                    {.system = System::postgres,
                     .host = set.value("DATABASE.HOST", "localhost"),
                     .port = set.value("DATABASE.PORT"),
                     .name = name,
                     .user = set.value("DATABASE.USER"),
                     .password = Secret(set.value("DATABASE.PASSWORD"))},
                    configuration);
  search.endpoint("queue",
                  {.system = System::redis,
                   .host = set.value("REDIS.tasks.HOST", "localhost"),
                   .port = set.value("REDIS.tasks.PORT"),
                   .name = set.value("REDIS.tasks.DATABASE", "0"),
                   .user = set.value("REDIS.tasks.USERNAME"),
                   .password = Secret(set.value("REDIS.tasks.PASSWORD")),
                   .tls = set.value("REDIS.tasks.SSL") == "True"},
                  configuration);
  search.web(set.value("SITE_URL"), configuration);
}

}  // namespace interlock
