#include <fmt/core.h>

#include <algorithm>
#include <cctype>

#include "reports/page.h"
#include "reports/style.h"

// A page as Markdown (GitHub's, with tables and details), for a ticket or a wiki.
namespace interlock {

namespace {

bool is_digit(char c) {
  return std::isdigit(static_cast<unsigned char>(c)) != 0;
}

// What could begin a heading, a list, a quotation, a rule or a fence at the front of a line.
std::size_t size_of_marker(std::string_view text) {
  if (text.empty()) return 0;
  if (std::string_view("#+-=>:").find(text.front()) != std::string_view::npos) return 1;
  std::size_t digits = 0;
  while (digits < text.size() && is_digit(text[digits])) ++digits;
  const bool numbered =
      digits > 0 && digits < text.size() && (text[digits] == '.' || text[digits] == ')');
  return numbered ? digits + 1 : 0;
}

// Text from outside, so that it is nothing but text, at the front of a line too and in a
// table; addresses become no links. Everything that is no markup of ours comes through here.
std::string in_markdown(std::string_view outside) {
  static constexpr std::string_view special = "\\`*_[]<>|&~$";
  const std::string text = visible(outside);
  const std::size_t marker = size_of_marker(text);
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i == 0 && text.front() == ' ') {  // four of them would be a program's text
      result = "&#32;";
      continue;
    }
    const std::string_view rest = std::string_view(text).substr(i);
    const bool link = rest.starts_with("://") ||
                      (rest.front() == '.' && i >= 3 && text.compare(i - 3, 3, "www") == 0);
    if (link || i + 1 == marker || special.find(rest.front()) != std::string_view::npos)
      result += '\\';
    result += rest.front();
  }
  return result;
}

// The same between the tags of a summary, where no Markdown is read.
std::string in_tags(std::string_view outside) {
  std::string result;
  for (const char c : visible(outside)) switch (c) {
      case '&': result += "&amp;"; break;
      case '<': result += "&lt;"; break;
      case '>': result += "&gt;"; break;
      default: result += c;
    }
  return result;
}

// A code span cannot hold a backtick simply, nor a bar in a table: then it is text.
std::string code_span(std::string_view outside) {
  const std::string text = visible(outside);
  const bool simple = !text.empty() && text.find_first_of("`|") == std::string::npos &&
                      text.front() != ' ' && text.back() != ' ';
  return simple ? "`" + text + "`" : in_markdown(outside);
}

// A fence that no line of the text ends.
std::string fence_for(std::string_view text) {
  std::size_t longest = 2, here = 0;
  for (const char c : text) {
    here = c == '`' ? here + 1 : 0;
    longest = std::max(longest, here);
  }
  return std::string(longest + 1, '`');
}

class Markdown {
 public:
  explicit Markdown(const Page& page) : page_(page) {}

  std::string whole() {
    add("**Interlock** {}  \n{}\n\n", in_markdown(page_.kind), in_markdown(page_.about));
    add("# {}\n\n{}\n\n", in_markdown(page_.title), words(page_.place));
    add("## {}\n\n{}\n\n", in_markdown(page_.verdict), words(page_.lead));
    for (const auto& [label, value, note] : page_.figures)
      add("- {} **{}** {}\n", in_markdown(label), in_markdown(value), in_markdown(note));
    out_ += "\n";
    put(Terms{page_.terms});
    add("## {}\n\n", in_markdown(page_.noted));
    put(page_.remarks);
    for (const Section& section : page_.sections)
      add("- {} {}\n", number_of(page_, section.id), in_markdown(section.title));
    for (const Section& section : page_.sections) {
      add("\n## {} {}\n\n", number_of(page_, section.id), in_markdown(section.title));
      put(section.blocks);
    }
    add("---\n\n{}\n", words(page_.foot));
    return std::move(out_);
  }

 private:
  template <class... Parts>
  void add(fmt::format_string<const Parts&...> format, const Parts&... parts) {
    out_ += fmt::format(format, parts...);
  }

  std::string words(const Phrases& phrases) const {
    std::string text;
    for (const auto& [said, manner] : phrases) switch (manner) {
        case Phrase::Manner::plain:
        case Phrase::Manner::soft: text += in_markdown(said); break;
        case Phrase::Manner::code: text += code_span(said); break;
        case Phrase::Manner::strong: text += strong(said); break;
        case Phrase::Manner::jump: text += fmt::format("section {}", number_of(page_, said)); break;
      }
    return text;
  }

  // Stars hold only where no space stands within them.
  static std::string strong(std::string said) {
    const bool before = said.starts_with(' '), behind = said.ends_with(' ');
    if (before) said.erase(0, 1);
    if (behind) said.pop_back();
    return (before ? " **" : "**") + in_markdown(said) + (behind ? "** " : "**");
  }

  std::string plain_words(const Phrases& phrases) const {
    std::string text;
    for (const auto& [said, manner] : phrases)
      text += manner == Phrase::Manner::jump ? fmt::format("section {}", number_of(page_, said))
                                             : in_tags(said);
    return text;
  }

  void put(const Blocks& blocks) {
    for (const Block& block : blocks) std::visit([this](const auto& it) { put(it); }, block.it);
  }

  void put(const Paragraph& paragraph) { add("{}\n\n", words(paragraph.says)); }

  void put(const Terms& terms) {
    for (const auto& [label, says] : terms.terms)
      add("- **{}** {}\n", in_markdown(label), words(says));
    out_ += "\n";
  }

  void put(const Items& items) {
    for (const Phrases& item : items.items) add("- {}\n", words(item));
    out_ += "\n";
  }

  void put(const Remarks& remarks) {
    for (const auto& [outcome, says, remedy, commands] : remarks.remarks) {
      add("**{}** {}\n\n", outcome_word(outcome), words(says));
      if (!remedy.empty()) add("{}\n\n", in_markdown(remedy));
      for (const std::string& command : commands) put(Verbatim{command});
    }
  }

  void put(const Grid& grid) {
    out_ += "|";
    for (const std::string& column : grid.columns) add(" {} |", in_markdown(column));
    out_ += "\n|";
    for (std::size_t i = 0; i < grid.columns.size(); ++i) out_ += " --- |";
    out_ += "\n";
    for (const auto& row : grid.rows) {
      out_ += "|";
      for (const Phrases& cell : row) add(" {} |", words(cell));
      out_ += "\n";
    }
    out_ += "\n";
  }

  void put(const Verbatim& verbatim) {
    const std::string fence = fence_for(verbatim.text);
    out_ += fence + "text\n";
    for (std::size_t at = 0; at < verbatim.text.size();) {
      const std::size_t end = std::min(verbatim.text.find('\n', at), verbatim.text.size());
      out_ += visible(std::string_view(verbatim.text).substr(at, end - at)) + "\n";
      at = end + 1;
    }
    out_ += fence + "\n\n";
  }

  void put(const Drawing&) {}

  void put(const Timeline& timeline) {
    Grid grid{{"Time, UTC", "What happened", "Took"}, {}};
    for (const Stretch& stretch : timeline.stretches)
      grid.rows.push_back({{{stretch.at}}, stretch.says, {{stretch.took}}});
    put(grid);
  }

  void put(const Fold& fold) {
    add("<details>\n<summary>{} <code>{}</code> {}</summary>\n\n",
        fold.outcome ? outcome_word(*fold.outcome) : "", in_tags(fold.name),
        plain_words(fold.says));
    put(fold.inside);
    out_ += "</details>\n\n";
  }

  void put(const Group& group) {
    add("#### {} {}\n\n", in_markdown(group.label), in_markdown(group.note));
    put(group.inside);
  }

  void put(const Stage& stage) {
    add("### {} {}\n\n", in_markdown(stage.number), in_markdown(stage.title));
    if (!stage.when.empty()) add("{}\n\n", in_markdown(stage.when));
    add("{}\n\n", words(stage.about));
    put(stage.inside);
  }

  const Page& page_;
  std::string out_;
};

}  // namespace

std::string markdown_of(const Page& page) {
  return Markdown(page).whole();
}

}  // namespace interlock
