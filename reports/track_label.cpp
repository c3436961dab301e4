#include "reports/track_label.h"

#include <algorithm>

#include "engine/utf8.h"
#include "reports/style.h"

namespace interlock {

namespace {

constexpr std::size_t most_label_lines = 3;
constexpr std::string_view dots = "\xE2\x80\xA6";

// Percent of the size. Narrow and wide letters, capitals, all others.
int letter_percent(std::string_view letter) {
  constexpr std::string_view thin = "ijlft.,;:!|'()[] I", broad = "mwMWQO@%";
  if (letter.size() > 1) return 130;  // a picture may be as wide
  const char c = letter.front();
  if (thin.find(c) != std::string_view::npos) return 34;
  if (broad.find(c) != std::string_view::npos) return 92;
  return c >= 'A' && c <= 'Z' ? 70 : 60;
}

// The letter at the front, of text that is UTF-8.
std::string_view first_letter(std::string_view text) {
  return text.substr(0, std::max<std::size_t>(utf8_size(text), 1));
}

// How wide, in which size.
struct Measure {
  int width, size, spacing = 0;

  bool fits(std::string_view text) const { return text_width(text, size, spacing) <= width; }
};
constexpr Measure label{label_width, 12}, caption{label_width, 10, 1};

// As much of the text as fits before what follows.
std::string_view fitting(std::string_view text, std::string_view tail, const Measure& measure) {
  std::size_t end = 0;
  while (end < text.size()) {
    const std::size_t next = end + first_letter(text.substr(end)).size();
    if (!measure.fits(std::string(text.substr(0, next)) + std::string(tail))) break;
    end = next;
  }
  return text.substr(0, end);
}

std::string with_spaces(std::string text) {
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

Texts words_of(std::string_view text) {
  Texts words;
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    if (end > 0) words.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

// A word that is longer than a line is cut, and goes on in the next.
Texts pieces_of(std::string_view word, const Measure& measure) {
  Texts pieces;
  while (!measure.fits(word)) {
    const std::string_view piece = fitting(word, "-", measure);
    pieces.push_back(std::string(piece) + "-");
    word.remove_prefix(piece.size());
  }
  pieces.emplace_back(word);
  return pieces;
}

Texts broken(std::string_view text, const Measure& measure) {
  Texts lines;
  for (const std::string& word : words_of(text))
    for (const std::string& piece : pieces_of(word, measure)) {
      const std::string longer = lines.empty() ? "" : lines.back() + " " + piece;
      if (!longer.empty() && measure.fits(longer))
        lines.back() = longer;
      else
        lines.push_back(piece);
    }
  return lines;
}

}  // namespace

int text_width(std::string_view text, int size, int spacing) {
  int percent = 0, letters = 0;
  for (; !text.empty(); ++letters) {
    const std::string_view letter = first_letter(text);
    percent += letter_percent(letter);
    text.remove_prefix(letter.size());
  }
  return percent * size / 100 + spacing * letters;
}

Texts label_of(std::string_view id) {
  Texts lines = broken(with_spaces(visible(id)), label);
  if (lines.size() <= most_label_lines) return lines;
  lines.resize(most_label_lines);
  lines.back() = std::string(fitting(lines.back(), dots, label)) + std::string(dots);
  return lines;
}

std::string caption_of(std::string_view text) {
  std::string line = with_spaces(visible(text));
  for (char& c : line)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  if (caption.fits(line)) return line;
  return std::string(fitting(line, dots, caption)) + std::string(dots);
}

Texts lines_of(std::string_view text, int size, int width) {
  return broken(visible(text), {width, size});
}

std::string escaped_text(std::string_view text) {
  std::string out;
  for (const char c : visible(text)) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out += c;
    }
  }
  return out;
}

}  // namespace interlock
