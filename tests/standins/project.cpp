#include "tests/standins/project.h"

#include <algorithm>
#include <ctime>
#include <map>

namespace interlock::standin {

namespace {

Value with(Value object, const std::string& key, Value value) {
  object.set(key, std::move(value));
  return object;
}

std::string tagged(std::string_view image) {
  const std::string text(image);
  return text.find(':') == std::string::npos ? text + ":latest" : text;
}

const Value& image_of(const State& state, std::string_view name) {
  return state.data["images"][tagged(name)];
}

// As docker tells it: by its id, once the name means another image.
std::string image_told(const State& state, const Value& container) {
  const bool current = image_of(state, container["image"].text())["id"] == container["id"];
  return std::string(current ? container["image"].text() : container["id"].text());
}

int ps(const State& state, bool ended, bool whole) {
  for (const Value& one : state.data["containers"].list()) {
    const bool runs = one["state"].text() != "exited";
    if (!ended && (!runs || one["oneoff"].flag())) continue;
    std::string line = std::string(one["service"].text()) + ";" + std::string(one["state"].text());
    if (whole) {
      std::string health;
      for (const Value& service : state.data["services"].list())
        if (service["name"] == one["service"]) health = service["health"].text();
      line += ";" + health + ";" + image_told(state, one);
    }
    say(line);
  }
  return 0;
}

int config(const State& state, const std::string& what) {
  for (const Value& service : state.data["services"].list())
    say(std::string(service[what == "--services" ? "name" : "image"].text()));
  return 0;
}

// A container of every service, made anew where its image is another one.
int up(State& state) {
  Value::List kept;
  for (const Value& service : state.data["services"].list()) {
    const Value& image = image_of(state, service["image"].text());
    if (image.null())
      return fail("Error: no such image: " + std::string(service["image"].text()), 1);
    kept.push_back(Value::Object{{"service", service["name"]},
                                 {"image", service["image"]},
                                 {"id", image["id"]},
                                 {"state", "running"}});
  }
  state.data.set("containers", std::move(kept));
  return 0;
}

int set_state(State& state, const char* word) {
  Value::List containers;
  for (const Value& one : state.data["containers"].list())
    containers.push_back(with(one, "state", word));
  state.data.set("containers", std::move(containers));
  return 0;
}

int build(State& state) {
  std::int64_t number = state.data["builds"].number();
  Value images = state.data["images"];
  for (const Value& service : state.data["services"].list()) {
    if (!service["built"].flag()) continue;
    images.set(tagged(service["image"].text()),
               Value::Object{{"id", "sha256:" + std::to_string(++number)},
                             {"created", std::time(nullptr) - state.data["early"].number()},
                             {"built", true}});
  }
  state.data.set("images", std::move(images));
  state.data.set("builds", number);
  return 0;
}

int list_built(const State& state) {
  for (const auto& [name, image] : state.data["images"].members()) {
    if (!image["built"].flag()) continue;
    const std::time_t created = image["created"].number();
    std::tm parts{};
    ::gmtime_r(&created, &parts);
    char text[40];
    std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S +0000 UTC", &parts);
    say(name + ";" + text);
  }
  return 0;
}

int compose(State& state, const Words& verb) {
  const auto has = [&](const char* word) {
    return std::find(verb.begin(), verb.end(), word) != verb.end();
  };
  const std::string& what = verb.front();
  if (what == "ps")
    return ps(state, has("--all"), verb.back().find("{{.Image}}") != std::string::npos);
  if (what == "config") return config(state, verb.back());
  if (what == "version") return say("2.24.6");
  if (what == "up") return up(state);
  if (what == "build") return build(state);
  if (what == "restart") return set_state(state, "running");
  if (what == "stop") return set_state(state, "exited");
  if (what == "down") {
    state.data.set("containers", Value::List{});
    return 0;
  }
  return fail("unknown command: compose " + joined(verb), 125);
}

}  // namespace

int project(const Words& argv) {
  State state;
  int status = 125;
  if (argv.front() == "version") return say("20.10.24");
  if (argv.front() == "image") return list_built(state);
  if (argv.front() == "compose") {
    // Before the verb: -f FILE, --project-directory FOLDER.
    auto verb = argv.begin() + 1;
    while (verb != argv.end() && verb->starts_with("-") && verb + 1 != argv.end()) verb += 2;
    if (verb != argv.end()) status = compose(state, {verb, argv.end()});
  }
  if (status == 0) state.keep();
  return status == 125 ? fail("unknown command: " + joined(argv), status) : status;
}

}  // namespace interlock::standin
