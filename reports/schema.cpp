#include "reports/schema.h"

#include <array>

#include "engine/jcs.h"
#include "engine/value.h"
#include "reports/coverage.h"
#include "reports/schema_parts.h"

namespace interlock {

namespace {

using namespace schema;

Value check() {
  return object({{"key", text()},
                 {"check", text()},
                 {"outcome", outcome()},
                 {"said", text()},
                 {"objects", list(text())},
                 {"remedy", object({{"text", or_null(text())}, {"commands", list(text())}})},
                 {"on", text()},
                 {"state", text()},
                 {"step", text()},
                 {"phase", one_of({"pre", "change", "post", "back"})},
                 {"asked", one_of({"before", "meanwhile", "after"})},
                 {"advisory", flag()},
                 {"ms", whole()},
                 {"event", whole()},
                 {"evidence", or_null(digest())},
                 {"compared", compared()}});
}

Value ready_schema(bool is_ready) {
  Value schema = head(is_ready ? "ready" : "verify");
  add(schema, {{"complete", flag()}, {"machine", machine()}, {"installation", installation()}});
  if (!is_ready) add(schema, {{"after_run", or_null(text())}});
  add(schema,
      {{"counts", counts()},
       {"checks", list(check())},
       {"not_asked",
        list(object(
            {{"key", text()}, {"check", text()}, {"why", text()}, {"text", or_null(text())}}))},
       {"programs", list(text())}});
  if (is_ready)
    add(schema, {{"forecast", object({{"steps", whole()},
                                      {"locked_out_from", or_null(whole())},
                                      {"locked_out_to", or_null(whole())},
                                      {"point_of_no_return", or_null(whole())},
                                      {"pending_migrations", list(text())}})}});
  add(schema, {{"ledger", ledger()}});
  return schema;
}

Value report_schema() {
  Value schema = head("report");
  Value line = check();
  add(line, {{"moment", time()}});
  const Value command =
      object({{"argv", list(text())}, {"exit", or_null(whole())}, {"ms", whole()}});
  add(schema, {{"kind", one_of({"run", "ready", "verify"})},
               {"machine", machine()},
               {"installation", installation()},
               {"counts", counts()},
               {"checks", list(line)},
               {"run", or_null(object({{"id", text()},
                                       {"started", time()},
                                       {"finished", or_null(time())},
                                       {"operator", text()},
                                       {"standing", text()},
                                       {"end", or_null(text())}}))},
               {"proof", or_null(object({{"checker", text()},
                                         {"ms", whole()},
                                         {"counts", verdicts()},
                                         {"size", proof_size()}}))},
               {"timeline", list(object({{"event", whole()},
                                         {"at", time()},
                                         {"rule", text()},
                                         {"transition", or_null(text())},
                                         {"state", text()},
                                         {"says", text()},
                                         {"commands", list(command)}}))},
               {"moments", list(object({{"name", text()}, {"at", time()}, {"event", whole()}}))},
               {"lost", list(object({{"table", text()}, {"rows", text()}}))},
               {"ledger", ledger()}});
  return schema;
}

Value action_schema() {
  return object({{"id", text()},
                 {"step", text()},
                 {"to", text()},
                 {"class", one_of({"reversible", "destructive", "restore"})},
                 {"begun", flag()},
                 {"attempt", whole()},
                 {"attempts", whole()},
                 {"since", or_null(time())},
                 {"deadline", or_null(time())},
                 {"commands", list(list(text()))},
                 {"exit", or_null(whole())}});
}

Value run_schema() {
  const Value action = action_schema();
  const Value back = object({{"to", text()},
                             {"through", list(text())},
                             {"backup", or_null(kind("object"))},
                             {"loss", or_null(kind("object"))}});
  const Value standing = one_of({"asking", "acting", "waiting", "held", "in_doubt", "finished"});
  Value run = object({{"run", text()},
                      {"machine", machine()},
                      {"installation", place()},
                      {"mode", one_of({"run", "observe"})},
                      {"standing", standing},
                      {"held_by", or_null(one_of({"fail", "unknown", "operator"}))},
                      {"state", text()},
                      {"means", text()},
                      {"phase", one_of({"pre", "change", "post", "back"})}});
  add(run,
      {{"station", or_null(whole())},
       {"stations", whole()},
       {"started", time()},
       {"entered", time()},
       {"finished", or_null(time())},
       {"action", or_null(action)},
       {"waiting_for", or_null(object({{"key", or_null(text())}, {"text", text()}}))},
       {"choices", list(one_of({"check", "retry", "back"}))},
       {"locked_out_since", or_null(time())},
       {"way_back", or_null(back)},
       {"holder",
        or_null(object({{"host", text()}, {"user", text()}, {"pid", whole()}, {"alive", flag()}}))},
       {"last_event", whole()}});
  return run;
}

Value status_schema() {
  Value schema = head("status");
  add(schema, {{"runs", list(run_schema())}, {"ledger", ledger()}});
  return schema;
}

Value audit_schema() {
  Value schema = head("audit-verify");
  add(schema,
      {{"first_time", or_null(time())},
       {"last_time", or_null(time())},
       {"proofs", list(object({{"id", one_of({"whole", "evidence", "end"})},
                               {"verdict", one_of({"proved", "broken", "not_provable"})},
                               {"said", text()},
                               {"event", or_null(whole())}}))},
       {"first_bad_event", or_null(whole())},
       {"proved_through", or_null(whole())},
       {"expected", or_null(object({{"size", whole()}, {"root", digest()}, {"fits", flag()}}))},
       {"counts", object({{"events", whole()}, {"evidence", whole()}, {"runs", whole()}})},
       {"ledger", ledger()}});
  return schema;
}

Value prove_schema() {
  const Value rule = one_of({"move", "begin", "needless", "wait", "refuse", "unknown", "done",
                             "fail", "unsure", "crash", "deadline", "check", "retry", "back"});
  const Value scenes = list(object({{"n", whole()},
                                    {"says", text()},
                                    {"rule", rule},
                                    {"transition", text()},
                                    {"did", or_null(one_of({"nothing", "part", "all"}))},
                                    {"state", text()},
                                    {"facts", list(text())}}));
  const Value theorem =
      object({{"id", text()},
              {"group", one_of({"form", "soundness", "safety", "own"})},
              {"verdict", one_of({"proved", "violated", "vacuous", "not_applicable"})},
              {"says", text()},
              {"why", or_null(text())},
              {"remedy", or_null(text())},
              {"place", or_null(text())},
              {"story", scenes},
              {"round", scenes}});
  Value schema = head("prove");
  add(schema, {{"machine", machine()},
               {"counts", verdicts()},
               {"size", proof_size()},
               {"properties", list(theorem)},
               {"ledger", ledger()}});
  return schema;
}

constexpr std::array<std::string_view, 7> names = {"ready", "verify",       "report",  "status",
                                                   "prove", "audit-verify", "coverage"};

}  // namespace

std::vector<std::string_view> outputs() {
  return {names.begin(), names.end()};
}

std::string schema_of_output(std::string_view output) {
  Value schema;
  if (output == "ready" || output == "verify") schema = ready_schema(output == "ready");
  if (output == "report") schema = report_schema();
  if (output == "status") schema = status_schema();
  if (output == "prove") schema = prove_schema();
  if (output == "audit-verify") schema = audit_schema();
  if (output == "coverage") schema = coverage_schema();
  if (schema.null()) return {};
  Value whole_schema = Value::Object{{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                                     {"title", "interlock." + std::string(output) + "/1"}};
  for (const auto& [name, value] : schema.members()) whole_schema.set(name, value);
  return pretty(whole_schema);
}

}  // namespace interlock
