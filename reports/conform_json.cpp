#include "engine/time.h"
#include "reports/conform.h"
#include "reports/json.h"
#include "reports/schema_shapes.h"

namespace interlock {

namespace {

std::string_view verdict_of(const Conforming& conforming) {
  if (!conforming.conformance) return "broken";
  return conforming.conformance->conforms() ? "conforms" : "diverges";
}

Value flaw_value(const Verification& record) {
  for (const Proof& proof : record.proofs)
    if (proof.verdict == "broken")
      return Value::Object{{"said", proof.said},
                           {"event", proof.event ? Value(*proof.event) : Value()}};
  return nullptr;
}

Value divergence_value(const Conformance& told) {
  if (!told.divergence) return nullptr;
  return Value::Object{{"event", told.divergence->event},
                       {"expected", told.divergence->expected},
                       {"found", told.divergence->found}};
}

Value properties_value(const Conformance& told) {
  Value::List list;
  for (const Upheld& each : told.properties)
    list.push_back(Value::Object{{"id", each.id},
                                 {"group", word(each.group)},
                                 {"verdict", word(each.kept)},
                                 {"says", each.says},
                                 {"why", text_or_null(each.why)},
                                 {"event", each.event ? Value(*each.event) : Value()}});
  return list;
}

Value machine_value(const Conforming& conforming) {
  if (!conforming.machine) return nullptr;
  const Definition& definition = conforming.conformance->definition;
  return Value::Object{{"id", conforming.machine->id},
                       {"product", conforming.machine->product},
                       {"from", conforming.from},
                       {"to", conforming.to},
                       {"digest", "sha256:" + definition.machine},
                       {"groups", "sha256:" + definition.groups}};
}

Value counts_value(const Conformance& told) {
  return Value::Object{{"events", told.events},
                       {"rules", told.rules},
                       {"held", told.count(Kept::held)},
                       {"violated", told.count(Kept::violated)},
                       {"undecided", told.count(Kept::undecided)},
                       {"not_applicable", told.count(Kept::not_applicable)}};
}

Value ledger_value(const Conforming& conforming) {
  if (conforming.record.head.root.empty()) return nullptr;
  return Value::Object{{"path", conforming.path},
                       {"first_event", nullptr},
                       {"last_event", nullptr},
                       {"size", conforming.record.head.size},
                       {"root", "sha256:" + conforming.record.head.root}};
}

}  // namespace

Value conform_value(const Conforming& conforming, int exit) {
  const std::string_view verdict = verdict_of(conforming);
  static const Conformance nothing;
  const Conformance& told = conforming.conformance ? *conforming.conformance : nothing;
  return Value::Object{{"format", "interlock.audit-conform/1"},
                       {"program", INTERLOCK_VERSION},
                       {"at", conforming.at},
                       {"verdict", verdict},
                       {"outcome", verdict == "conforms" ? "pass" : "fail"},
                       {"exit", exit},
                       {"changed", false},
                       {"ms", conforming.ms},
                       {"run", text_or_null(told.run)},
                       {"machine", machine_value(conforming)},
                       {"finished", told.finished},
                       {"state", text_or_null(told.state)},
                       {"counts", counts_value(told)},
                       {"broken", conforming.conformance ? Value() : flaw_value(conforming.record)},
                       {"divergence", divergence_value(told)},
                       {"properties", properties_value(told)},
                       {"ledger", ledger_value(conforming)}};
}

Value conform_schema() {
  using namespace schemas;  // NOLINT(google-build-using-namespace)
  const Value property =
      object({{"id", text()},
              {"group", one_of({"form", "soundness", "safety", "own"})},
              {"verdict", one_of({"held", "violated", "undecided", "not_applicable"})},
              {"says", text()},
              {"why", or_null(text())},
              {"event", or_null(whole())}});
  Value schema = head("audit-conform", {"conforms", "diverges", "broken"});
  add(schema, {{"run", or_null(text())},
               {"machine", or_null(machine())},
               {"finished", flag()},
               {"state", or_null(text())},
               {"counts", object({{"events", whole()},
                                  {"rules", whole()},
                                  {"held", whole()},
                                  {"violated", whole()},
                                  {"undecided", whole()},
                                  {"not_applicable", whole()}})},
               {"broken", or_null(object({{"said", text()}, {"event", or_null(whole())}}))},
               {"divergence",
                or_null(object({{"event", whole()}, {"expected", text()}, {"found", text()}}))},
               {"properties", list(property)},
               {"ledger", ledger()}});
  return schema;
}

}  // namespace interlock
