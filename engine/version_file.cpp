#include "engine/version_file.h"

#include <algorithm>

#include "engine/python_settings.h"

namespace interlock {

namespace {

constexpr std::string_view white_space = " \t\r\n";

// PHP without its comments; what stands in quotes stays.
std::string without_comments(std::string_view text) {
  std::string code;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view rest = text.substr(at);
    std::size_t size = 1;
    if (rest.front() == '"' || rest.front() == '\'') {
      while (size < rest.size() && rest[size] != rest.front()) size += rest[size] == '\\' ? 2u : 1u;
      code += rest.substr(0, ++size);
    } else if (rest.starts_with("/*")) {
      size = std::min(rest.find("*/", 2), rest.size() - 2) + 2;
    } else if (rest.starts_with("//") || (rest.front() == '#' && !rest.starts_with("#["))) {
      size = std::min(rest.find('\n'), rest.size());
    } else {
      code += rest.front();
    }
    at += size;
  }
  return code;
}

void skip(std::string_view& rest, std::string_view what) {
  rest.remove_prefix(std::min(rest.find_first_not_of(what), rest.size()));
}

// NAME, then a sign between them, then a text in quotes: that text.
std::optional<std::string> assigned(std::string_view code, std::string_view name,
                                    std::string_view sign) {
  for (auto at = code.find(name); at != std::string_view::npos; at = code.find(name, at + 1)) {
    std::string_view rest = code.substr(at + name.size());
    skip(rest, white_space);
    if (!rest.starts_with(sign)) continue;
    rest.remove_prefix(sign.size());
    skip(rest, white_space);
    if (rest.empty() || (rest.front() != '"' && rest.front() != '\'')) continue;
    const auto end = rest.find(rest.front(), 1);
    if (end != std::string_view::npos) return std::string(rest.substr(1, end - 1));
  }
  return {};
}

std::optional<std::string> in_php(std::string_view text) {
  const std::string code = without_comments(text);
  if (auto defined = assigned(code, "'APPLICATION_VERSION'", ",")) return defined;
  if (auto defined = assigned(code, "\"APPLICATION_VERSION\"", ",")) return defined;
  return assigned(code, "APPLICATION_VERSION", "=");
}

std::optional<std::string> in_laravel(std::string_view text) {
  const std::string code = without_comments(text);
  if (auto written = assigned(code, "'version'", "=>")) return written;
  return assigned(code, "\"version\"", "=>");
}

std::optional<std::string> in_settings(std::string_view text) {
  const auto settings = python_settings(text);
  const auto found = settings.find("VERSION");
  return found == settings.end() ? std::nullopt : found->second;
}

std::optional<std::string> first_line(std::string_view text) {
  return std::string(text.substr(0, text.find_first_of("\r\n")));
}

struct Spelling {
  std::string_view path;
  std::optional<std::string> (*read)(std::string_view text);
};

constexpr std::array<Spelling, 4> rules = {{{"version.php", in_php},
                                            {"Version.php", in_php},
                                            {"config/app.php", in_laravel},
                                            {"settings.py", in_settings}}};

}  // namespace

std::optional<std::string> version_in(std::string_view path, std::string_view text) {
  auto* read = first_line;
  for (const Spelling& rule : rules)
    if (path == rule.path || path.ends_with("/" + std::string(rule.path))) read = rule.read;
  auto version = read(text);
  if (!version) return {};
  const auto from = version->find_first_not_of(white_space);
  if (from == std::string::npos) return {};
  return version->substr(from, version->find_last_not_of(white_space) - from + 1);
}

}  // namespace interlock
