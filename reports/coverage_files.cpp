#include <fmt/core.h>

#include "reports/coverage.h"
#include "reports/json.h"
#include "reports/schema_shapes.h"

namespace interlock {

namespace {

std::string name_of(const Unit& unit) {
  return fmt::format("{}#{}", unit.heading, unit.number);
}

Value unit_value(const CoveredUnit& covered) {
  Value::List by;
  for (const Transition* transition : covered.by)
    by.push_back(Value::Object{{"how", word(cover_of(*transition))},
                               {"transition", transition->id},
                               {"step", transition->step},
                               {"note", text_or_null(transition->note)}});
  Value::List left_out;
  for (const Uncovered* uncovered : covered.left_out) left_out.push_back(uncovered->because);
  return Value::Object{{"unit", name_of(covered.unit)}, {"heading", covered.unit.heading},
                       {"number", covered.unit.number}, {"text", text_or_null(covered.unit.text)},
                       {"by", std::move(by)},           {"not_covered", std::move(left_out)},
                       {"settled", covered.settled()}};
}

Value counts_value(const Coverage::Counts& counts) {
  return Value::Object{{"units", counts.units},     {"done", counts.done},
                       {"checked", counts.checked}, {"asked", counts.asked},
                       {"missing", counts.missing}, {"not_covered", counts.not_covered},
                       {"both", counts.both}};
}

// A cell of a table; nothing in it is markup.
std::string cell(const std::string& words) {
  std::string text;
  for (const char c : words) {
    if (std::string_view("\\`*_[]<>|#&").find(c) != std::string_view::npos) text += '\\';
    text += c == '\n' || c == '\r' ? ' ' : c;
  }
  return text;
}

std::string row(const CoveredUnit& covered, bool with_text) {
  std::string how, by;
  const auto add = [&](std::string_view kind, const std::string& sentence) {
    how += (how.empty() ? "" : "<br>") + std::string(kind);
    by += (by.empty() ? "" : "<br>") + cell(sentence);
  };
  for (const Transition* transition : covered.by)
    add(word(cover_of(*transition)), transition->step);
  for (const Uncovered* uncovered : covered.left_out) add("not covered", uncovered->because);
  if (how.empty()) add("**missing**", "Neither cited nor left out.");
  return fmt::format("| {} | {} | {} |{}\n", name_of(covered.unit), how, by,
                     with_text ? " " + cell(covered.unit.text) + " |" : "");
}

}  // namespace

std::string coverage_markdown(const Machine& machine, const Coverage& coverage,
                              const std::string& guide) {
  std::string text =
      fmt::format("# {}, after \"{}\"\n\n", cell(machine.title), cell(machine.guide.name));
  for (const std::string& problem : coverage.problems) text += "- " + cell(problem) + "\n";
  if (!coverage.problems.empty()) text += "\n";
  text += fmt::format("{} {}.\n\n", coverage.problems.empty() ? "Complete:" : "**Incomplete:**",
                      coverage_totals(coverage));
  text += guide.empty() ? "| unit | is | by or because |\n|---|---|---|\n"
                        : "| unit | is | by or because | the guide |\n|---|---|---|---|\n";
  for (const CoveredUnit& covered : coverage.units) text += row(covered, !guide.empty());
  return text;
}

Value coverage_value(const Machine& machine, const Coverage& coverage, const Sources& sources,
                     const std::string& at, std::int64_t ms) {
  const bool complete = coverage.problems.empty();
  Value::List units, problems;
  for (const CoveredUnit& covered : coverage.units) units.push_back(unit_value(covered));
  for (const std::string& said : coverage.problems)
    problems.push_back(Value::Object{{"place", nullptr}, {"said", said}, {"hint", nullptr}});
  return Value::Object{{"format", "interlock.coverage/1"},
                       {"program", INTERLOCK_VERSION},
                       {"at", at},
                       {"verdict", complete ? "complete" : "incomplete"},
                       {"outcome", complete ? "pass" : "fail"},
                       {"exit", complete ? 0 : 1},
                       {"changed", false},
                       {"ms", ms},
                       {"machine", Value::Object{{"id", machine.id},
                                                 {"product", machine.product},
                                                 {"digest", "sha256:" + sources.machine},
                                                 {"groups", "sha256:" + sources.groups}}},
                       {"guide", Value::Object{{"name", machine.guide.name},
                                               {"digest", "sha256:" + machine.guide.sha256},
                                               {"url", text_or_null(machine.guide.url)},
                                               {"file", text_or_null(sources.guide)}}},
                       {"counts", counts_value(coverage.counts())},
                       {"problems", std::move(problems)},
                       {"units", std::move(units)},
                       {"ledger", nullptr}};
}

Value coverage_schema() {
  using namespace schemas;  // NOLINT(google-build-using-namespace)
  const Value by = object({{"how", one_of({"done", "checked", "asked"})},
                           {"transition", text()},
                           {"step", text()},
                           {"note", or_null(text())}});
  const Value unit = object({{"unit", text()},
                             {"heading", text()},
                             {"number", whole()},
                             {"text", or_null(text())},
                             {"by", list(by)},
                             {"not_covered", list(text())},
                             {"settled", flag()}});
  Value coverage = head("coverage", {"complete", "incomplete"});
  add(coverage,
      {{"machine",
        object({{"id", text()}, {"product", text()}, {"digest", digest()}, {"groups", digest()}})},
       {"guide", object({{"name", text()},
                         {"digest", digest()},
                         {"url", or_null(text())},
                         {"file", or_null(text())}})},
       {"counts", object({{"units", whole()},
                          {"done", whole()},
                          {"checked", whole()},
                          {"asked", whole()},
                          {"missing", whole()},
                          {"not_covered", whole()},
                          {"both", whole()}})},
       {"problems", schemas::problems()},
       {"units", list(unit)},
       {"ledger", ledger()}});
  return coverage;
}

}  // namespace interlock
