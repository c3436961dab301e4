#include "engine/discovery/search.h"

namespace interlock {

// IXP Manager's settings name no port: its config/database.php knows none, and its
// config/cache.php has the address of memcached in it. Doctrine of release 4 keeps what
// it knows of the schema in a cache of its own choice.
void find_ixp(Search& search) {
  search.version();
  const auto settings = search.settings(
      ".env", "Is --root the folder of IXP Manager? Else: --set database=mysql://HOST/NAME");
  if (!settings) return;
  const auto name = value_or(*settings, "DB_DATABASE", "");
  if (name.empty())
    search.problem(".env", "DB_DATABASE is not set.", "Give it: --set database=mysql://HOST/NAME");
  else
    search.endpoint("database",
                    {.system = System::mysql,
                     .host = value_or(*settings, "DB_HOST", "127.0.0.1"),
                     .name = name,
                     .user = value_or(*settings, "DB_USERNAME", ""),
                     .password = Secret(value_or(*settings, "DB_PASSWORD", ""))},
                    ".env");
  search.web(value_or(*settings, "APP_URL", ""), ".env");
  if (value_or(*settings, "CACHE_DRIVER", "") == "memcached" ||
      value_or(*settings, "DOCTRINE_CACHE", "") == "memcached")
    search.endpoint("cache", {.system = System::memcached, .host = "127.0.0.1", .port = "11211"},
                    "config/cache.php");
}

}  // namespace interlock
