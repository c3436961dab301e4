#include "checks/pins.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace interlock::checks {

namespace {

constexpr std::string_view blanks = " \t\r";

std::string_view trimmed(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
  return text.substr(0, text.find_last_not_of(blanks) + 1);
}

std::string lower(std::string_view text) {
  std::string all;
  for (const char c : text) all += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return all;
}

bool digit(char c) {
  return c >= '0' && c <= '9';
}

// 1.0-RC.1 -> 1.0rc1, 1.0.0 -> 1; what follows a + is a build of one's own.
std::string canonical_pin(std::string_view version) {
  std::string text = lower(trimmed(version));
  if (text.starts_with('v')) text.erase(0, 1);
  text.erase(std::min(text.find('+'), text.size()));
  std::string plain;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool between = text[at] == '-' || text[at] == '_' || text[at] == '.';
    const bool letters =
        (at + 1 < text.size() && !digit(text[at + 1])) || (at > 0 && !digit(text[at - 1]));
    if (!between || !letters || text[at + 1] == '*') plain += text[at];
  }
  while (plain.ends_with(".0")) plain.resize(plain.size() - 2);
  return plain;
}

// The name of a requirement: up to what is no letter of a name.
std::size_t end_of_name(std::string_view line) {
  std::size_t at = 0;
  while (at < line.size() && (std::isalnum(static_cast<unsigned char>(line[at])) != 0 ||
                              line[at] == '-' || line[at] == '_' || line[at] == '.'))
    ++at;
  return at;
}

void add_pin(std::string_view line, Pins& pins) {
  const auto comment = line.starts_with('#') ? 0 : line.find(" #");
  line = trimmed(line.substr(0, std::min(comment, line.size())));
  for (const std::string_view option : {"-r", "-c", "--requirement", "--constraint"})
    if (line.starts_with(option) && line.size() > option.size() &&
        (line[option.size()] == ' ' || line[option.size()] == '='))
      pins.included.emplace_back(trimmed(line.substr(option.size() + 1)));
  const auto name_ends = end_of_name(line);
  if (name_ends == 0 || line.starts_with('-')) return;
  std::string_view rest = trimmed(line.substr(name_ends));
  if (rest.starts_with('['))
    rest = trimmed(rest.substr(std::min(rest.find(']'), rest.size() - 1) + 1));
  if (!rest.starts_with("==")) return;
  rest.remove_prefix(rest.starts_with("===") ? 3 : 2);
  const auto ends = rest.find_first_of(";,");
  const bool sometimes = ends != std::string_view::npos && rest[ends] == ';';
  std::string_view version = trimmed(rest.substr(0, ends));
  version = version.substr(0, version.find_first_of(blanks));  // --hash=...
  pins.pinned.push_back({package_name(line.substr(0, name_ends)), std::string(version), sometimes});
}

}  // namespace

std::string package_name(std::string_view name) {
  std::string plain;
  for (const char c : lower(name)) {
    const bool between = c == '-' || c == '_' || c == '.';
    if (!between)
      plain += c;
    else if (!plain.ends_with('-'))
      plain += '-';
  }
  return plain;
}

Pins pins_in(const std::vector<std::string>& lines) {
  Pins pins;
  std::string whole;
  for (const std::string& line : lines) {
    const auto text = trimmed(line);
    whole += text;
    if (text.ends_with('\\')) {
      whole.back() = ' ';
      continue;
    }
    add_pin(whole, pins);
    whole.clear();
  }
  add_pin(whole, pins);
  return pins;
}

bool satisfies_pin(std::string_view version, std::string_view pin) {
  if (!pin.ends_with(".*")) return canonical_pin(version) == canonical_pin(pin);
  const std::string begin = lower(pin.substr(0, pin.size() - 1));
  return (lower(trimmed(version)) + ".").starts_with(begin);
}

}  // namespace interlock::checks
