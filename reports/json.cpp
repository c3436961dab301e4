#include "reports/json.h"

#include <algorithm>

#include "engine/time.h"
#include "engine/utf8.h"
#include "reports/standing.h"

namespace interlock {

Value text_or_null(std::string_view text) {
  return text.empty() ? Value() : Value(text);
}

namespace {

// Milliseconds are what readers are promised; the record has nanoseconds.
Value time_value(std::string_view at) {
  const auto moment = moment_of(at);
  return moment ? Value(written(*moment)) : Value();
}

Value head_value(const std::string& format, const std::string& at, const Value& verdict,
                 const Value& outcome, int exit) {
  return Value::Object{{"format", "interlock." + format + "/1"},
                       {"program", INTERLOCK_VERSION},
                       {"at", time_value(at)},
                       {"verdict", verdict},
                       {"outcome", outcome},
                       {"exit", std::int64_t{exit}}};
}

Value ledger_value(const std::string& path, const Value& first, const Value& last,
                   const Head& head) {
  if (head.root.empty()) return nullptr;
  return Value::Object{{"path", path},
                       {"first_event", first},
                       {"last_event", last},
                       {"size", head.size},
                       {"root", "sha256:" + head.root}};
}

Value counts_value(const Counts& counts) {
  return Value::Object{{"total", counts.total}, {"pass", counts.pass},
                       {"warn", counts.warn},   {"unknown", counts.unknown},
                       {"fail", counts.fail},   {"not_applicable", counts.not_applicable}};
}

Value compared_value(const Value& compared) {
  if (compared.null()) return nullptr;
  return Value::Object{{"since", compared["since"]},
                       {"event", compared["event"]},
                       {"at", compared["at"]},
                       {"differences", compared["differences"]}};
}

Value line_value(const Line& line, bool with_moment) {
  Value value = Value::Object{{"key", line.key},
                              {"check", line.check},
                              {"outcome", word(line.outcome)},
                              {"said", line.said},
                              {"objects", list_of(line.objects)},
                              {"remedy", Value::Object{{"text", text_or_null(line.remedy)},
                                                       {"commands", list_of(line.commands)}}},
                              {"on", line.on},
                              {"state", line.state},
                              {"step", line.step},
                              {"phase", line.phase},
                              {"asked", line.asked},
                              {"advisory", line.advisory},
                              {"ms", line.ms},
                              {"event", line.event},
                              {"evidence", text_or_null(line.evidence)},
                              {"compared", compared_value(line.compared)}};
  if (with_moment) value.set("moment", time_value(line.moment));
  return value;
}

Value lines_value(const Report& report, bool with_moment) {
  Value::List lines;
  for (const Line& line : report.lines) lines.push_back(line_value(line, with_moment));
  return lines;
}

Value programs_value(const Report& report) {
  Texts programs;
  for (const Line& line : report.lines)
    for (const std::string& program : line.programs)
      if (std::find(programs.begin(), programs.end(), program) == programs.end())
        programs.push_back(program);
  return list_of(programs);
}

// The numbers of the steps on the main line, from 1.
Value forecast_value(const Report& report, const Machine& machine) {
  const Forecast forecast = forecast_of(machine);
  const auto number = [](std::size_t n) { return n ? Value(n) : Value(); };
  Texts pending;
  for (const Line& line : report.lines)
    if (line.check == "migration.pending_are") pending = line.objects;
  return Value::Object{{"steps", forecast.steps},
                       {"locked_out_from", number(forecast.locked_out_from)},
                       {"locked_out_to", number(forecast.locked_out_to)},
                       {"point_of_no_return", number(forecast.point_of_no_return)},
                       {"pending_migrations", list_of(pending)}};
}

Value short_installation(const Value& installation) {
  return Value::Object{{"id", installation["id"]},
                       {"name", installation["name"]},
                       {"root", installation["root"]},
                       {"host", installation["host"]}};
}

Value commands_value(const Value& commands) {
  Value::List list;
  for (const Value& command : commands.list()) {
    Value value = Value::Object{};
    for (const char* key : {"argv", "how", "exit", "signal", "ms", "stdout", "stderr"})
      value.set(key, command[key]);
    list.push_back(std::move(value));
  }
  return list;
}

Value timeline_value(const Report& report) {
  Value::List timeline;
  for (const Station& station : report.timeline)
    timeline.push_back(Value::Object{{"event", station.event},
                                     {"at", time_value(station.at)},
                                     {"rule", station.rule},
                                     {"transition", text_or_null(station.transition)},
                                     {"state", station.state},
                                     {"says", station.says},
                                     {"commands", commands_value(station.commands)}});
  return timeline;
}

Value proof_value(const Value& proved) {
  if (proved.null()) return nullptr;
  return Value::Object{{"checker", proved["checker"]},
                       {"ms", proved["ms"]},
                       {"counts", proved["counts"]},
                       {"size", proved["size"]}};
}

Value moments_value(const Report& report) {
  Value::List moments;
  for (const auto& [name, digest] : report.run.baseline_evidence) {
    const auto moment = report.run.moments.find(name);
    if (moment == report.run.moments.end()) continue;
    moments.push_back(Value::Object{
        {"name", name}, {"at", written(moment->second.at)}, {"event", moment->second.event}});
  }
  return moments;
}

}  // namespace

Value ready_value(const Report& report, const Machine& machine, const std::string& ledger) {
  const Value& end = report.finished;
  Value value = head_value(report.kind, report.at, end["verdict"], end["outcome"],
                           static_cast<int>(end["exit"].number()));
  value.set("changed", false).set("ms", end["ms"]).set("complete", end["complete"]);
  value.set("machine", report.machine).set("installation", report.installation);
  if (report.kind == "verify") value.set("after_run", report.run.told["after_run"]);
  value.set("counts", counts_value(report.counts)).set("checks", lines_value(report, false));
  value.set("not_asked", end["not_asked"]).set("programs", programs_value(report));
  if (report.kind == "ready") value.set("forecast", forecast_value(report, machine));
  value.set("ledger", ledger_value(ledger, report.first_event, report.last_event, report.head));
  return value;
}

Value report_value(const Report& report, const Machine& machine, const std::string& ledger) {
  const Run& run = report.run;
  const bool is_run = report.kind == "run";
  const Stand standing = standing_of(report, machine);
  const Value verdict = !is_run               ? report.finished["verdict"]
                        : report.run.finished ? report.finished["end"]
                                              : Value(standing.word);
  Value value = head_value("report", report.at, verdict,
                           report.counts.total ? Value(word(report.counts.worst())) : Value(), 0);
  value.set("changed", is_run && standing.changed).set("ms", standing.ms).set("kind", report.kind);
  value.set("machine", report.machine).set("installation", report.installation);
  value.set("counts", counts_value(report.counts)).set("checks", lines_value(report, true));
  value.set("run", is_run ? Value(Value::Object{{"id", run.id},
                                                {"started", time_value(report.started_at)},
                                                {"finished", time_value(report.finished_at)},
                                                {"operator", run.told["operator"]},
                                                {"standing", standing.word},
                                                {"end", report.finished["end"]}})
                          : Value());
  value.set("proof", proof_value(report.proved));
  value.set("timeline", timeline_value(report)).set("moments", moments_value(report));
  value.set("lost", lost_value(report));
  value.set("ledger", ledger_value(ledger, report.first_event, report.last_event, report.head));
  return value;
}

Value status_value(const std::vector<Standings>& runs, const std::string& at, const Head& head,
                   const std::string& ledger, std::int64_t ms) {
  Value::List list;
  bool changed = false;
  std::string verdict = "idle";
  for (const Standings& each : runs) {
    const Stand standing = standing_of(*each.report, *each.machine);
    if (list.empty()) verdict = standing.word, changed = standing.changed;
    Value value = standing_value(*each.report, *each.machine, standing);
    value.set("installation", short_installation(each.report->installation));
    value.set("holder", each.holder ? Value(Value::Object{{"host", each.holder->host},
                                                          {"user", each.holder->user},
                                                          {"pid", each.holder->pid},
                                                          {"alive", each.holder->alive}})
                                    : Value());
    value.set("last_event", each.report->last_event);
    list.push_back(std::move(value));
  }
  Value value = head_value("status", at, verdict, nullptr, 0);
  value.set("changed", changed).set("ms", ms).set("runs", std::move(list));
  value.set("ledger", ledger_value(ledger, nullptr, nullptr, head));
  return value;
}

// NOLINTNEXTLINE(readability-function-size): what was found, and what the head tells
Value audit_value(const Verification& proof, const std::string& path,
                  const std::optional<Head>& expected, const std::string& at, std::int64_t ms,
                  int exit) {
  const bool whole = proof.whole();
  Value value =
      head_value("audit-verify", at, whole ? "whole" : "broken", whole ? "pass" : "fail", exit);
  Value::List proofs;
  Value first_bad;
  bool fits = true;
  for (const Proof& each : proof.proofs) {
    const Value event = each.event ? Value(*each.event) : Value();
    if (each.verdict == "broken" && first_bad.null()) first_bad = event;
    if (each.id == "end") fits = each.verdict == "proved";
    proofs.push_back(Value::Object{
        {"id", each.id}, {"verdict", each.verdict}, {"said", each.said}, {"event", event}});
  }
  value.set("changed", false).set("ms", ms);
  value.set("first_time", time_value(proof.first_time));
  value.set("last_time", time_value(proof.last_time));
  value.set("proofs", std::move(proofs)).set("first_bad_event", first_bad);
  value.set("proved_through", proof.proved_through ? Value(*proof.proved_through) : Value());
  value.set("expected", expected ? Value(Value::Object{{"size", expected->size},
                                                       {"root", "sha256:" + expected->root},
                                                       {"fits", fits}})
                                 : Value());
  value.set("counts",
            Value::Object{
                {"events", proof.head.size}, {"evidence", proof.evidence}, {"runs", proof.runs}});
  value.set("ledger", ledger_value(path, nullptr, nullptr, proof.head));
  return value;
}

Value problems_value(const std::vector<Problem>& problems) {
  Value::List list;
  for (const Problem& problem : problems)
    list.push_back(Value::Object{{"place", text_or_null(readable(problem.where))},
                                 {"said", readable(problem.what)},
                                 {"hint", text_or_null(readable(problem.hint))}});
  return list;
}

Value error_value(const std::string& format, const std::string& at,
                  const std::vector<Problem>& problems, int exit, std::int64_t ms) {
  Value value = head_value(format, at, "error", nullptr, exit);
  value.set("changed", false).set("ms", ms);
  value.set("problems", problems_value(problems)).set("ledger", nullptr);
  return value;
}

}  // namespace interlock
