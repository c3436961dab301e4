#include <algorithm>

#include "engine/examination.h"
#include "engine/judge.h"
#include "engine/reading.h"
#include "engine/values.h"
#include "engine/written.h"

namespace interlock {

namespace {

bool fits(const Argument& given, Kind kind) {
  const auto* text = std::get_if<std::string>(&given);
  switch (kind) {
    case Kind::text: return text;
    case Kind::secret: return text && text->find("${secret:") != std::string::npos;
    case Kind::duration: return text && (text->starts_with("${") || duration_of(*text));
    case Kind::number: return std::holds_alternative<std::int64_t>(given);
    case Kind::flag: return std::holds_alternative<bool>(given);
    case Kind::list: return std::holds_alternative<Texts>(given);
  }
  return false;
}

std::string_view word(Kind kind) {
  switch (kind) {
    case Kind::text: return "text";
    case Kind::secret: return "a secret, as ${secret:NAME}: none is written in a machine";
    case Kind::duration: return "a duration such as 30s";
    case Kind::number: return "a whole number";
    case Kind::flag: return "true or false";
    case Kind::list: return "a list of texts";
  }
  return {};
}

Texts texts_of(const Argument& argument) {
  if (const auto* text = std::get_if<std::string>(&argument)) return {*text};
  if (const auto* list = std::get_if<Texts>(&argument)) return *list;
  return {};
}

// May this probe be asked, as far as can be told before variables are filled in?
bool may_be_asked(const Probe& probe, const Arguments& arguments) {
  const auto text_of = [&](std::string_view name) -> const std::string* {
    const auto found = arguments.find(name);
    return found == arguments.end() ? nullptr : std::get_if<std::string>(&found->second);
  };
  const auto& [wanted, value] = probe.when;
  const std::string* given = text_of(wanted);
  if (!wanted.empty() && (!given || (*given != value && given->find("${") == std::string::npos)))
    return false;
  const std::string* spares = text_of(probe.unless.first);
  return !spares || *spares != probe.unless.second;
}

class Use {
 public:
  Use(Examination& seen, const Guard& guard, const Check& check)
      : seen_(seen),
        guard_(guard),
        check_(check),
        arguments_(arguments_of(check, guard, seen.machine)) {}

  void examine() {
    moment();
    for (const Param& param : check_.params) argument(param);
    for (const auto& [name, unused] : guard_.with) {
      KnownNames params{"parameter of " + std::string(check_.id)};
      for (const Param& param : check_.params) params.names.insert(param.name);
      seen_.known_name(guard_.place + "/with/" + in_pointer(name), params, name);
    }
    endpoints();
  }

 private:
  void moment() {
    if (guard_.ahead == true && !can_be_ahead(seen_.machine, guard_, arguments_))
      seen_.add(guard_.place + "/ahead", "This cannot be asked before there is a run.");
    const bool compares = check_.since != Since::nothing;
    if (guard_.since.empty()) {
      if (compares) seen_.add(guard_.place, guard_.check + " compares: \"since\" is missing.");
      return;
    }
    if (!compares) seen_.add(guard_.place + "/since", guard_.check + " does not compare.");
    seen_.known_name(guard_.place + "/since", seen_.moments, guard_.since);
  }

  // From the guard itself, or from the top of the machine.
  void argument(const Param& param) {
    const std::string name(param.name);
    const bool own = guard_.with.contains(name);
    const auto given = arguments_.find(name);
    if (given == arguments_.end())
      return seen_.add(guard_.place, guard_.check + " needs " + quoted(name) + ": " +
                                         std::string(param.means) + ".");
    if (!own && !seen_.machine.with.contains(name)) return;  // the check's own default
    const std::string at = (own ? guard_.place : "") + "/with/" + name;
    if (!own && !seen_.used_arguments.insert(name).second) return;
    if (!fits(given->second, param.kind) && given->second != param.fallback)
      seen_.add(at, "This must be " + std::string(word(param.kind)) + ".");
    for (const std::string& text : texts_of(given->second))
      examine_text(seen_, at, text,
                   param.kind == Kind::secret ? Setting::secret : Setting::command);
    if (name == "argv")
      if (const auto* argv = std::get_if<Texts>(&given->second)) examine_argv(seen_, at, *argv);
  }

  void endpoints() {
    const Probe& first = check_.probes.front();
    if (!guard_.on.empty()) {
      seen_.used_endpoints.insert(guard_.on);
      if (!seen_.known_name(guard_.place + "/on", seen_.endpoints, guard_.on)) return;
      const System system = seen_.systems.find(guard_.on)->second;
      if (first.words_for(system).empty())
        return seen_.add(guard_.place + "/on", guard_.check + " cannot ask " +
                                                   std::string(interlock::word(system)) + ".");
    }
    std::set<std::string> told;
    for (const Probe& probe : check_.probes) {
      if (!may_be_asked(probe, arguments_)) continue;
      if (left_out(check_, probe, guard_.on, seen_.systems)) continue;
      const std::string endpoint = endpoint_for(probe, guard_.on, seen_.systems);
      if (endpoint.empty()) {
        const std::string problem = unclear(probe);
        if (told.insert(problem).second) seen_.add(guard_.place, problem);
        continue;
      }
      seen_.used_endpoints.insert(endpoint);
      given_words(probe, endpoint);
    }
  }

  std::string unclear(const Probe& probe) {
    std::string can, could;
    for (std::size_t i = 0; i < system_words.size(); ++i)
      if (!probe.words_for(static_cast<System>(i)).empty())
        can += (can.empty() ? "" : ", ") + std::string(system_words[i]);
    for (const auto& [name, system] : seen_.systems)
      if (!probe.words_for(system).empty()) {
        could += (could.empty() ? "" : ", ") + name;
        seen_.used_endpoints.insert(name);
      }
    if (could.empty()) return guard_.check + " asks " + can + ", but no endpoint is one.";
    return guard_.check + " could ask " + could + ": \"on\" must say which.";
  }

  // Where the words are a guard's own, there must be some for this system.
  void given_words(const Probe& probe, const std::string& endpoint) {
    if (!probe.words_given) return;
    const std::string_view name = probe.words_for(seen_.systems.find(endpoint)->second);
    const auto given = arguments_.find(name);
    const auto texts = given == arguments_.end() ? Texts() : texts_of(given->second);
    if (texts.empty() || texts.front() == "none")
      return seen_.add(guard_.place, guard_.check + " asks " + quoted(endpoint) + ", but " +
                                         quoted(name) + " does not say what.");
    if (const auto why = writing_in(texts.front()); !why.empty())
      seen_.add(guard_.place + "/with/" + std::string(name),
                "This is no question: " + std::string(why) + ".");
  }

  Examination& seen_;
  const Guard& guard_;
  const Check& check_;
  const Arguments arguments_;
};

void guard(Examination& seen, const Guard& guard) {
  seen.known_facts(guard.place + "/needs", guard.needs);
  examine_condition(seen, guard.place + "/when", guard.when);
  examine_text(seen, guard.place + "/remedy", guard.remedy, Setting::command);
  if (const Check* check = find_check(seen.checks, guard.check))
    return Use(seen, guard, *check).examine();
  if (guard.check.empty()) return;
  seen.unknown_checks = true;
  KnownNames ids{"check"};
  for (const Check* check : seen.checks) ids.names.insert(check->id);
  seen.known_name(guard.place, ids, guard.check);
  for (const auto& [name, argument] : guard.with)
    for (const std::string& text : texts_of(argument))
      examine_text(seen, guard.place + "/with/" + in_pointer(name), text, Setting::secret);
}

}  // namespace

void examine_guards(Examination& seen) {
  std::set<std::string_view> places;  // a guard of a group may stand in several sets
  for (const Transition& transition : seen.machine.transitions)
    for (const Guards* set : {&transition.require, &transition.hold, &transition.ensure})
      for (const Guard& each : *set)
        if (places.insert(each.place).second) guard(seen, each);
}

}  // namespace interlock
