#include "checks/view_text.h"

namespace interlock::checks {

namespace {

bool take(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word)) return false;
  text.remove_prefix(word.size());
  return true;
}

// `db`.`table`.`column` as its parts; empty if none begins here.
std::vector<std::string> take_path(std::string_view& text) {
  std::vector<std::string> parts;
  while (take(text, "`")) {
    std::string& part = parts.emplace_back();
    while (!text.empty()) {
      const char c = text.front();
      text.remove_prefix(1);
      if (c == '`' && !take(text, "`")) break;
      part += c;
    }
    if (!take(text, ".")) break;
  }
  return parts;
}

}  // namespace

std::optional<PlainView> plain_view(std::string_view text) {
  PlainView view;
  if (!take(text, "select ")) return {};
  do {
    const auto path = take_path(text);
    if (path.size() < 2) return {};
    view.columns.push_back(path.back());
    if (!take(text, " AS ")) continue;
    const auto name = take_path(text);
    if (name.empty()) return {};
    view.columns.back() = name.back();
  } while (take(text, ","));
  if (!take(text, " from ")) return {};
  const bool in_brackets = take(text, "(");
  const auto path = take_path(text);
  if (path.empty()) return {};
  view.table = path.back();
  if (text.starts_with(" `")) text.remove_prefix(1), take_path(text);  // its alias
  if (in_brackets && !take(text, ")")) return {};
  if (!text.empty() && !text.starts_with(" where ") && !text.starts_with(" order by ") &&
      !text.starts_with(" limit "))
    return {};
  return view;
}

}  // namespace interlock::checks
