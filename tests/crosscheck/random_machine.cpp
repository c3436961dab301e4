#include "tests/crosscheck/random_machine.h"

#include <fmt/core.h>

#include <algorithm>

#include "checks/index.h"
#include "engine/error.h"
#include "engine/examine.h"
#include "states/load.h"
#include "tests/crosscheck/dice.h"

namespace interlock {

namespace {

std::string joined(const Texts& texts, std::string_view between = ", ") {
  std::string all;
  for (const std::string& text : texts) all += (all.empty() ? "" : std::string(between)) + text;
  return all;
}

std::string in_quotes(std::string_view text) {
  return fmt::format("\"{}\"", text);
}

struct Place {
  std::string id, phase;  // of an end its kind
  std::string back = {};
  bool end = false;
};

class Author {
 public:
  explicit Author(unsigned seed) : dice_(seed), seed_(seed) {
    for (std::size_t i = dice_.below(4); i > 0; --i) own_.push_back(fmt::format("fact_{}", i));
    for (std::size_t i = dice_.below(4); i > 0; --i) parts_.push_back(fmt::format("part_{}", i));
    facts_ = {"serving", "maintenance", "quiet", "backup_verified", "loss_accepted"};
    facts_.insert(facts_.end(), own_.begin(), own_.end());
    places();
  }

  std::string machine() {
    Texts states, transitions, facts, parts, properties;
    for (const Place& place : places_) states.push_back(state(place));
    for (std::size_t i = 0; i < main_ + way_; ++i) transitions.push_back(transition(i));
    for (const std::string& part : parts_)
      parts.push_back(fmt::format(R"("{}": {{"means": "A part.", "undo": "{}"}})", part,
                                  dice_.once_in(2) ? "step" : "backup"));
    for (const std::string& fact : own_) facts.push_back(own_fact(fact));
    for (std::size_t i = 0; i < 4; ++i)
      properties.push_back(in_quotes(fmt::format("own_{}: {}", i, property())));
    return fmt::format(
        R"({{"machine": "random-{}", "product": "Shop", "title": "Seed {}",
 "guide": {{"name": "None", "units": {{"none": 1}}, "sha256": "{:064}"}},
 "versions": [{{"from": "1.x", "to": "1.x"}}], "endpoints": {{"database": "mysql"}},
 "components": {{{}}},
 "facts": {{{}}},
 "states": [
  {}],
 "transitions": [
  {}],
 "properties": [{}]}}
)",
        seed_, seed_, 0, joined(parts), joined(facts), joined(states, ",\n  "),
        joined(transitions, ",\n  "), joined(properties));
  }

 private:
  // A main line with a success at its end, a way back with another end, and one more.
  void places() {
    const std::size_t pre = dice_.between(1, 2), change = dice_.between(1, 3),
                      post = dice_.below(2), back = dice_.between(1, 3);
    main_ = pre + change + post;
    way_ = back;
    for (std::size_t i = 0; i < main_; ++i)
      places_.push_back({fmt::format("state_{}", i), i < pre            ? "pre"
                                                     : i < pre + change ? "change"
                                                                        : "post"});
    for (std::size_t i = 0; i < back; ++i) places_.push_back({fmt::format("way_{}", i), "back"});
    places_.push_back({"good", "success", "", true});
    places_.push_back({"restored", "recovered", "", true});
    places_.push_back({"off", "untouched", "", true});
    for (std::size_t i = 0; i < main_; ++i) {
      if (places_[i].phase == "pre")
        places_[i].back = dice_.once_in(6) ? "way_0" : "off";
      else if (!dice_.once_in(5))
        places_[i].back = fmt::format("way_{}", dice_.below(back));
    }
  }

  std::string state(const Place& place) {
    if (place.end)
      return fmt::format(R"({{"id": "{}", "means": "An end.", "final": "{}"}})", place.id,
                         place.phase);
    std::string more;
    if (!place.back.empty()) more += fmt::format(R"(, "back": "{}")", place.back);
    if (dice_.once_in(4)) more += fmt::format(R"(, "holds": [{}])", joined(literals(facts_, 1)));
    return fmt::format(R"({{"id": "{}", "means": "A state.", "phase": "{}"{}}})", place.id,
                       place.phase, more);
  }

  // Some of these, each once; about one in `times`.
  Texts literals(const Texts& of, std::size_t times) {
    Texts all;
    for (const std::string& fact : of)
      if (dice_.once_in(times * of.size() / 2 + 1))
        all.push_back(in_quotes(dice_.once_in(2) ? fact : "not " + fact));
    if (all.empty() && times == 1) all.push_back(in_quotes(of.front()));
    return all;
  }

  std::string guards() {
    Texts all;
    for (std::size_t i = dice_.between(1, 2); i > 0; --i) {
      const std::size_t kind = dice_.below(8);
      if (kind == 0)
        all.emplace_back(R"({"check": "server.reachable", "advisory": true})");
      else if (kind < 3)
        all.push_back(fmt::format(R"({{"check": "server.reachable", "needs": [{}]}})",
                                  joined(literals(facts_, 1))));
      else
        all.emplace_back(R"("server.reachable")");
    }
    return "[" + joined(all) + "]";
  }

  std::string some(const Texts& parts) {
    Texts all;
    for (const std::string& part : parts)
      if (dice_.once_in(3)) all.push_back(in_quotes(part));
    if (all.size() > 1 && dice_.once_in(2)) std::reverse(all.begin(), all.end());
    return joined(all);
  }

  std::string target_of(std::size_t from) {
    const std::string usual = from + 1 < main_          ? places_[from + 1].id
                              : from + 1 == main_       ? "good"
                              : from + 1 < main_ + way_ ? places_[from + 1].id
                                                        : "restored";
    if (!dice_.once_in(8)) return usual;
    const std::string other = dice_.one_of(places_).id;
    return other == places_[from].id ? usual : other;
  }

  const Place& place_of(const std::string& id) const {
    return *std::find_if(places_.begin(), places_.end(),
                         [&](const Place& place) { return place.id == id; });
  }

  std::string transition(std::size_t from) {
    const std::string to = target_of(from);
    std::string text =
        fmt::format(R"({{"id": "do_{}", "from": "{}", "to": "{}", "step": "Do.", "note": "None.")",
                    from, places_[from].id, to);
    const bool acts = !dice_.once_in(4), requires_some = !acts || dice_.once_in(2);
    if (requires_some) text += ", \"require\": " + guards();
    if (requires_some && dice_.once_in(3)) text += R"(, "wait": "1m")";
    Texts effects = facts_;
    if (acts)
      text += step(to);
    else
      effects.erase(effects.begin(), effects.begin() + 2);
    if (const Texts effect = literals(effects, 2); !effect.empty())
      text += fmt::format(R"(, "effect": [{}])", joined(effect));
    return text + "}";
  }

  std::string step(const std::string& to) {
    std::string text;
    if (dice_.once_in(3)) text += ", \"hold\": " + guards();
    if (dice_.once_in(4))
      text += R"(, "manual": true)";
    else if (dice_.once_in(2))
      text += R"(, "run": [["true"]])";
    else
      text += fmt::format(R"(, "run": [["true"]], "attempts": {})", dice_.between(1, 3));
    if (const std::string parts = some(parts_); !parts.empty() && !dice_.once_in(3))
      text += fmt::format(R"(, "changes": [{}])", parts);
    if (const std::string parts = some(parts_); !parts.empty() && dice_.once_in(2))
      text += fmt::format(R"(, "restores": [{}])", parts);
    if (!dice_.once_in(6)) text += ", \"ensure\": " + guards();
    if (!place_of(to).back.empty() && dice_.once_in(3)) text += R"(, "on_fail": "back")";
    return text;
  }

  std::string own_fact(const std::string& fact) {
    const std::string spoiled = some(parts_);
    return fmt::format(R"("{}": {{"means": "A fact."{}{}}})", fact,
                       dice_.once_in(2) ? R"(, "initially": true)" : "",
                       spoiled.empty() ? "" : fmt::format(R"(, "spoiled_by": [{}])", spoiled));
  }

  std::string atom() {
    switch (dice_.below(8)) {
      case 0: return fmt::format("state({})", dice_.one_of(places_).id);
      case 1: return fmt::format("phase({})", dice_.one_of(Texts{"pre", "change", "post", "back"}));
      case 2: return fmt::format("running(do_{})", dice_.below(main_ + way_));
      case 3:
        return fmt::format("class({})",
                           dice_.one_of(Texts{"reversible", "destructive", "restore"}));
      case 4:
        if (parts_.empty()) return "terminal";
        return fmt::format("{}({})", dice_.one_of(Texts{"broken", "changed", "untouched"}),
                           dice_.one_of(parts_));
      case 5: return dice_.once_in(2) ? "ponr" : "terminal(success)";
      default: return dice_.one_of(facts_);
    }
  }

  std::string formula() {
    const std::string first = (dice_.once_in(3) ? "not " : "") + atom();
    if (dice_.once_in(2)) return first;
    return fmt::format("({} {} {})", first, dice_.one_of(Texts{"and", "or", "implies"}), atom());
  }

  std::string property() {
    const std::string one = formula(), other = formula();
    switch (dice_.below(7)) {
      case 0: return "always " + one;
      case 1: return "never " + one;
      case 2: return fmt::format("{} precedes {}", one, other);
      case 3: return fmt::format("{} holds during {}", one, other);
      case 4: return fmt::format("{} leads to {} under calm", one, other);
      case 5: return "can reach " + one;
      default: return "from everywhere can reach " + one;
    }
  }

  Dice dice_;
  unsigned seed_;
  Texts own_, parts_, facts_;
  std::vector<Place> places_;
  std::size_t main_ = 0, way_ = 0;
};

}  // namespace

Machine random_machine(unsigned seed) {
  for (unsigned draft = 0;; ++draft) {
    Loaded loaded = load(Author(seed * 1000 + draft).machine());
    loaded.problems = examine(loaded.machine, all_checks(), std::move(loaded.problems));
    if (loaded.problems.empty()) return std::move(loaded.machine);
    for (const Problem& problem : loaded.problems)
      if (problem.what.find("No step changes") == std::string::npos &&
          problem.what.find("No step gains") == std::string::npos)
        throw Error(Error::Kind::bug, problem.where + ": " + problem.what);
  }
}

}  // namespace interlock
