#pragma once

#include <string>
#include <utility>

#include "reports/page.h"

// What the pages are put together from.
namespace interlock {

// What a page is made of besides the machine.
struct Source {
  const Report& report;
  const Machine& machine;
  const EvidenceOf& evidence;
};

Page change_record(const Source& source);
// Of a `ready` or a `verify`.
Page examination_page(const Source& source);

Phrase code(std::string_view text);
Phrase strong(std::string_view text);
Phrase soft(std::string_view text);
Phrase jump(std::string_view section);

template <class Kind>
void put(Blocks& blocks, Kind block) {
  blocks.push_back(Block{std::move(block)});
}

// "19 November 2026", "22:00:04", of a time of the record.
std::string day_words(std::string_view at);
std::string time_words(std::string_view at);
// Milliseconds between two times of the record.
std::int64_t ms_between(std::string_view from, std::string_view to);

// Title, place and foot.
Page begun_page(const Source& source);
// Who asked, by which procedure.
Term operator_term(const Report& report);
Term record_term(const Report& report);
Section record_section(const Source& source);

// A check with its question, its answer and what was compared behind it.
Fold check_fold(const Source& source, const Line& line);
Remark check_remark(const Line& line);
// What checks found to be otherwise than before; no section without any comparison.
std::optional<Section> comparison_section(const Source& source);

// The machine drawn, and told in words.
Section line_section(const Source& source);
Section timeline_section(const Report& report);
Section stages_section(const Source& source);

// "Failed: Apply the migrations."
std::string course_words(const Station& station);
bool is_amiss(const Station& station);
// "exit 1".
std::string ending_words(const Value& command);

// An output of a program, or what is known of it.
void put_output(Blocks& blocks, const Source& source, const std::string& name, const Value& digest);

}  // namespace interlock
