#include <fmt/core.h>

#include <algorithm>

#include "engine/ask.h"
#include "engine/jcs.h"
#include "engine/utf8.h"
#include "reports/page_parts.h"
#include "reports/style.h"

namespace interlock {

namespace {

// Of long answers and outputs so much is shown; the whole is in the ledger.
constexpr std::size_t most_rows = 20, most_lines = 60;

// "The first 20 of 512 rows."
std::string first_of(std::size_t shown, std::size_t all, std::string_view noun) {
  return fmt::format("The first {} of {}; the rest is in the ledger.", shown,
                     counted_words(static_cast<std::int64_t>(all), noun));
}

void put_lines(Blocks& blocks, std::string_view text) {
  std::string shown;
  std::size_t lines = 0;
  for (std::size_t at = 0; at < text.size(); ++lines) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    if (lines < most_lines) shown += std::string(text.substr(at, end - at)) + "\n";
    at = end + 1;
  }
  if (!shown.empty()) put(blocks, Verbatim{shown});
  if (lines > most_lines) put(blocks, Paragraph{{soft(first_of(most_lines, lines, "line"))}});
}

void put_table(Blocks& blocks, const Table& table) {
  if (table.rows.empty()) return put(blocks, Paragraph{{soft("The answer had no rows.")}});
  Grid grid{table.columns, {}};
  for (const auto& row : table.rows) {
    if (grid.rows.size() == most_rows) break;
    auto& cells = grid.rows.emplace_back();
    for (std::size_t i = 0; i < table.columns.size(); ++i)
      cells.push_back({i < row.size() && row[i] ? code(*row[i]) : soft("null")});
  }
  put(blocks, std::move(grid));
  if (table.rows.size() > most_rows)
    put(blocks, Paragraph{{soft(first_of(most_rows, table.rows.size(), "row"))}});
}

void put_answer(Blocks& blocks, const Answer& answer) {
  if (const auto* table = std::get_if<Table>(&answer)) return put_table(blocks, *table);
  const auto& refused = std::get<Unanswered>(answer);
  put(blocks,
      Paragraph{{strong("Not answered"), {": " + refused.why}, soft(" (" + refused.code + ")")}});
}

void put_errand(Blocks& blocks, const Errand& errand, const Heard& heard) {
  const auto ms = (heard.answered - heard.asked).count();
  put(blocks, Paragraph{{{"Asked of "},
                         code(errand.whom.endpoint),
                         {errand.whom.as_application ? " as the application's account" : ""},
                         {", answered in " + span_words(ms) + ":"}}});
  std::string words = errand.words;
  for (std::size_t i = 0; i < errand.arguments.size(); ++i)
    words += fmt::format("\n${} = {}", i + 1, readable(errand.arguments[i]));
  put_lines(blocks, words);
  put_answer(blocks, heard.reply.answer);
  for (const Answer& further : heard.reply.further) put_answer(blocks, further);
}

// The questions and answers of a check; what is no JSON of ours was told nothing.
void put_answers(Blocks& blocks, const std::string& evidence) {
  std::vector<Problem> problems;
  const Value value = parsed(evidence, problems);
  for (const Value& item : value["answers"].list()) {
    if (item.null()) continue;
    for (const auto& [errand, heard] : heard_in(Value::List{item}))
      put_errand(blocks, errand, heard);
  }
}

std::string bare_digest(std::string_view digest) {
  constexpr std::string_view prefix = "sha256:";
  return std::string(digest.starts_with(prefix) ? digest.substr(prefix.size()) : digest);
}

Phrase state_of(const Value& difference, const char* when) {
  const auto text = difference[when].text();
  return text.empty() ? soft("none") : code(text);
}

void put_differences(Grid& grid, const Line& line) {
  for (const Value& difference : line.compared["differences"].list())
    grid.rows.push_back({{code(difference["object"].text())},
                         {state_of(difference, "before")},
                         {state_of(difference, "after")},
                         {{difference["expected"].flag() ? "as planned" : ""}}});
}

bool was_compared(const Line& line) {
  return !line.compared.null() && line.outcome != Outcome::not_applicable;
}

}  // namespace

Fold check_fold(const Source& source, const Line& line) {
  Fold fold{line.outcome, line.check, {{line.said}}, {}};
  if (line.advisory) fold.says.push_back(soft(" It advises only."));
  Blocks& blocks = fold.inside;
  if (line.evidence.empty() || !source.evidence)
    put(blocks, Paragraph{{{"Nobody was asked."}}});
  else
    put_answers(blocks, source.evidence(bare_digest(line.evidence)));
  if (line.outcome > Outcome::pass && !line.remedy.empty())
    put(blocks, Paragraph{{strong("To mend it: "), {line.remedy}}});
  for (const std::string& command : line.commands) put(blocks, Verbatim{command});
  Phrases record{soft(fmt::format("Event {}, {} UTC, {}. Key ", line.event, time_words(line.moment),
                                  span_words(line.ms))),
                 code(line.key), soft(".")};
  if (!line.evidence.empty()) {
    record.push_back(soft(" Evidence "));
    record.push_back(code(line.evidence));
    record.push_back(soft("."));
  }
  put(blocks, Paragraph{std::move(record)});
  return fold;
}

Remark check_remark(const Line& line) {
  return {line.outcome, {code(line.check), {": " + line.said}}, line.remedy, line.commands};
}

std::optional<Section> comparison_section(const Source& source) {
  Section section{"compare", "Before and after", {}};
  for (const Line& line : source.report.lines) {
    if (!was_compared(line)) continue;
    put(section.blocks, Remarks{{{line.outcome, {code(line.check), {": " + line.said}}, {}, {}}}});
    Grid grid{{"What", "Before", "After", "Judged"}, {}};
    put_differences(grid, line);
    const std::size_t all = grid.rows.size();
    if (all > most_lines) grid.rows.resize(most_lines);
    put(section.blocks, Paragraph{{soft(fmt::format(
                            "Compared with event {}, {} UTC, {}{}", line.compared["event"].number(),
                            time_words(line.compared["at"].text()), line.compared["since"].text(),
                            all ? ":" : "."))}});
    if (all == 0) continue;
    put(section.blocks, std::move(grid));
    if (all > most_lines)
      put(section.blocks, Paragraph{{soft(first_of(most_lines, all, "difference"))}});
  }
  if (section.blocks.empty()) return {};
  return section;
}

void put_output(Blocks& blocks, const Source& source, const std::string& name,
                const Value& digest) {
  if (digest.text().empty() || !source.evidence) return;
  const std::string output = source.evidence(bare_digest(digest.text()));
  if (output.empty()) return;
  Fold fold{{}, name, {{size_words(static_cast<std::int64_t>(output.size()))}}, {}};
  put_lines(fold.inside, output);
  put(fold.inside, Paragraph{{soft("Evidence "), code(digest.text()), soft(".")}});
  put(blocks, std::move(fold));
}

}  // namespace interlock
