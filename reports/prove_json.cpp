#include <fmt/core.h>

#include "reports/json.h"
#include "reports/prove.h"

namespace interlock {

namespace {

Value scenes_value(const std::vector<Scene>& scenes, std::size_t first) {
  Value::List list;
  for (std::size_t i = 0; i < scenes.size(); ++i) {
    const Scene& scene = scenes[i];
    list.push_back(Value::Object{{"n", first + i},
                                 {"says", scene.says},
                                 {"rule", word(scene.rule)},
                                 {"transition", scene.transition},
                                 {"did", scene.did ? Value(word(*scene.did)) : Value()},
                                 {"state", scene.state},
                                 {"facts", list_of(scene.facts)}});
  }
  return list;
}

Value theorem_value(const Theorem& theorem) {
  return Value::Object{{"id", theorem.id},
                       {"group", word(theorem.group)},
                       {"verdict", word(theorem.decided)},
                       {"says", theorem.says},
                       {"why", text_or_null(theorem.why)},
                       {"remedy", text_or_null(theorem.remedy)},
                       {"place", text_or_null(theorem.place)},
                       {"story", scenes_value(theorem.story, 1)},
                       {"round", scenes_value(theorem.round, theorem.story.size() + 1)}};
}

Value counts_value(const Proofs& proofs) {
  return Value::Object{{"total", proofs.theorems.size()},
                       {"proved", proofs.count(Decided::proved)},
                       {"violated", proofs.count(Decided::violated)},
                       {"vacuous", proofs.count(Decided::vacuous)},
                       {"not_applicable", proofs.count(Decided::not_applicable)}};
}

Value size_value(const Proofs& proofs) {
  return Value::Object{{"states", proofs.states},
                       {"transitions", proofs.transitions},
                       {"configurations", std::int64_t{proofs.configurations}},
                       {"edges", std::int64_t{proofs.edges}},
                       {"deepest", std::int64_t{proofs.deepest}},
                       {"too_large", proofs.too_large}};
}

// The releases of the first hop that is not refused.
const Hop& hop_of(const Machine& machine) {
  for (const Hop& hop : machine.versions)
    if (hop.refused.empty()) return hop;
  return machine.versions.front();
}

}  // namespace

Value prove_value(const Proving& proving) {
  const Proofs& proofs = proving.proofs;
  const bool proved = proofs.proved();
  Value::List theorems;
  for (const Theorem& each : proofs.theorems) theorems.push_back(theorem_value(each));
  const Hop& hop = hop_of(proving.machine);
  return Value::Object{{"format", "interlock.prove/1"},
                       {"program", INTERLOCK_VERSION},
                       {"at", proving.at},
                       {"verdict", proved ? "proved" : "not_proved"},
                       {"outcome", proved ? "pass" : "fail"},
                       {"exit", proved ? 0 : 7},
                       {"changed", false},
                       {"ms", proving.ms},
                       {"machine", Value::Object{{"id", proving.machine.id},
                                                 {"product", proving.machine.product},
                                                 {"from", hop.from},
                                                 {"to", hop.to},
                                                 {"digest", "sha256:" + proving.digest},
                                                 {"groups", "sha256:" + proving.groups}}},
                       {"counts", counts_value(proofs)},
                       {"size", size_value(proofs)},
                       {"properties", std::move(theorems)},
                       {"ledger", nullptr}};
}

Value proved_value(const Proofs& proofs, std::int64_t ms) {
  Value::List properties;
  for (const Theorem& each : proofs.theorems)
    properties.push_back(Value::Object{{"id", each.id}, {"verdict", word(each.decided)}});
  return Value::Object{{"checker", INTERLOCK_VERSION},
                       {"ms", ms},
                       {"counts", counts_value(proofs)},
                       {"size", size_value(proofs)},
                       {"properties", std::move(properties)}};
}

std::string proved_words(const Value& proved) {
  if (proved.null()) return {};
  const Value& counts = proved["counts"];
  return fmt::format("{} of {} properties, {}", counts["proved"].number(),
                     counts["total"].number() - counts["not_applicable"].number(),
                     span_words(proved["ms"].number()));
}

}  // namespace interlock
