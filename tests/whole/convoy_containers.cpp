// What runs in the containers of Convoy, as the stand-in for docker is told it.
#include "engine/jcs.h"
#include "tests/whole/convoy.h"
#include "tests/whole/own_mariadb.h"

namespace interlock {

namespace {

constexpr const char* programs = INTERLOCK_SOURCE "/tests/standins/convoy";

Value list_of_words(const std::vector<std::string>& words) {
  Value::List list;
  for (const std::string& word : words) list.emplace_back(word);
  return list;
}

}  // namespace

void Convoy::make_state() const {
  const std::string data = desk.path("convoy/dockerfiles/mysql/data");
  const auto built = [](const char* name) {
    return Value::Object{{"name", name}, {"image", "convoy-" + std::string(name)}, {"built", true}};
  };
  Value workspace = built("workspace"), workers = built("workers");
  workspace.set("folder", desk.path("convoy"));
  workspace.set("programs", programs);
  workspace.set("env", Value::Object{{"MYSQL_HOST", address_}, {"MYSQL_TCP_PORT", port(3306)}});
  workers.set("server", list_of_words({std::string(programs) + "/horizon", address_, port(6379),
                                       "convoy_horizon:"}));
  const Value redis = Value::Object{
      {"name", "redis"},
      {"image", "redis:7.0.4-alpine3.16"},
      {"server", list_of_words({"redis-server", "--bind", address_, "--port", port(6379), "--save",
                                "", "--dir", desk.path("standin")})}};
  const Value database = Value::Object{
      {"name", "database"},
      {"image", "mysql:8.0.29"},
      {"mounts", list_of_words({data})},
      {"server",
       list_of_words(database_server(data, {"--bind-address=" + address_, "--port=" + port(3306),
                                            "--socket=" + desk.path("standin/database.sock"),
                                            "--pid-file=" + desk.path("standin/database.pid")}))}};
  const auto image = [](const char* id, bool was_built) {
    return Value::Object{{"id", id}, {"created", 1700000000}, {"built", was_built}};
  };
  const Value state = Value::Object{
      {"services", Value::List{Value::Object{{"name", "caddy"}, {"image", "caddy:2.6.2-alpine"}},
                               built("php"), workspace, workers, redis, database}},
      {"images", Value::Object{{"caddy:2.6.2-alpine", image("sha256:c", false)},
                               {"redis:7.0.4-alpine3.16", image("sha256:r", false)},
                               {"mysql:8.0.29", image("sha256:m", false)},
                               {"convoy-php:latest", image("sha256:p", true)},
                               {"convoy-workspace:latest", image("sha256:w", true)},
                               {"convoy-workers:latest", image("sha256:x", true)}}},
      {"builds", 0},
      {"early", 0}};
  desk.write("standin/state.json", canonical(state));
}

}  // namespace interlock
