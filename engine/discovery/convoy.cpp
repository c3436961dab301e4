#include <cctype>

#include "engine/discovery/composed.h"
#include "engine/discovery/search.h"

namespace interlock {

namespace {

// Laravel's Str::slug with "_": the beginning of the keys is made of APP_NAME.
std::string slug(std::string_view name) {
  std::string result;
  const auto part = [&result] {
    if (!result.empty() && result.back() != '_') result += '_';
  };
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0)
      result += static_cast<char>(std::tolower(byte));
    else if (c == ' ' || c == '_' || c == '-')
      part();
    else if (c == '@') {
      part();
      result += "at_";
    }
  }
  while (result.ends_with('_')) result.pop_back();
  return result;
}

}  // namespace

void find_convoy(Search& search) {
  search.version();
  const auto settings = search.settings(
      ".env", "Is --root the folder of Convoy? Else: --set database=mysql://HOST/NAME");
  if (!settings) return;
  const Composed composed = usual_composed(search, *settings);
  const auto value = [&](std::string_view name, std::string_view otherwise) {
    return value_or(*settings, name, otherwise);
  };
  find_composed(search, composed, "database",
                {.system = System::mysql,
                 .host = value("DB_HOST", "127.0.0.1"),
                 .port = value("DB_PORT", "3306"),
                 .name = value("DB_DATABASE", "convoy"),
                 .user = value("DB_USERNAME", ""),
                 .password = Secret(value("DB_PASSWORD", ""))},
                ".env");
  std::string redis_password = value("REDIS_PASSWORD", "");
  if (redis_password == "null") redis_password.clear();  // Laravel's word for nothing
  find_composed(search, composed, "queue",
                {.system = System::redis,
                 .host = value("REDIS_HOST", "127.0.0.1"),
                 .port = value("REDIS_PORT", "6379"),
                 .name = value("REDIS_DB", "0"),
                 .password = Secret(redis_password)},
                ".env");
  search.web(value("APP_URL", ""), ".env");
  search.found.name = value("APP_NAME", "");
  const std::string prefix = slug(value("APP_NAME", "Laravel"));
  search.found.parameters["queue_prefix"] = value("REDIS_PREFIX", prefix + "_database_");
  search.found.parameters["horizon_prefix"] = value("HORIZON_PREFIX", prefix + "_horizon:");
}

}  // namespace interlock
