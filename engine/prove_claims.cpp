#include "engine/prove_parts.h"

namespace interlock {
namespace {

using Group = Theorem::Group;

std::string never_beyond(const Ground& on) {
  for (std::uint32_t i = 0; i < on.graph.size(); ++i)
    if (on.graph[i].beyond) return form::no_restore(on);
  return "The point of no return is never passed.";
}

Ruling success_reached(const Ground& on) {
  Ruling ruling =
      can_reach(on, Predicate(formula_of(on, "terminal(success)"), on.machine, on.plan));
  if (ruling.decided == Decided::proved) return ruling;
  ruling.place = "/states";
  ruling.remedy = "Let the last transition of the upgrade lead to an end \"success\".";
  return ruling;
}

Ruling end_in_reach(const Ground& on) {
  return always_can_reach(on, Predicate(formula_of(on, "terminal"), on.machine, on.plan));
}

Ruling calm_run_ends(const Ground& on) {
  return leads_to(on, Predicate(formula_of(on, "{true}"), on.machine, on.plan),
                  Predicate(formula_of(on, "terminal"), on.machine, on.plan));
}

// The properties of every machine, in the order in which they are told. What {...}
// stands for is found in prove_words.cpp.
constexpr Claim all_claims[] = {
    {.id = "S5",
     .group = Group::form,
     .says = "Every state is reached.",
     .judge = every_state_reached},
    {.id = "S6",
     .group = Group::form,
     .says = "Every transition fires, with each of its faults; every wait waits.",
     .judge = every_transition_fires},
    {.id = "S7", .group = Group::form, .says = "A success is reached.", .judge = success_reached},
    {.id = "S12",
     .group = Group::form,
     .says = "The states after the point of no return are those of \"post\".",
     .when = "phase(pre) or phase(change) or phase(post)",
     .must = "(phase(post) implies ponr) and (ponr implies phase(post))",
     .entered = true,
     .remedy = "The phase is \"post\" where users reach the new release, and only there."},
    {.id = "S13",
     .group = Group::form,
     .says = "Before the change users are served and nothing is touched.",
     .when = "phase(pre)",
     .must = "serving and not maintenance and {all untouched}",
     .entered = true,
     .remedy = "{state} belongs to \"change\"."},
    {.id = "S14",
     .group = Group::form,
     .says = "Before the change, back leads to an end where nothing was touched.",
     .form = form::back_is_untouched},
    {.id = "S15",
     .group = Group::form,
     .says = "What is restored can have changed where its step begins.",
     .idle = form::nothing_restored,
     .judge = restored_can_have_changed},
    {.id = "S16",
     .group = Group::form,
     .says = "Every state is entered with what it says it holds.",
     .idle = form::nothing_held,
     .when = "{holding}",
     .must = "{held}",
     .entered = true,
     .remedy = "Let the step that leads to {state} bring it about, or take it out of \"holds\"."},
    {.id = "S17",
     .group = Group::form,
     .says = "Every transition cites the guide, or notes why it is there.",
     .form = form::cites_or_notes},
    {.id = "S18",
     .group = Group::form,
     .says = "No transition is without a step and without a requirement.",
     .form = form::step_or_require},
    {.id = "W1",
     .group = Group::soundness,
     .says = "From everywhere an end can be reached.",
     .judge = end_in_reach},
    {.id = "W5",
     .group = Group::soundness,
     .says = "If from now on all goes well, the run ends.",
     .judge = calm_run_ends},
    {.id = "W6",
     .group = Group::soundness,
     .says = "Only check and retry make a run go round.",
     .judge = only_the_operator_goes_round},
    {.id = "P1",
     .group = Group::safety,
     .says = "At every destructive step a backup is verified.",
     .idle = form::no_destructive,
     .when = "class(destructive)",
     .must = "backup_verified",
     .always = "backup_verified implies quiet",
     .remedy = "A step before \"{step}\" must give backup_verified.",
     .always_remedy = "Give quiet first, and let backup_verified end with it."},
    {.id = "P2",
     .group = Group::safety,
     .says = "At every destructive step users are locked out and nobody can have written.",
     .idle = form::no_destructive,
     .when = "class(destructive)",
     .must = "not serving and quiet{and maintenance}",
     .always = "quiet implies not serving",
     .remedy = "Steps before \"{step}\" must lock users out, then give quiet.",
     .always_remedy = "Give quiet only once users are locked out."},
    {.id = "P3",
     .group = Group::safety,
     .says = "At every restore a backup is verified or the loss accepted, and users are locked "
             "out.",
     .idle = form::no_restore,
     .when = "class(restore)",
     .must = "(backup_verified or loss_accepted) and not serving",
     .remedy = "A step before \"{step}\" must see to it."},
    {.id = "P4",
     .group = Group::safety,
     .says = "At every end users are served and maintenance mode is off.",
     .when = "terminal",
     .must = "serving and not maintenance",
     .remedy = "A step before {state} must see to it."},
    {.id = "P5",
     .group = Group::safety,
     .says = "At every end but success everything is as before.",
     .when = "terminal(recovered) or terminal(untouched)",
     .must = "{all untouched}",
     .remedy = "A step before {state} must restore it."},
    {.id = "P6",
     .group = Group::safety,
     .says = "Before the point of no return a way leads back, after it one to success.",
     .judge = a_way_out},
    {.id = "P7",
     .group = Group::safety,
     .says = "After the point of no return nothing is restored unless the loss was accepted.",
     .idle = never_beyond,
     .when = "ponr and class(restore)",
     .must = "loss_accepted",
     .or_never = true,
     .remedy = "A step before \"{step}\" must give loss_accepted."},
    {.id = "P8",
     .group = Group::safety,
     .says = "At success everything is changed and nothing is broken.",
     .when = "terminal(success)",
     .must = "{all changed}",
     .remedy = "A step before {state} must change it, or it is no component of this upgrade."},
    {.id = "P9",
     .group = Group::safety,
     .says = "Users are only served while everything is old or everything is new.",
     .when = "serving",
     .must = "({all untouched}) or ({all changed})",
     .remedy = "Lock users out before it is touched, and let them in only when all is done."},
    {.id = "P10",
     .group = Group::safety,
     .says = "Before a destructive step on the database it is known what it will do.",
     .idle = form::database_kept,
     .judge = migrations_foreseen},
    {.id = "P11",
     .group = Group::safety,
     .says = "After a destructive step on the database its schema is checked.",
     .idle = form::database_kept,
     .form = form::schema_checked},
    {.id = "P14",
     .group = Group::safety,
     .says = "Between the last destructive step and the users, rows are compared.",
     .idle = form::no_rows_at_stake,
     .form = form::rows_compared},
    {.id = "P21",
     .group = Group::safety,
     .says = "Of every step it is checked whether it is done.",
     .form = form::steps_ensure},
    {.id = "P22",
     .group = Group::safety,
     .says = "A loss is accepted by a person, and only after the point of no return.",
     .idle = form::no_loss,
     .form = form::loss_confirmed,
     .when = "{accepting}",
     .must = "ponr",
     .or_never = true,
     .remedy = "Only what leads back from \"post\" may lead to \"{step}\""},
    {.id = "P23",
     .group = Group::safety,
     .says = "First it is checked whether the release may be left for the other.",
     .form = form::path_allowed},
    {.id = "P25",
     .group = Group::safety,
     .says = "Before the change it is checked whether there is room.",
     .idle = form::no_step,
     .form = form::room_checked},
    {.id = "P26",
     .group = Group::safety,
     .says = "What is restored is the very backup that was verified, and its contents are "
             "compared.",
     .idle = form::no_restore,
     .form = form::backup_compared},
    {.id = "P27",
     .group = Group::safety,
     .says = "What is compared with an earlier moment could be recorded then.",
     .idle = form::no_since,
     .judge = moments_recorded}};

}  // namespace

std::span<const Claim> claims() {
  return all_claims;
}

}  // namespace interlock
