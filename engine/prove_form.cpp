#include <fmt/core.h>

#include <algorithm>

#include "engine/prove_parts.h"

namespace interlock {

bool has_binding(const Guards& guards, std::initializer_list<std::string_view> checks) {
  return std::any_of(guards.begin(), guards.end(), [&](const Guard& guard) {
    return !guard.advisory && std::find(checks.begin(), checks.end(), guard.check) != checks.end();
  });
}

Ruling violated(std::string why, std::string place, std::string remedy) {
  Ruling ruling{Decided::violated, std::move(why)};
  ruling.remedy = std::move(remedy);
  ruling.place = std::move(place);
  return ruling;
}

namespace form {

namespace {

std::string place_of(const Machine& machine, const Transition& transition) {
  return fmt::format("/transitions/{}", &transition - machine.transitions.data());
}

bool gains(const Transition& transition, std::string_view fact) {
  return std::any_of(transition.effect.begin(), transition.effect.end(),
                     [&](const Literal& each) { return each.holds && each.fact == fact; });
}

// The rows with their transitions, in the order of the machine.
struct Stage {
  const Transition& transition;
  const Row& row;
};
std::vector<Stage> steps(const Ground& on) {
  std::vector<Stage> all;
  for (const Transition& each : on.machine.transitions)
    for (const auto& row : on.plan.rows)
      if (row && &on.machine.transitions[row->transition] == &each) all.push_back({each, *row});
  return all;
}

bool any_step(const Ground& on, bool (*is)(const Row&)) {
  const auto all = steps(on);
  return std::any_of(all.begin(), all.end(), [&](const Stage& each) { return is(each.row); });
}

bool destroys_database(const Ground& on, const Row& row) {
  return (row.changes & ~on.plan.by_step & on.plan.component("database")) != 0;
}

// `to` after `to`, from the start.
std::vector<Stage> main_line(const Ground& on) {
  std::vector<Stage> line;
  std::size_t state = 0;
  while (on.plan.rows[state] && line.size() < on.plan.states.size()) {
    const Row& row = *on.plan.rows[state];
    line.push_back({on.machine.transitions[row.transition], row});
    state = row.to;
  }
  return line;
}

// The step of the main line with which users are let in though something was changed.
std::size_t point_of_no_return(const std::vector<Stage>& line) {
  std::uint64_t touched = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i].row.lets_in && touched != 0) return i;
    touched = (touched | line[i].row.changes) & ~line[i].row.restored;
  }
  return line.size();
}

std::size_t last_destructive(const std::vector<Stage>& line) {
  for (std::size_t i = line.size(); i-- > 0;)
    if (line[i].row.destructive) return i;
  return line.size();
}

// The first transition that is not as it should be.
std::optional<Ruling> every(const Ground& on, bool (*is_so)(const Ground&, const Stage&),
                            std::string_view why, std::string_view remedy) {
  for (const Stage& each : steps(on))
    if (!is_so(on, each))
      return violated(fmt::format(fmt::runtime(why), each.transition.id),
                      place_of(on.machine, each.transition), std::string(remedy));
  return {};
}

}  // namespace

std::string no_destructive(const Ground& on) {
  return any_step(on, [](const Row& row) { return row.destructive; }) ? ""
                                                                      : "No step is destructive.";
}

std::string no_step(const Ground& on) {
  return any_step(on, [](const Row& row) { return row.acts; }) ? "" : "There is no step.";
}

std::string no_restore(const Ground& on) {
  return any_step(on, [](const Row& row) { return row.restore; })
             ? ""
             : "Nothing is restored from a backup.";
}

std::string nothing_restored(const Ground& on) {
  return any_step(on, [](const Row& row) { return row.restores; }) ? "" : "Nothing is restored.";
}

std::string nothing_held(const Ground& on) {
  const auto& all = on.machine.states;
  return std::any_of(all.begin(), all.end(), [](const State& each) { return !each.holds.empty(); })
             ? ""
             : "No state says what it holds.";
}

std::string no_loss(const Ground& on) {
  const auto all = steps(on);
  return std::any_of(all.begin(), all.end(),
                     [](const Stage& each) { return gains(each.transition, "loss_accepted"); })
             ? ""
             : "Nothing gives loss_accepted.";
}

std::string no_since(const Ground& on) {
  for (const Transition& each : on.machine.transitions)
    for (const Guards* set : {&each.require, &each.hold, &each.ensure})
      for (const Guard& guard : *set)
        if (!guard.since.empty()) return {};
  return "Nothing is compared with an earlier moment.";
}

std::string database_kept(const Ground& on) {
  const auto all = steps(on);
  return std::any_of(all.begin(), all.end(),
                     [&](const Stage& each) { return destroys_database(on, each.row); })
             ? ""
             : "No destructive step changes the database.";
}

std::string no_rows_at_stake(const Ground& on) {
  const auto line = main_line(on);
  if (last_destructive(line) == line.size()) return "No step on the main line is destructive.";
  if (point_of_no_return(line) == line.size()) return "The main line passes no point of no return.";
  return {};
}

std::optional<Ruling> back_is_untouched(const Ground& on) {
  for (std::size_t i = 0; i < on.machine.states.size(); ++i) {
    const State& state = on.machine.states[i];
    if (state.phase != Phase::pre) continue;
    const State* back = find_state(on.machine, state.back);
    if (back && back->final == Final::untouched) continue;
    return violated(fmt::format("Back leads from \"{}\" to \"{}\".", state.id, state.back),
                    fmt::format("/states/{}/back", i),
                    "Nothing was done yet: it leads to an end "
                    "\"untouched\".");
  }
  return {};
}

std::optional<Ruling> cites_or_notes(const Ground& on) {
  return every(
      on,
      [](const Ground&, const Stage& each) {
        return !each.transition.cites.empty() || !each.transition.note.empty();
      },
      "\"{}\" does neither.",
      "Say in \"cites\" what of the guide it carries out, or in \"note\" "
      "why it is there.");
}

std::optional<Ruling> step_or_require(const Ground& on) {
  return every(
      on,
      [](const Ground&, const Stage& each) { return each.row.acts || each.row.binding_require; },
      "\"{}\" does nothing and requires nothing that binds.",
      "What makes the next state true? Require it, or leave the transition out.");
}

std::optional<Ruling> schema_checked(const Ground& on) {
  return every(
      on,
      [](const Ground& ground, const Stage& each) {
        return !destroys_database(ground, each.row) ||
               has_binding(each.transition.ensure, {"migration.none_pending", "schema.in_sync"});
      },
      "\"{}\" may be done though migrations are pending.",
      "Ensure migration.none_pending or schema.in_sync.");
}

std::optional<Ruling> rows_compared(const Ground& on) {
  const auto line = main_line(on);
  const auto first = last_destructive(line), last = point_of_no_return(line);
  const auto compares = [](const Guards& guards) {
    return has_binding(guards, {"data.rows_kept", "data.rows_as_in_dump"});
  };
  for (auto i = first; i <= last; ++i) {
    const Transition& each = line[i].transition;
    if (i > first && compares(each.require)) return {};
    if (i > first && i < last && compares(each.hold)) return {};
    if ((i < last || i == first) && compares(each.ensure)) return {};
  }
  const Transition& opens = line[last].transition;
  return violated(fmt::format("\"{}\" lets users in, and nobody looked.", opens.id),
                  place_of(on.machine, opens), "Require data.rows_kept or data.rows_as_in_dump.");
}

std::optional<Ruling> steps_ensure(const Ground& on) {
  return every(
      on,
      [](const Ground&, const Stage& each) { return !each.row.acts || each.row.binding_ensure; },
      "Of \"{}\" only the exit status is known, which proves nothing.",
      "Ensure what is true once it is done.");
}

std::optional<Ruling> loss_confirmed(const Ground& on) {
  return every(
      on,
      [](const Ground&, const Stage& each) {
        return !gains(each.transition, "loss_accepted") ||
               has_binding(each.transition.require, {"operator.confirms"});
      },
      "\"{}\" accepts a loss, and nobody is asked.", "Require operator.confirms.");
}

std::optional<Ruling> path_allowed(const Ground& on) {
  const auto line = main_line(on);
  if (!line.empty() && has_binding(line.front().transition.require, {"version.path_allows"}))
    return {};
  return violated("The first transition does not ask it.",
                  line.empty() ? "/states/0" : place_of(on.machine, line.front().transition),
                  "Require version.path_allows.");
}

std::optional<Ruling> room_checked(const Ground& on) {
  for (const Stage& each : main_line(on)) {
    const State* from = find_state(on.machine, each.transition.from);
    const State* to = find_state(on.machine, each.transition.to);
    const bool before =
        from->phase == Phase::pre && (has_binding(each.transition.require, {"files.free_space"}) ||
                                      has_binding(each.transition.hold, {"files.free_space"}));
    if (before ||
        (to->phase == Phase::pre && has_binding(each.transition.ensure, {"files.free_space"})))
      return {};
  }
  return violated("No transition that leaves a state of \"pre\" asks it.", "/transitions",
                  "Require files.free_space where the procedure begins.");
}

std::optional<Ruling> backup_compared(const Ground& on) {
  if (auto ruling = every(
          on,
          [](const Ground&, const Stage& each) {
            return !each.row.restore || has_binding(each.transition.require, {"backup.unchanged"});
          },
          "\"{}\" would restore whatever lies there now.", "Require backup.unchanged."))
    return ruling;
  return every(
      on,
      [](const Ground&, const Stage& each) {
        return !each.row.restore ||
               has_binding(each.transition.ensure, {"data.same_as", "backup.copy_matches"});
      },
      "\"{}\" may be done though other data was restored.",
      "Ensure data.same_as or backup.copy_matches.");
}

}  // namespace form

}  // namespace interlock
