#include <fmt/core.h>

#include <algorithm>

#include "engine/time.h"
#include "reports/page_parts.h"
#include "reports/prove.h"
#include "reports/standing.h"
#include "reports/text.h"

// The change record of a run.
namespace interlock {

namespace {

// How a run stands that has not ended.
struct StandWords {
  std::string_view word, verdict;
};
constexpr StandWords stands[] = {{"asking", "Under way."},
                                 {"acting", "Under way."},
                                 {"waiting", "Waiting."},
                                 {"held", "Held."},
                                 {"in_doubt", "In doubt."}};

// A word or a sentence with a capital, and a full stop behind it.
std::string sentence(std::string text) {
  if (text.empty()) return text;
  text.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(text.front())));
  std::replace(text.begin(), text.end(), '_', ' ');
  return text.ends_with('.') ? text : text + ".";
}

const State& state_here(const Source& source) {
  return source.machine.states[source.report.run.at.state];
}

void judge(Page& page, const Source& source, const Stand& standing) {
  const State& state = state_here(source);
  if (state.final) {
    page.verdict = sentence(state.id);
    page.outcome = state.final == Final::success ? Outcome::pass : Outcome::warn;
    return;
  }
  for (const auto& [word, verdict] : stands)
    if (word == standing.word) page.verdict = verdict;
  page.outcome =
      standing.word == "held" && standing.held_by == "fail" ? Outcome::fail : Outcome::unknown;
}

Phrases lead(const Source& source) {
  const Report& report = source.report;
  const State& state = state_here(source);
  Phrases says{{state.means + " "}};
  if (!state.final) {
    if (const Transition* step = transition_from(source.machine, state.id))
      says.push_back(
          {fmt::format("{}: {}. ", report.run.at.begun ? "Step that was begun" : "Next step",
                       step_words(source.machine, *step))});
    says.push_back(strong(report.run.locked_out ? "Users are locked out. " : "Users are served. "));
  }
  says.push_back({holds_words(report)});
  const std::string rows = rows_words(report, source.machine);
  if (!rows.empty() && state.final) {
    std::string words = rows + ".";
    words.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(words.front())));
    says.push_back({words});
  }
  return says;
}

Figure rows_figure(const Source& source) {
  const Value lost = lost_value(source.report);
  std::int64_t rows = 0;
  for (const Value& table : lost.list()) rows += table["rows"].number();
  const auto tables = static_cast<std::int64_t>(lost.list().size());
  if (tables) return {"Rows lost", number_words(rows), "in " + counted_words(tables, "table")};
  const std::string words = rows_words(source.report, source.machine);
  if (words == "no row was lost") return {"Rows lost", "0", {}};
  return {"Rows lost", words.empty() ? "not asked" : "not known", words};
}

std::vector<Figure> figures(const Source& source, const Stand& standing) {
  const Report& report = source.report;
  // What goes on has no end yet that the record could tell.
  const auto since = [](Moment from) { return "since " + time_words(written(from)) + " UTC"; };
  const std::string held =
      "held " + (report.run.held ? since(*report.run.held) : span_words(report.held_ms));
  const std::string shut = report.run.locked_out  ? since(*report.run.locked_out)
                           : report.locked_out_ms ? span_words(report.locked_out_ms)
                                                  : "never";
  std::string counts = totals_text(report.counts);
  counts = counts.substr(0, counts.rfind(". "));
  std::vector<Figure> all{
      {"Whole run", span_words(standing.ms), report.holds ? held : std::string()},
      {"Users locked out", shut, {}},
      {"Checks", number_words(report.counts.total), counts}};
  if (report.run.finished) all.push_back(rows_figure(source));
  return all;
}

Term when_term(const Report& report) {
  const std::string from = day_words(report.started_at), to = day_words(report.at);
  return {"When",
          {{fmt::format("{}, {} to {}{} UTC{}", from, time_words(report.started_at),
                        from == to ? "" : to + ", ", time_words(report.at),
                        report.run.finished ? "" : "; it goes on")}}};
}

Term procedure_term(const Source& source) {
  const Report& report = source.report;
  Phrases says{{"Machine "}, code(report.machine["id"].text())};
  if (!source.machine.guide.name.empty())
    says.push_back({", after the guide \"" + source.machine.guide.name + "\""});
  says.push_back({"."});
  if (const std::string proved = proved_words(report.proved); !proved.empty())
    says.push_back({" Proved before it ran: " + proved + "."});
  return {"Procedure", std::move(says)};
}

// The components in one condition.
Texts components(const Plan& plan, std::uint64_t bits) {
  Texts names;
  for (const std::string_view name : plan.components)
    if (bits & plan.component(name)) names.emplace_back(name);
  return names;
}

Term changed_term(const Source& source, const Stand& standing, bool compared) {
  const Configuration& at = source.report.run.at;
  const Plan plan = plan_of(source.machine);
  Phrases says;
  const auto tell = [&](const Texts& names, const char* words) {
    if (!names.empty()) says.push_back({words + listed(names) + "."});
  };
  tell(components(plan, at.changed), "As of the new release: ");
  tell(components(plan, at.broken), " Perhaps changed in part: ");
  if (says.empty())
    says.push_back({standing.changed ? "Nothing is left of it: all is as it was before."
                                     : "Nothing has been changed."});
  if (compared) {
    says.push_back({" What was compared: "});
    says.push_back(jump("compare"));
    says.push_back({"."});
  }
  return {"What changed", std::move(says)};
}

std::string way_back_words(const Source& source) {
  const Report& report = source.report;
  const Texts through = way_back(source.machine, plan_of(source.machine), report.run.at);
  if (!through.empty()) return "Stands open, " + back_words(report, source.machine, through) + ".";
  const auto final = state_here(source).final;
  if (final == Final::success) return "Was not taken.";
  if (final == Final::recovered) return "Was taken to its end.";
  return final ? "Nothing was done that had to be undone." : "None leads back from here.";
}

Section way_back_section(const Source& source) {
  const Report& report = source.report;
  Section section{"back", "Way back", {}};
  Terms terms{{{"The way back", {{way_back_words(source)}}}}};
  Phrases through;
  for (const std::string& state :
       way_back(source.machine, plan_of(source.machine), report.run.at)) {
    if (!through.empty()) through.push_back({", "});
    through.push_back(code(state));
  }
  if (!through.empty()) terms.terms.push_back({"Leads through", std::move(through)});
  terms.terms.push_back(
      {"Point of no return", {{report.run.at.beyond ? "Was passed." : "Was not passed."}}});
  if (!report.backup.null())
    terms.terms.push_back({"Backup",
                           {code(report.backup["path"].text()),
                            {", " + size_words(report.backup["bytes"].number()) + ", "},
                            code(report.backup["digest"].text())}});
  for (const auto& [name, moment] : report.run.moments)
    if (name == "quiet" || name == "backup_verified")
      terms.terms.push_back({name == "quiet" ? "Nobody wrote from" : "Backup proved",
                             {{time_words(written(moment.at)) + " UTC"},
                              soft(fmt::format(", event {}", moment.event))}});
  put(section.blocks, std::move(terms));
  return section;
}

// A step that did not go as it should, with the last words of its command.
Remark station_remark(const Source& source, std::size_t number) {
  const Report& report = source.report;
  const Station& station = report.timeline[number];
  const bool unsure = station.rule == "unsure" || station.rule == "unknown" ||
                      station.rule == "crash" || station.rule == "deadline";
  Remark remark{unsure ? Outcome::unknown : Outcome::fail, {{course_words(station)}}, {}, {}};
  for (const Value& command : station.commands.list())
    if (command["how"].text() != "exited" || command["exit"].number() != 0) {
      remark.says.push_back({" Ended with " + ending_words(command) + ": "});
      remark.says.push_back(code(command["last"].text()));
      remark.says.push_back({"."});
    }
  if (!station.held) return remark;
  const bool ended = number + 1 < report.timeline.size();
  if (ended) {
    const Station& act = report.timeline[number + 1];
    remark.says.push_back({" Held " + span_words(ms_between(station.at, act.at))});
    const std::string chosen = act.by.empty() ? "; then " : "; " + act.by + " chose ";
    remark.says.push_back({chosen + act.rule});
  } else {
    remark.says.push_back({" Held since " + time_words(station.at) + " UTC"});
  }
  remark.says.push_back({"."});
  return remark;
}

Remarks deviations(const Source& source) {
  const Report& report = source.report;
  Remarks all;
  for (std::size_t i = 0; i < report.timeline.size(); ++i)
    if (report.timeline[i].held || is_amiss(report.timeline[i]))
      all.remarks.push_back(station_remark(source, i));
  for (const Outcome outcome : {Outcome::fail, Outcome::unknown, Outcome::warn})
    for (const Line& line : report.lines)
      if (line.outcome == outcome) all.remarks.push_back(check_remark(line));
  return all;
}

}  // namespace

Page change_record(const Source& source) {
  const Report& report = source.report;
  const Stand standing = standing_of(report, source.machine);
  Page page = begun_page(source);
  page.kind = "Change record";
  page.about = "Run " + report.run.id + ", " + day_words(report.started_at);
  judge(page, source, standing);
  page.lead = lead(source);
  page.figures = figures(source, standing);
  auto compared = comparison_section(source);
  page.terms = {when_term(report),
                operator_term(report),
                procedure_term(source),
                changed_term(source, standing, compared.has_value()),
                {"Way back", {{way_back_words(source) + " More: "}, jump("back"), {"."}}},
                record_term(report)};
  page.noted = "Deviations";
  if (Remarks found = deviations(source); !found.remarks.empty())
    put(page.remarks, std::move(found));
  else
    put(page.remarks, Paragraph{{{"None: no step was held, and no check warned or failed."}}});
  page.sections = {line_section(source), timeline_section(report), stages_section(source)};
  if (compared) page.sections.push_back(std::move(*compared));
  page.sections.push_back(way_back_section(source));
  page.sections.push_back(record_section(source));
  return page;
}

}  // namespace interlock
