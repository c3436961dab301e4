#include "engine/dotenv.h"

#include <algorithm>
#include <cctype>
#include <optional>

namespace interlock {

namespace {

using Values = std::map<std::string, std::string, std::less<>>;

bool blank(char c) {
  return std::isspace(static_cast<unsigned char>(c)) != 0;
}

std::string_view without_blanks(std::string_view text) {
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

bool in_variable(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.';
}

std::string_view take_line(std::string_view& text) {
  const auto end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

// Where the double quoted text ends in whose inside `text` begins, or npos.
std::size_t closing_quote(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\')
      ++i;
    else if (text[i] == '"')
      return i;
  }
  return std::string_view::npos;
}

// One entry: a line, or several if a double quoted value goes on. A quote that is never
// closed spoils only its own line.
std::string_view take_entry(std::string_view& text) {
  const std::string_view all = text;
  const std::string_view line = take_line(text);
  const auto opens = line.find("=\"");
  if (opens == std::string_view::npos || without_blanks(line).starts_with('#')) return line;
  const auto inside = closing_quote(all.substr(opens + 2));
  if (inside == std::string_view::npos || opens + 2 + inside < line.size()) return line;
  text = all.substr(opens + 2 + inside);
  take_line(text);
  return all.substr(0, all.size() - text.size());
}

std::optional<std::string> name_of(std::string_view written) {
  written = without_blanks(written);
  if (written.starts_with("export") && written.size() > 6 && blank(written[6]))
    written = without_blanks(written.substr(6));
  if (written.size() > 2 && written.front() == written.back() &&
      (written.front() == '"' || written.front() == '\''))
    written = written.substr(1, written.size() - 2);
  if (written.empty() || !std::all_of(written.begin(), written.end(), in_variable)) return {};
  return std::string(written);
}

// Reads one value, letter by letter, as the parser that it follows does.
class EntryReader {
 public:
  EntryReader(std::string_view text, const Values& known) : rest_(text), known_(known) {}

  std::optional<std::string> value() {
    if (!rest_.empty() && (rest_.front() == '"' || rest_.front() == '\'')) {
      const char quote = rest_.front();
      rest_.remove_prefix(1);
      if (!quoted(quote)) return {};
    } else {
      while (!rest_.empty() && rest_.front() != '#' && !blank(rest_.front())) letter_or_variable();
    }
    while (!rest_.empty() && blank(rest_.front())) rest_.remove_prefix(1);
    if (!rest_.empty() && rest_.front() != '#') return {};
    return value_;
  }

 private:
  void letter() {
    value_ += rest_.front();
    rest_.remove_prefix(1);
  }

  void letter_or_variable() {
    const auto ends = rest_.find('}');
    if (rest_.starts_with("${") && ends != std::string_view::npos) {
      if (const auto found = known_.find(rest_.substr(2, ends - 2)); found != known_.end()) {
        value_ += found->second;
        rest_.remove_prefix(ends + 1);
        return;
      }
    }
    letter();
  }

  bool escaped() {
    rest_.remove_prefix(1);
    if (rest_.empty()) return false;
    static constexpr std::string_view letters = "\"\\$fnrtv", meant = "\"\\$\f\n\r\t\v";
    const auto which = letters.find(rest_.front());
    if (which == std::string_view::npos) return false;
    value_ += meant[which];
    rest_.remove_prefix(1);
    return true;
  }

  bool quoted(char quote) {
    while (!rest_.empty() && rest_.front() != quote) {
      if (quote == '\'')
        letter();
      else if (rest_.front() != '\\')
        letter_or_variable();
      else if (!escaped())
        return false;
    }
    if (rest_.empty()) return false;
    rest_.remove_prefix(1);
    return true;
  }

  std::string_view rest_;
  const Values& known_;
  std::string value_;
};

}  // namespace

std::map<std::string, std::string, std::less<>> dotenv(std::string_view text) {
  Values values;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  while (!text.empty()) {
    const std::string_view entry = without_blanks(take_entry(text));
    const auto equals = entry.find('=');
    if (entry.empty() || entry.front() == '#' || equals == std::string_view::npos) continue;
    const auto name = name_of(entry.substr(0, equals));
    const auto value = EntryReader(without_blanks(entry.substr(equals + 1)), values).value();
    if (name && value) values[*name] = *value;
  }
  return values;
}

}  // namespace interlock
