#include "engine/guide.h"

#include <algorithm>

#include "engine/written.h"

namespace interlock {

namespace {

constexpr std::string_view spaces = " \t\r\n\f\v";

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_capital(char c) {
  return c >= 'A' && c <= 'Z';
}

bool is_letter(char c) {
  return is_capital(c) || (c >= 'a' && c <= 'z');
}

bool is_space(char c) {
  return spaces.find(c) != std::string_view::npos;
}

std::string_view stripped(std::string_view text) {
  const auto first = text.find_first_not_of(spaces);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(spaces) - first + 1);
}

std::size_t indent_of(std::string_view line) {
  return std::min(line.find_first_not_of(spaces), line.size());
}

// A heading as an address: what is neither letter, digit nor hyphen separates or goes.
std::string slug(std::string_view heading) {
  std::string slug;
  bool gap = false;
  for (const char c : heading) {
    if (is_space(c) || c == '_') gap = true;
    if (!is_letter(c) && !is_digit(c) && c != '-') continue;
    if (gap) slug += '-';
    gap = false;
    slug += is_capital(c) ? static_cast<char>(c - 'A' + 'a') : c;
  }
  while (slug.ends_with('-')) slug.pop_back();
  return slug.substr(std::min(slug.find_first_not_of('-'), slug.size()));
}

// Is there a letter or digit? Beyond ASCII everything counts as one but the
// blocks of punctuation and symbols, U+0080 to U+00BF and U+2000 to U+2FFF.
bool says_something(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return is_letter(c) || is_digit(c) || c == '_' || (byte >= 0xC3 && byte != 0xE2);
  });
}

// The beginning of the next sentence, if one ends before `place`; else `place`.
std::size_t next_sentence(std::string_view text, std::size_t place) {
  if (std::string_view(".!?").find(text[place - 1]) == std::string_view::npos) return place;
  const auto gap = text.find_first_not_of("\"')*_", place);
  if (gap == std::string_view::npos || text[gap] != ' ' || gap + 1 >= text.size()) return place;
  const char first = text[gap + 1];
  const bool begins =
      is_capital(first) || std::string_view("`\"'[*(").find(first) != std::string_view::npos;
  return begins ? gap + 1 : place;
}

Texts sentences_in(std::string_view text) {
  Texts sentences;
  std::size_t begin = 0;
  for (std::size_t i = 1; i < text.size(); ++i) {
    const auto next = next_sentence(text, i);
    if (next == i) continue;
    sentences.emplace_back(text.substr(begin, i - begin));
    begin = i = next;
  }
  if (begin < text.size()) sentences.emplace_back(text.substr(begin));
  return sentences;
}

// What stands behind "1. ", or "* ", "- ", "> "; nothing if it is no list item.
std::optional<std::string_view> item(std::string_view line, std::string_view marks) {
  std::size_t mark = 0;
  while (mark < line.size() && is_digit(line[mark])) ++mark;
  if (mark > 0 ? !line.substr(mark).starts_with('.')
               : line.empty() || marks.find(line.front()) == std::string_view::npos)
    return {};
  line.remove_prefix(mark + 1);
  if (line.empty() || !is_space(line.front())) return {};
  return stripped(line);
}

class Splitter {
 public:
  explicit Splitter(std::string_view file) {
    file = file.substr(file.find_last_of('/') + 1);
    heading_ = slug(file.substr(0, file.find('.')));
  }

  std::vector<Unit> markdown(const std::vector<std::string_view>& lines) {
    bool code = false;
    for (const std::string_view line : lines) {
      const auto text = stripped(line);
      if (text.starts_with("```")) {
        flush();
        code = !code;
      } else if (code) {
        if (!text.empty()) emit(text);
      } else {
        markdown_line(text);
      }
    }
    flush();
    return std::move(units_);
  }

  std::vector<Unit> restructured(const std::vector<std::string_view>& lines) {
    std::optional<std::size_t> code;  // how far the block of code that we are in is indented
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const auto text = stripped(lines[i]);
      if (!text.empty() && i + 1 < lines.size() && underlines(stripped(lines[i + 1]))) {
        heading(text);
        ++i;
        continue;
      }
      if (code && !text.empty() && indent_of(lines[i]) <= *code) code.reset();
      if (code) {
        if (!text.empty() && !text.starts_with(':')) emit(text);
      } else if (text.starts_with("..")) {
        flush();
        if (text.find("code-block") != std::string_view::npos) code = indent_of(lines[i]);
      } else {
        prose(text, "");
      }
    }
    flush();
    return std::move(units_);
  }

 private:
  void markdown_line(std::string_view text) {
    if (text.size() > 1 && text.starts_with('#')) {
      heading(text.substr(std::min(text.find_first_not_of('#'), text.size())));
    } else if (is_admonition(text)) {
      flush();
      const auto first = text.find('"');
      const auto last = text.rfind('"');
      if (first < last) emit(text.substr(first + 1, last - first - 1));
    } else if (text.starts_with('|')) {
      flush();
      if (text.find_first_not_of("|-: ") != std::string_view::npos) emit(text);
    } else if (text.starts_with("![")) {
      flush();
      emit(text);
    } else {
      prose(text, "*->");
    }
  }

  static bool is_admonition(std::string_view text) {
    for (const std::string_view mark : {"!!!", "???+", "???"})
      if (text.starts_with(mark) && text.size() > mark.size() && is_space(text[mark.size()]))
        return true;
    return false;
  }

  static bool underlines(std::string_view text) {
    return text.size() >= 4 && text.find_first_not_of("*=-~") == std::string_view::npos;
  }

  // A line of a paragraph; an item of a list begins another one.
  void prose(std::string_view text, std::string_view marks) {
    const auto rest = item(text, marks);
    if (text.empty() || rest) flush();
    for (const char c : rest.value_or(text))
      if (!is_space(c))
        paragraph_ += c;
      else if (!paragraph_.ends_with(' '))
        paragraph_ += ' ';
    if (!paragraph_.empty()) paragraph_ += ' ';
  }

  void heading(std::string_view title) {
    flush();
    heading_ = slug(title);
  }

  void flush() {
    for (const std::string& sentence : sentences_in(stripped(paragraph_)))
      if (says_something(sentence)) emit(sentence);
    paragraph_.clear();
  }

  void emit(std::string_view text) {
    units_.push_back({heading_, ++numbers_[heading_], std::string(text)});
  }

  std::string heading_;
  std::string paragraph_;
  Named<std::int64_t> numbers_;  // a heading that comes twice is counted on
  std::vector<Unit> units_;
};

}  // namespace

std::vector<Unit> units_of(std::string_view text, std::string_view file) {
  std::vector<std::string_view> lines;
  for (;;) {
    const auto end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    if (end == text.size()) break;
    text.remove_prefix(end + 1);
  }
  return file.ends_with(".rst") ? Splitter(file).restructured(lines)
                                : Splitter(file).markdown(lines);
}

Named<std::int64_t> counted(const std::vector<Unit>& units) {
  Named<std::int64_t> counts;
  for (const Unit& unit : units) ++counts[unit.heading];
  return counts;
}

std::optional<Cite> cite_of(std::string_view written) {
  const auto hash = std::min(written.find('#'), written.size());
  Cite cite{std::string(written.substr(0, hash))};
  if (!is_slug(cite.heading)) return {};
  if (hash == written.size()) return cite;
  const std::string_view numbers = written.substr(hash + 1);
  const auto dash = numbers.find('-');
  if (numbers.starts_with('0') || numbers.find("-0") != std::string_view::npos) return {};
  const auto first = whole_number(numbers.substr(0, dash));
  const auto last = dash == std::string_view::npos ? first : whole_number(numbers.substr(dash + 1));
  if (!first || !last || *first < 1 || *last < *first) return {};
  cite.first = *first;
  cite.last = *last;
  return cite;
}

bool is_slug(std::string_view written) {
  return !written.empty() && written.front() != '-' &&
         std::all_of(written.begin(), written.end(), [](char c) {
           return (is_letter(c) && !is_capital(c)) || is_digit(c) || c == '-';
         });
}

}  // namespace interlock
