// Stands in for docker, which does not run everywhere: the few commands that the
// machine parsec-3 and the checks container.* use, on containers that are only a file.
//
// INTERLOCK_STANDIN is a folder with state.json:
//   images     the images on this machine
//   container  {image, state (running, exited), started (seconds since 1970), restarts}
//   postgres   {host, port, user, name, password}: the server of parsec-postgres
//   migrator   what `parsec-server migrate` does: {dry, text, sql, exit}
//   early      how many seconds before now a container says that it was started
//   addresses  {SERVICE: ADDRESS} of containers that run
// or with `services`: see project.h.
// Every command that changes something is a line of the file `calls` before it is obeyed.
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>

#include "tests/standins/project.h"

namespace interlock {
namespace {

using standin::fail;
using standin::joined;
using standin::path;
using standin::say;
using standin::State;
using standin::text_of;
using standin::Words;

void set_container(State& state, const std::string& key, Value value) {
  Value container = state.data["container"];
  container.set(key, std::move(value));
  state.data.set("container", std::move(container));
}

std::string configured(const std::string& compose_file) {
  const std::string text = text_of(compose_file);
  auto at = text.find("parsec-server:\n");
  if (at != std::string::npos) at = text.find("image:", at);
  if (at == std::string::npos) return {};
  at = text.find_first_not_of(" \"", at + 6);
  return text.substr(at, text.find_first_of(" \"\n", at) - at);
}

int up(const std::string& compose_file) {
  const std::string image = configured(compose_file);
  State state;
  const auto images = texts_in(state.data["images"]);
  if (std::find(images.begin(), images.end(), image) == images.end())
    return fail("Error: no such image: " + image, 1);
  const Value container = state.data["container"];
  if (container["state"].text() == "running" && container["image"].text() == image) return 0;
  const std::int64_t early = state.data["early"].null() ? 3600 : state.data["early"].number();
  state.data.set("container", Value::Object{{"image", image},
                                            {"state", "running"},
                                            {"restarts", 0},
                                            {"started", std::time(nullptr) - early}});
  state.keep();
  return 0;
}

// The container that is there begins anew, with the image that it has.
int restart() {
  State state;
  set_container(state, "state", "running");
  set_container(state, "started", std::time(nullptr));
  state.keep();
  return 0;
}

int stop() {
  State state;
  set_container(state, "state", "exited");
  state.keep();
  return 0;
}

int pull(const std::string& image) {
  State state;
  auto images = texts_in(state.data["images"]);
  if (std::find(images.begin(), images.end(), image) != images.end()) return 0;
  images.push_back(image);
  state.data.set("images", list_of(images));
  state.keep();
  return 0;
}

int list_image(const std::string& image) {
  const auto images = texts_in(State().data["images"]);
  if (std::find(images.begin(), images.end(), image) != images.end())
    say("sha256:" + std::string(64, 'a') + ";<none>");
  return 0;
}

std::string span(std::int64_t seconds) {
  if (seconds < 60) return std::to_string(seconds) + " seconds";
  if (seconds < 120) return "About a minute";
  if (seconds < 3600) return std::to_string(seconds / 60) + " minutes";
  return seconds < 7200 ? "About an hour" : std::to_string(seconds / 3600) + " hours";
}

int ps() {
  const Value container = State().data["container"];
  if (container["state"].text() != "running") return 0;
  return say("running;;" + std::string(container["image"].text()) + ";Up " +
             span(std::time(nullptr) - container["started"].number()));
}

constexpr std::string_view container_of = "container-of-";

int list_ids(const std::string& service) {
  if (!State().data["addresses"][service].null()) say(std::string(container_of) + service);
  return 0;
}

// Of two networks; in the second a container has none.
int tell_addresses(const Words& ids) {
  const Value addresses = State().data["addresses"];
  for (const std::string& id : ids) {
    if (!id.starts_with(container_of)) continue;
    const Value& address = addresses[id.substr(container_of.size())];
    if (address.null()) return fail("Error: No such object: " + id, 1);
    say(" " + std::string(address.text()) + " ");
  }
  return 0;
}

void enter(const Value& server) {
  for (const auto& [variable, key] :
       {std::pair("PGHOST", "host"), {"PGPORT", "port"}, {"PGPASSWORD", "password"}})
    ::setenv(variable, std::string(server[key].text()).c_str(), 1);
}

int in_postgres(Words argv) {
  enter(State().data["postgres"]);
  std::vector<char*> words;
  for (std::string& word : argv) words.push_back(word.data());
  words.push_back(nullptr);
  ::execvp(words.front(), words.data());
  return fail("cannot start " + argv.front(), 127);
}

int migrate(bool dry) {
  const Value data = State().data;
  const Value& migrator = data["migrator"];
  if (dry) return say(std::string(migrator["dry"].text()));
  say(std::string(migrator["text"].text()));
  std::fflush(stdout);
  const Value& server = data["postgres"];
  enter(server);
  ::setenv("PGUSER", std::string(server["user"].text()).c_str(), 1);
  ::setenv("PGDATABASE", std::string(server["name"].text()).c_str(), 1);
  const std::string sql(migrator["sql"].text());
  if (!sql.empty()) {
    std::FILE* psql = ::popen("psql -q >/dev/null 2>&1", "w");
    if (!psql) return fail("cannot start psql", 1);
    std::fwrite(sql.data(), 1, sql.size(), psql);
    ::pclose(psql);
  }
  return static_cast<int>(migrator["exit"].number());
}

int compose(const std::string& compose_file, const Words& verb) {
  const auto begins = [&](const Words& words) {
    return verb.size() >= words.size() && std::equal(words.begin(), words.end(), verb.begin());
  };
  if (begins({"stop"})) return stop();
  if (begins({"restart"})) return restart();
  if (begins({"up"})) return up(compose_file);
  if (begins({"ps", "-q"})) return list_ids(verb.back());
  if (begins({"ps"})) return ps();
  if (begins({"config"})) return say(configured(compose_file));
  if (begins({"exec", "-T", "parsec-postgres"})) return in_postgres({verb.begin() + 3, verb.end()});
  if (begins({"run", "--rm", "parsec-server"}))
    return migrate(std::find(verb.begin(), verb.end(), "--dry-run") != verb.end());
  return fail("unknown command: compose " + joined(verb), 125);
}

int docker(const Words& argv) {
  const auto has = [&](const char* word) {
    return std::find(argv.begin(), argv.end(), word) != argv.end();
  };
  if (argv.size() < 2) return fail("unknown command", 125);
  if (argv[0] != "image" && argv[0] != "inspect" && !has("ps") && !has("config") && !has("version"))
    std::ofstream(path("calls"), std::ios::app) << joined(argv) + "\n";
  if (argv[0] == "inspect" && joined(argv).find(".IPAddress") != std::string::npos)
    return tell_addresses(argv);
  if (!State().data["services"].null()) return standin::project(argv);
  if (argv[0] == "compose" && argv.size() > 3)
    return compose(argv[2], {argv.begin() + 3, argv.end()});
  if (argv[0] == "version") return say("20.10.24");
  if (argv[0] == "compose" && argv[1] == "version") return say("2.24.6");
  if (argv[0] == "pull") return pull(argv[1]);
  if (argv[0] == "image" && argv[1] == "ls") return list_image(argv.back());
  return fail("unknown command: " + joined(argv), 125);
}

}  // namespace
}  // namespace interlock

int main(int argc, char** argv) {
  return interlock::docker({argv + 1, argv + argc});
}
