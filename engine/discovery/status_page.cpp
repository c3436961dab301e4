#include <set>

#include "engine/discovery/search.h"
#include "engine/python_settings.h"

namespace interlock {

namespace {

constexpr std::string_view configuration = "statuspage/statuspage/configuration.py";

// "a.b" of "a.b.c", nothing of "a".
std::string upper(const std::string& path) {
  const auto end = path.rfind('.');
  return end == std::string::npos ? std::string() : path.substr(0, end);
}

// The values that could be read without running Python.
class Configuration {
 public:
  Configuration(Search& search, std::string_view text)
      : search_(search), values_(python_settings(text)) {}

  std::string value(std::string_view path, std::string_view otherwise = {}) const {
    const auto found = values_.find(path);
    if (found == values_.end()) return std::string(otherwise);
    if (!found->second) {
      tell(path);
      return std::string(otherwise);
    }
    return found->second->empty() ? std::string(otherwise) : *found->second;
  }
  // Whether that part says all of this itself: what it would be else is not what it is.
  bool tells(const std::string& part, std::initializer_list<const char*> names) const {
    std::set<std::string> unclear;
    for (const char* name : names)
      for (std::string path = part + "." + name; !path.empty(); path = upper(path))
        if (const auto found = values_.find(path); found != values_.end() && !found->second)
          unclear.insert(path);
    for (const std::string& path : unclear) tell(path);
    return unclear.empty();
  }

 private:
  void tell(std::string_view path) const {
    search_.problem(configuration,
                    std::string(path) + " is an expression that only Python could tell.",
                    "Give it: --set, or for a password INTERLOCK_SECRET_NAME.");
  }

  Search& search_;
  std::map<std::string, std::optional<std::string>, std::less<>> values_;
};

void find_database(Search& search, const Configuration& set) {
  if (!set.tells("DATABASE", {"NAME", "HOST", "PORT", "USER"})) return;
  const std::string name = set.value("DATABASE.NAME");
  if (name.empty())
    return search.problem(configuration, "DATABASE has no NAME.",
                          "Give it: --set database=postgresql://HOST/NAME");
  search.endpoint("database",
                  {.system = System::postgres,
                   .host = set.value("DATABASE.HOST", "localhost"),
                   .port = set.value("DATABASE.PORT"),
                   .name = name,
                   .user = set.value("DATABASE.USER"),
                   .password = Secret(set.value("DATABASE.PASSWORD"))},
                  configuration);
}

void find_queue(Search& search, const Configuration& set) {
  if (!set.tells("REDIS.tasks", {"HOST", "PORT", "DATABASE", "USERNAME", "SSL", "SENTINELS"}))
    return;
  if (!set.value("REDIS.tasks.SENTINELS").empty())
    return search.problem(configuration, "REDIS.tasks names sentinels, and no server.",
                          "Give the one that leads now: --set queue=redis://HOST:PORT/DATABASE");
  search.endpoint("queue",
                  {.system = System::redis,
                   .host = set.value("REDIS.tasks.HOST", "localhost"),
                   .port = set.value("REDIS.tasks.PORT"),
                   .name = set.value("REDIS.tasks.DATABASE", "0"),
                   .user = set.value("REDIS.tasks.USERNAME"),
                   .password = Secret(set.value("REDIS.tasks.PASSWORD")),
                   .tls = set.value("REDIS.tasks.SSL") == "True"},
                  configuration);
}

}  // namespace

void find_status_page(Search& search) {
  search.version();
  const auto text = search.text(configuration);
  if (!text)
    return search.problem(
        configuration, "This file is not there, or may not be read.",
        "Is --root the folder of Status-Page? Else: --set database=postgresql://HOST/NAME");
  const Configuration set(search, *text);
  find_database(search, set);
  find_queue(search, set);
  search.web(set.value("SITE_URL"), configuration);
}

}  // namespace interlock
