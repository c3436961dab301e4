#include "engine/judge.h"

#include <algorithm>

#include "engine/error.h"
#include "engine/reading.h"
#include "engine/written.h"

namespace interlock {

namespace {

// What is bound to a placeholder.
std::string bound(const Check& check, const Arguments& arguments, std::string_view name) {
  const auto found = arguments.find(name);
  if (found == arguments.end())
    throw Error(Error::Kind::bug, std::string(check.id) + " binds what it does not take");
  if (const auto* number = std::get_if<std::int64_t>(&found->second))
    return std::to_string(*number);
  if (const auto* flag = std::get_if<bool>(&found->second)) return *flag ? "1" : "0";
  if (const auto* list = std::get_if<std::vector<std::string>>(&found->second)) {
    std::string items;
    for (const std::string& item : *list) items += (items.empty() ? "" : "\n") + item;
    return items;
  }
  const auto* text = std::get_if<std::string>(&found->second);
  for (const Param& param : check.params)
    if (param.name == name && param.kind == Kind::duration)
      if (const auto span = duration_of(*text)) return std::to_string(span->count());
  return *text;
}

// A duration of the name `deadline` bounds the questions; else the check's patience does.
std::chrono::milliseconds patience_of(const Check& check, const Arguments& arguments) {
  for (const Param& param : check.params) {
    if (param.name != "deadline" || param.kind != Kind::duration) continue;
    const auto given = arguments.find(param.name);
    const auto* text =
        given == arguments.end() ? nullptr : std::get_if<std::string>(&given->second);
    if (const auto span = text ? duration_of(*text) : std::nullopt) return *span;
  }
  return check.patience;
}

bool has_text(const Arguments& arguments,
              const std::pair<std::string_view, std::string_view>& wanted) {
  const auto found = arguments.find(wanted.first);
  if (found == arguments.end()) return false;
  const auto* text = std::get_if<std::string>(&found->second);
  return text && *text == wanted.second;
}

// Does the probe ask in another dialect of the place where the wider one is asked?
bool other_dialect(const Probe& probe, const Probe& wider, System on) {
  if (wider.words_for(on).empty() || !probe.words_for(on).empty()) return false;
  for (std::size_t i = 0; i < system_words.size(); ++i) {
    const auto system = static_cast<System>(i);
    if (!probe.words_for(system).empty() && !wider.words_for(system).empty()) return true;
  }
  return false;
}

// Empty if there is nothing to ask.
std::string words_of(const Probe& probe, System system, const Arguments& arguments) {
  const std::string_view words = probe.words_for(system);
  if (!probe.words_given) return std::string(words);
  const auto found = arguments.find(words);
  const auto* given = found == arguments.end() ? nullptr : std::get_if<std::string>(&found->second);
  return given && writing_in(*given).empty() ? *given : std::string();
}

bool applies(const Probe& probe, const Arguments& arguments) {
  if (!probe.when.first.empty() && !has_text(arguments, probe.when)) return false;
  return probe.unless.first.empty() || !has_text(arguments, probe.unless);
}

System first_system_of(const Probe& probe) {
  for (std::size_t i = 0; i < system_words.size(); ++i)
    if (!probe.words_for(static_cast<System>(i)).empty()) return static_cast<System>(i);
  return System::files;
}

std::vector<Reply> drawn(const Check& check, const std::vector<std::string_view>& drawings,
                         const std::vector<std::string_view>& further) {
  const auto demand = [&check](bool right, const char* what) {
    if (!right) throw Error(Error::Kind::bug, std::string(check.id) + ": a sample draws " + what);
  };
  std::vector<Reply> replies;
  std::size_t taken = 0;
  demand(drawings.empty() || drawings.size() == check.probes.size(), "not one answer a probe");
  for (std::size_t probe = 0; probe < drawings.size(); ++probe) {
    Reply& reply = replies.emplace_back(Reply{answer_of(drawings[probe])});
    const auto* table = std::get_if<Table>(&reply.answer);
    if (!table || !check.probes[probe].asks_further) continue;
    for (std::size_t row = 0; row < table->rows.size(); ++row) {
      demand(taken < further.size(), "too few further answers");
      reply.further.push_back(answer_of(further[taken++]));
    }
  }
  demand(taken == further.size(), "too many further answers");
  return replies;
}

}  // namespace

bool left_out(const Check& check, const Probe& probe, const std::string& on,
              const Systems& systems) {
  return std::any_of(check.probes.begin(), check.probes.end(), [&](const Probe& wider) {
    const auto place = systems.find(endpoint_for(wider, on, systems));
    return place != systems.end() && other_dialect(probe, wider, place->second);
  });
}

Arguments arguments_of(const Check& check, const Guard& guard, const Machine& machine) {
  Arguments arguments = guard.with;
  for (const Param& param : check.params) {
    const auto common = machine.with.find(param.name);
    if (common != machine.with.end())
      arguments.emplace(common->first, common->second);
    else if (param.fallback)
      arguments.emplace(param.name, *param.fallback);
  }
  return arguments;
}

std::vector<std::optional<Errand>> errands_of(const Check& check, const Arguments& arguments,
                                              const std::string& on, const Systems& systems) {
  std::vector<std::optional<Errand>> errands;
  for (const Probe& probe : check.probes) {
    auto& errand = errands.emplace_back();
    if (!applies(probe, arguments)) continue;
    if (left_out(check, probe, on, systems)) continue;
    const auto whom = systems.find(endpoint_for(probe, on, systems));
    if (whom == systems.end()) continue;
    std::string words = words_of(probe, whom->second, arguments);
    if (words.empty()) continue;
    errand = {{whom->first, probe.as_application},
              std::move(words),
              {},
              patience_of(check, arguments),
              probe.asks_further};
    for (const std::string_view name : probe.binds)
      errand->arguments.push_back(bound(check, arguments, name));
  }
  return errands;
}

std::vector<Reply> replies_to(const std::vector<std::optional<Errand>>& errands,
                              const std::map<Errand, Heard>& heard) {
  std::vector<Reply> replies;
  for (const auto& errand : errands)
    replies.push_back(errand ? heard.at(*errand).reply
                             : Reply{Unanswered{std::string(not_asked), "It was not asked."}});
  return replies;
}

Evidence evidence_of(const Check& check, const Sample& sample) {
  Guard guard;
  guard.with = sample.given;
  Evidence seen{{}, arguments_of(check, guard, Machine{})};
  seen.on = sample.on.value_or(first_system_of(check.probes.front()));
  seen.replies = drawn(check, sample.seen, sample.further);
  seen.earlier = drawn(check, sample.earlier, sample.further_earlier);
  seen.asked = Moment(std::chrono::hours(480000));
  seen.since = seen.asked - sample.ago;
  return seen;
}

Verdict judge(const Check& check, const Evidence& seen) {
  try {
    return check.judge(seen);
  } catch (const std::exception& failure) {
    return unknown(failure.what());
  }
}

}  // namespace interlock
