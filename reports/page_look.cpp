#include <fmt/core.h>

#include <algorithm>

#include "reports/page_parts.h"
#include "reports/standing.h"
#include "reports/text.h"

// The readiness report of a `ready`, the verification report of a `verify`.
namespace interlock {

namespace {

struct VerdictWords {
  std::string_view word, says;
  Outcome outcome;  // unknown: as bad as the worst check
};
constexpr VerdictWords verdicts[] = {{"ready", "Ready.", Outcome::pass},
                                     {"not_ready", "Not ready.", Outcome::fail},
                                     {"verified", "Verified.", Outcome::pass},
                                     {"not_verified", "Not verified.", Outcome::fail},
                                     {"partial", "Only in part.", Outcome::unknown},
                                     {"unknown", "Not known.", Outcome::unknown}};

void judge(Page& page, const Report& report) {
  const std::string_view verdict = report.finished["verdict"].text();
  page.verdict = "Not finished.";
  for (const VerdictWords& each : verdicts)
    if (each.word == verdict) {
      page.verdict = each.says;
      page.outcome = each.outcome;
    }
}

Phrases lead(const Report& report) {
  Phrases says;
  if (report.counts.total == report.counts.pass + report.counts.not_applicable)
    says.push_back({"Every check passed or does not apply. "});
  if (report.counts.fail)
    says.push_back({counted_words(report.counts.fail, "check") + " failed. "});
  if (report.counts.unknown)
    says.push_back({counted_words(report.counts.unknown, "check") + " could not be answered. "});
  if (report.counts.warn)
    says.push_back({counted_words(report.counts.warn, "check") + " warned. "});
  if (!report.finished["complete"].flag()) says.push_back({"Some checks were left out. "});
  says.push_back(strong(changed_text(report)));
  return says;
}

std::vector<Figure> figures(const Report& report) {
  const Counts& counts = report.counts;
  return {{"To mend", number_words(counts.fail), "failed"},
          {"To find out", number_words(counts.unknown), "unknown"},
          {"To consider", number_words(counts.warn), "warned"},
          {"In order", number_words(counts.pass),
           fmt::format("of {}; {} n/a", counted_words(counts.total, "check"),
                       number_words(counts.not_applicable))}};
}

// What a person will be asked, and what takes long.
void put_not_asked(std::vector<Term>& terms, const Report& report) {
  Texts costly;
  Phrases questions;
  for (const Value& left : report.finished["not_asked"].list())
    if (left["why"].text() == "operator") {
      questions.push_back({questions.empty() ? "Is it so? \"" : " \""});
      questions.push_back({std::string(left["text"].text()) + "\""});
    } else {
      costly.emplace_back(left["check"].text());
    }
  if (!questions.empty()) terms.push_back({"You will be asked", std::move(questions)});
  if (!costly.empty())
    terms.push_back({"Not asked", {{listed(costly) + ", which take over 10 s (--full)."}}});
}

std::vector<Term> facts(const Report& report) {
  std::vector<Term> terms{
      {"When",
       {{fmt::format("{}, {} UTC, {}", day_words(report.started_at), time_words(report.started_at),
                     span_words(report.finished["ms"].number()))}}},
      operator_term(report)};
  if (const auto after = report.run.told["after_run"].text(); !after.empty())
    terms.push_back({"After run", {code(after)}});
  put_not_asked(terms, report);
  terms.push_back(record_term(report));
  return terms;
}

Remarks to_do(const Report& report) {
  Remarks all;
  for (const Outcome outcome : {Outcome::fail, Outcome::unknown, Outcome::warn})
    for (const Line& line : report.lines)
      if (line.outcome == outcome) all.remarks.push_back(check_remark(line));
  return all;
}

// What the steps of the main line will mean for users and for the database.
Terms forecast_terms(const Source& source) {
  const Forecast forecast = forecast_of(source.machine);
  const auto line = main_line(source.machine);
  Terms all;
  if (!line.empty())
    all.terms.push_back({"Steps",
                         {{fmt::format("{}, from \"{}\" to \"{}\"", forecast.steps,
                                       line.front()->step, line.back()->step)}}});
  if (forecast.locked_out_from)
    all.terms.push_back({"Users",
                         {{fmt::format("Locked out from step {} to step {}.",
                                       forecast.locked_out_from, forecast.locked_out_to)}}});
  for (const Line& check : source.report.lines)
    if (check.check == "migration.pending_are") all.terms.push_back({"Migrations", {{check.said}}});
  all.terms.push_back(
      {"Way back",
       {{forecast.point_of_no_return
             ? fmt::format("From every state; before step {} it loses nothing, after it what users "
                           "stored since.",
                           forecast.point_of_no_return)
             : std::string("From every state; it loses nothing.")}}});
  return all;
}

}  // namespace

Page examination_page(const Source& source) {
  const Report& report = source.report;
  const bool before = report.kind == "ready";
  Page page = begun_page(source);
  page.kind = before ? "Readiness report" : "Verification report";
  page.about = day_words(report.started_at) + ", " + time_words(report.started_at) + " UTC";
  judge(page, report);
  page.lead = lead(report);
  page.figures = figures(report);
  page.terms = facts(report);
  page.noted = "What to do";
  if (Remarks found = to_do(report); !found.remarks.empty())
    put(page.remarks, std::move(found));
  else
    put(page.remarks, Paragraph{{{"Nothing: no check failed, warned or was left unanswered."}}});
  if (before) {
    page.sections.push_back(line_section(source));
    put(page.sections.back().blocks, forecast_terms(source));
  }
  page.sections.push_back(stages_section(source));
  if (auto compared = comparison_section(source)) page.sections.push_back(std::move(*compared));
  page.sections.push_back(record_section(source));
  return page;
}

}  // namespace interlock
