#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/verdict.h"
#include "reports/report.h"

// A report as a page for people: the change record of a run, the readiness report of a
// `ready`, the verification report of a `verify`. What it tells is decided here, once;
// html_of() and markdown_of() only write it down. All texts are as they came from the
// record: the renderings make them visible and harmless.
namespace interlock {

// Words in one manner. A code is a name of the record: a path, a check, a digest; a
// jump says "section N" of the section whose id is its text.
struct Phrase {
  enum class Manner { plain, code, strong, soft, jump };
  std::string text;
  Manner manner = Manner::plain;
};
using Phrases = std::vector<Phrase>;

struct Term {
  std::string label;
  Phrases says;
};
struct Figure {
  std::string label, value, note;
};

// What a section is made of.
struct Block;
using Blocks = std::vector<Block>;

struct Paragraph {
  Phrases says;
};
struct Terms {
  std::vector<Term> terms;
};
struct Items {
  std::vector<Phrases> items;
};
// A finding that is told on its own, with what mends it.
struct Remark {
  Outcome outcome = Outcome::unknown;
  Phrases says;
  std::string remedy;
  Texts commands;
};
struct Remarks {
  std::vector<Remark> remarks;
};
struct Grid {
  Texts columns;
  std::vector<std::vector<Phrases>> rows;  // each as long as `columns`
};
// Lines as they are: a question, an output, a command to copy.
struct Verbatim {
  std::string text;
};
// Markup of ours and no text from outside. What it tells also stands beside it in words:
// Markdown leaves it out.
struct Drawing {
  std::string figure;
  std::string_view shows;  // a sentence on what is seen
};
// What happened when, as shares of the whole time in thousandths.
struct Stretch {
  enum class Kind { went, waited, failed };
  std::string at;
  Phrases says;
  std::string took;  // empty: no time
  Kind kind = Kind::went;
  std::int64_t from = 0, to = 0;
  bool locked_out = false;
};
struct Timeline {
  std::string from, to;
  std::vector<Stretch> stretches;
};
// Opens to show what lies behind it.
struct Fold {
  std::optional<Outcome> outcome;
  std::string name;
  Phrases says;
  Blocks inside;
};
// The checks that are asked at one time, or one attempt.
struct Group {
  std::string label, note;
  Blocks inside;
};
// A step of the procedure.
struct Stage {
  std::string number, title, when;
  Phrases about;
  Blocks inside;
};

struct Block {
  std::variant<Paragraph, Terms, Items, Remarks, Grid, Verbatim, Drawing, Timeline, Fold, Group,
               Stage>
      it;
};

struct Section {
  std::string id, title;
  Blocks blocks;
};

struct Page {
  std::string kind;   // "Change record"
  std::string about;  // "Run a3f9-k2mt, 19 November 2026"
  std::string title;  // "IXP Manager, 6.3.1 to 6.4.2"
  Phrases place;
  Outcome outcome = Outcome::unknown;
  std::string verdict;  // "Upgraded."
  Phrases lead;
  std::vector<Figure> figures;
  std::vector<Term> terms;
  std::string noted;  // the heading of `remarks`
  Blocks remarks;
  std::vector<Section> sections;
  Phrases foot;
};

// Where there is no record that is kept, `report.head` is empty.
Page page_of(const Report& report, const Machine& machine, const EvidenceOf& evidence);

std::string html_of(const Page& page);
std::string markdown_of(const Page& page);

// "pass", "warn", "unknown", "fail", "n/a".
std::string outcome_word(Outcome outcome);

// The number of a section on its page, from 1.
std::size_t number_of(const Page& page, std::string_view section);

}  // namespace interlock
