#include "tests/standins/project.h"

#include <unistd.h>

#include <algorithm>
#include <ctime>
#include <optional>

#include "tests/standins/contained.h"

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

const Value* service_of(const State& state, std::string_view name) {
  for (const Value& one : state.data["services"].list())
    if (one["name"].text() == name) return &one;
  return nullptr;
}

// Those that the words name; all if they name none.
bool meant(const Words& names, const Value& service) {
  return names.empty() || std::find(names.begin(), names.end(), service.text()) != names.end();
}

// A container of each of these services, made anew where its image is another one. Which
// of them end, and what their programs are, is known before any is started.
int up(State& state, const Words& names) {
  Value::List kept;
  for (const Value& service : state.data["services"].list()) {
    const Value& image = image_of(state, service["image"].text());
    const Value* old = nullptr;
    for (const Value& one : state.data["containers"].list())
      if (one["service"] == service["name"] && !one["oneoff"].flag()) old = &one;
    if (!meant(names, service["name"])) {
      if (old) kept.push_back(*old);
      continue;
    }
    if (image.null())
      return fail("Error: no such image: " + std::string(service["image"].text()), 1);
    if (old && (*old)["state"].text() == "running" && (*old)["id"] == image["id"]) {
      kept.push_back(*old);
      continue;
    }
    if (old) end((*old)["pid"].number());
    kept.push_back(Value::Object{{"service", service["name"]},
                                 {"image", service["image"]},
                                 {"id", image["id"]},
                                 {"state", "running"},
                                 {"pid", start_in(service)}});
  }
  state.data.set("containers", std::move(kept));
  return 0;
}

int restart(State& state) {
  Value::List containers;
  for (const Value& one : state.data["containers"].list()) {
    end(one["pid"].number());
    const Value* service = service_of(state, one["service"].text());
    containers.push_back(
        with(with(one, "state", "running"), "pid", service ? start_in(*service) : 0));
  }
  state.data.set("containers", std::move(containers));
  return 0;
}

// Without `names` all; gone for good with `remove`.
int stop(State& state, const Words& names, bool remove) {
  Value::List left;
  for (const Value& one : state.data["containers"].list()) {
    const bool stops = meant(names, one["service"]);
    if (stops) end(one["pid"].number());
    if (stops && remove) continue;
    left.push_back(stops ? with(with(one, "state", "exited"), "pid", 0) : one);
  }
  state.data.set("containers", std::move(left));
  return 0;
}

// The service of the words `exec -T SERVICE ...`, if its container runs.
const Value* running(const State& state, const std::string& name) {
  for (const Value& one : state.data["containers"].list())
    if (one["service"].text() == name && one["state"].text() == "running")
      return service_of(state, name);
  return nullptr;
}

int list_ids(const State& state, const std::string& name) {
  if (running(state, name)) say("container-of-" + name);
  return 0;
}

int inspect(const State& state, const std::string& id) {
  const Value* service = service_of(state, id.substr(std::string("container-of-").size()));
  if (!service) return fail("Error: No such object: " + id, 1);
  for (const Value& mount : (*service)["mounts"].list())
    say(std::string(mount.text()) + ";" + std::string(mount.text()));
  return 0;
}

// Whether a test wants this command to do nothing, so many times.
bool spoiled(State& state, const std::string& words) {
  const std::string wanted(state.data["spoiled"]["words"].text());
  const std::int64_t times = state.data["spoiled"]["times"].number();
  if (wanted.empty() || times <= 0 || !words.ends_with(wanted)) return false;
  state.data.set("spoiled", with(state.data["spoiled"], "times", times - 1));
  return true;
}

// Ends, as any build does, in a later second than that in which it began.
int build(State& state) {
  for (const std::time_t begun = std::time(nullptr); std::time(nullptr) == begun;) ::usleep(10'000);
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

// What follows the options.
Words names_in(const Words& verb) {
  Words names;
  for (auto word = verb.begin() + 1; word != verb.end(); ++word)
    if (!word->starts_with("-")) names.push_back(*word);
  return names;
}

int compose(State& state, const Words& verb) {
  const auto has = [&](const char* word) {
    return std::find(verb.begin(), verb.end(), word) != verb.end();
  };
  const std::string& what = verb.front();
  if (what == "ps" && has("-q")) return list_ids(state, verb.back());
  if (what == "ps")
    return ps(state, has("--all"), verb.back().find("{{.Image}}") != std::string::npos);
  if (what == "config") return config(state, verb.back());
  if (what == "version") return say("2.24.6");
  if (what == "up") return up(state, names_in(verb));
  if (what == "build") return build(state);
  if (what == "restart") return restart(state);
  if (what == "stop" || what == "down") return stop(state, names_in(verb), what == "down");
  return fail("unknown command: compose " + joined(verb), 125);
}

// Of `exec -T SERVICE WORDS`; nobody waits for it but who typed it.
int exec(const Value* service, const Words& verb) {
  if (!service) return fail("service \"" + verb[2] + "\" is not running", 1);
  return exec_in(*service, {verb.begin() + 3, verb.end()});
}

}  // namespace

int project(const Words& argv) {
  Words verb;
  std::optional<Value> service;
  {
    State state;
    int status = 125;
    if (spoiled(state, joined(argv))) {
      state.keep();
      return fail("docker: it was to do nothing",
                  static_cast<int>(state.data["spoiled"]["exit"].number()));
    }
    if (argv.front() == "version") return say("20.10.24");
    if (argv.front() == "image") return list_built(state);
    if (argv.front() == "inspect") return inspect(state, argv.back());
    // Before the verb: -f FILE, --project-directory FOLDER.
    auto word = argv.begin() + 1;
    while (word != argv.end() && word->starts_with("-") && word + 1 != argv.end()) word += 2;
    verb = {word, argv.end()};
    if (argv.front() != "compose" || verb.empty())
      return fail("unknown command: " + joined(argv), status);
    if (verb.front() != "exec" || verb.size() < 4) {
      status = compose(state, verb);
      if (status == 0) state.keep();
      return status == 125 ? fail("unknown command: " + joined(argv), status) : status;
    }
    if (const Value* found = running(state, verb[2])) service = *found;
  }
  return exec(service ? &*service : nullptr, verb);
}

}  // namespace interlock::standin
