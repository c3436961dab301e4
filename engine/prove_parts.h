#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/graph.h"
#include "engine/holds.h"
#include "engine/prove.h"

// The parts of prove(): each decides properties of one kind.
namespace interlock {

struct Ground {
  const Machine& machine;
  const Plan& plan;
  const Graph& graph;
  std::span<const Check* const> checks;

  const Transition* transition(std::size_t state) const;  // from it; null: an end
  std::string place(const Configuration& at) const;       // of the step that runs, or the state
};

// What was found: proved, as it is.
struct Ruling {
  Decided decided = Decided::proved;
  std::string why = {}, remedy = {}, place = {}, seen = {};
  std::vector<std::uint32_t> way = {}, round = {};  // edges
};
Ruling violated(std::string why, std::string place, std::string remedy = {});

// A property of every machine. Why it does not apply is decided first; then its form;
// then whether `must` holds wherever `when` does (empty: everywhere; never: vacuous), and
// `always` everywhere; else what `judge` says.
struct Claim {
  std::string_view id;
  Theorem::Group group;
  std::string_view says;
  std::string (*idle)(const Ground&) = nullptr;
  std::optional<Ruling> (*form)(const Ground&) = nullptr;
  std::string_view when = {}, must = {}, always = {};
  // Only where a state was just entered.
  bool entered = false;
  bool or_never = false;  // it is proved too if `when` never comes about
  Ruling (*judge)(const Ground&) = nullptr;
  // What mends `must`, and `always`; they may say {step} and {state}.
  std::string_view remedy = {}, always_remedy = {};
};
std::span<const Claim> claims();

// A step is about to begin, or does.
inline bool runs(const Configuration& c) {
  return c.standing == Standing::intent || c.standing == Standing::flight;
}
inline Formula negated(Formula formula) {
  return {Formula::Kind::negation, {}, {std::move(formula)}};
}

// engine/prove_form.cpp: what is seen without going anywhere, and whether a property
// applies.
namespace form {
std::string no_destructive(const Ground& on);
std::string no_step(const Ground& on);
std::string no_restore(const Ground& on);
std::string nothing_restored(const Ground& on);
std::string nothing_held(const Ground& on);
std::string no_loss(const Ground& on);
std::string no_since(const Ground& on);
std::string database_kept(const Ground& on);
std::string no_rows_at_stake(const Ground& on);
std::optional<Ruling> back_is_untouched(const Ground& on);
std::optional<Ruling> cites_or_notes(const Ground& on);
std::optional<Ruling> step_or_require(const Ground& on);
std::optional<Ruling> schema_checked(const Ground& on);
std::optional<Ruling> rows_compared(const Ground& on);
std::optional<Ruling> steps_ensure(const Ground& on);
std::optional<Ruling> loss_confirmed(const Ground& on);
std::optional<Ruling> path_allowed(const Ground& on);
std::optional<Ruling> room_checked(const Ground& on);
std::optional<Ruling> backup_compared(const Ground& on);
}  // namespace form
bool has_binding(const Guards& guards, std::initializer_list<std::string_view> checks);

// engine/prove_paths.cpp: what can be reached, and from where.
Ruling every_state_reached(const Ground& on);
Ruling every_transition_fires(const Ground& on);
Ruling restored_can_have_changed(const Ground& on);
Ruling only_the_operator_goes_round(const Ground& on);
Ruling a_way_out(const Ground& on);  // back before the point of no return, to success after it
Ruling can_reach(const Ground& on, const Predicate& goal);
Ruling always_can_reach(const Ground& on, const Predicate& goal);
Ruling precedes(const Ground& on, const Predicate& first, const Predicate& second);
Ruling leads_to(const Ground& on, const Predicate& first, const Predicate& second);

// engine/prove_passed.cpp: what was passed on every way to a place.
Ruling migrations_foreseen(const Ground& on);
Ruling moments_recorded(const Ground& on);

// engine/prove_words.cpp
Formula formula_of(const Ground& on, std::string_view written);
// Why a formula is so in this configuration: "quiet is false and serving is true".
std::string because(const Ground& on, const Formula& formula, const Configuration& at, bool is_so);
// The scenes of `way`, then those of `round`.
void tell(const Ground& on, const Ruling& ruling, Theorem& theorem);

}  // namespace interlock
