#include "reports/schema.h"

#include <array>

#include "engine/jcs.h"
#include "engine/ledger.h"
#include "reports/conform.h"
#include "reports/coverage.h"
#include "reports/route.h"
#include "reports/schema_shapes.h"

namespace interlock {

namespace {

using namespace schemas;  // NOLINT(google-build-using-namespace)

Value ready_schema(bool is_ready) {
  Value schema = is_ready ? head("ready", {"ready", "not_ready", "unknown", "partial"})
                          : head("verify", {"verified", "not_verified", "unknown", "partial"});
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

Value standing() {
  return one_of({"asking", "acting", "waiting", "held", "in_doubt", "finished"});
}

Value timeline_schema() {
  const Value command =
      object({{"argv", list(text())},
              {"how", one_of({"exited", "signalled", "overdue", "killed", "not_started"})},
              {"exit", or_null(whole())},
              {"signal", or_null(whole())},
              {"ms", whole()},
              {"stdout", or_null(digest())},
              {"stderr", or_null(digest())}});
  return list(object({{"event", whole()},
                      {"at", time()},
                      {"rule", text()},
                      {"transition", or_null(text())},
                      {"state", text()},
                      {"says", text()},
                      {"commands", list(command)}}));
}

Value report_schema() {
  Value schema = head(
      "report", {"ready", "not_ready", "verified", "not_verified", "unknown", "partial", "asking",
                 "acting", "waiting", "held", "in_doubt", "success", "recovered", "untouched"});
  Value line = check();
  add(line, {{"moment", time()}});
  add(schema,
      {{"kind", one_of({"run", "ready", "verify"})},
       {"machine", machine()},
       {"installation", installation()},
       {"counts", counts()},
       {"checks", list(line)},
       {"run", or_null(object({{"id", text()},
                               {"started", time()},
                               {"finished", or_null(time())},
                               {"operator", text()},
                               {"standing", standing()},
                               {"end", or_null(one_of({"success", "recovered", "untouched"}))}}))},
       {"proof", or_null(object({{"checker", text()},
                                 {"ms", whole()},
                                 {"counts", verdicts()},
                                 {"size", proof_size()}}))},
       {"timeline", timeline_schema()},
       {"moments", list(object({{"name", text()}, {"at", time()}, {"event", whole()}}))},
       {"lost", list(object({{"table", text()}, {"rows", whole()}}))},
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
  const Value backup =
      object({{"path", text()}, {"bytes", whole()}, {"digest", or_null(digest())}});
  const Value loss = object({{"since", time()},
                             {"rows", or_null(whole())},
                             {"tables", list(object({{"table", text()}, {"rows", whole()}}))}});
  const Value back = object({{"to", text()},
                             {"through", list(text())},
                             {"backup", or_null(backup)},
                             {"loss", or_null(loss)}});
  Value run = object({{"run", text()},
                      {"machine", machine()},
                      {"installation", place()},
                      {"mode", one_of({"run", "observe"})},
                      {"standing", standing()},
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
  Value schema =
      head("status", {"idle", "asking", "acting", "waiting", "held", "in_doubt", "finished"});
  add(schema, {{"runs", list(run_schema())}, {"ledger", ledger()}});
  return schema;
}

Value audit_schema() {
  Value schema = head("audit-verify", {"whole", "broken"});
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
  Value schema = head("prove", {"proved", "not_proved"});
  add(schema, {{"machine", machine()},
               {"counts", verdicts()},
               {"size", proof_size()},
               {"properties", list(theorem)},
               {"ledger", ledger()}});
  return schema;
}

// A line of --format ndjson: an event as the record has it (engine/README.md).
Value event_schema() {
  const Value hex = Value::Object{{"type", "string"}, {"pattern", "^[0-9a-f]{64}$"}};
  Value types = Value::Object{{"enum", Value::List(event_types.begin(), event_types.end())}};
  return object(
      {{"actor", object({{"kind", text()},
                         {"login_uid", or_null(whole())},
                         {"os_user", or_null(text())},
                         {"uid", whole()}})},
       {"boot_id", text()},
       {"data", kind("object")},
       {"def", or_null(object({{"groups", or_null(hex)}, {"machine", or_null(hex)}}))},
       {"evidence", list(object({{"media_type", text()},
                                 {"redactions", whole()},
                                 {"role", text()},
                                 {"sha256", hex},
                                 {"size", whole()}}))},
       {"host", text()},
       {"installation", or_null(text())},
       {"mono_ns", whole()},
       {"outcome", or_null(text())},
       {"prev", hex},
       {"program", text()},
       {"run", or_null(text())},
       {"seq", whole()},
       {"state", or_null(text())},
       {"ts", Value::Object{{"type", "string"},
                            {"pattern", "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{9}Z$"}}},
       {"type", std::move(types)}});
}

constexpr std::array<std::string_view, 10> names = {
    "ready", "verify",       "report",        "status", "prove",
    "path",  "audit-verify", "audit-conform", "event",  "coverage"};

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
  if (output == "audit-conform") schema = conform_schema();
  if (output == "coverage") schema = coverage_schema();
  if (output == "path") schema = route_schema();
  if (output == "event") schema = event_schema();
  if (schema.null()) return {};
  Value whole_schema = Value::Object{{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                                     {"title", "interlock." + std::string(output) + "/1"}};
  if (output == "event") {
    for (const auto& [name, value] : schema.members()) whole_schema.set(name, value);
  } else {
    whole_schema.set("anyOf", Value::List{schema, error_head(std::string(output))});
  }
  return pretty(whole_schema);
}

}  // namespace interlock
