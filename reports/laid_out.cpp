#include <fmt/core.h>

#include "engine/jcs.h"
#include "reports/models.h"

namespace interlock {

namespace {

constexpr std::size_t page_width = 149;  // and a comma

// On one line.
std::string compact(const Value& value) {
  std::string text;
  if (const auto* list = std::get_if<Value::List>(&value.it)) {
    for (const Value& each : *list) text += (text.empty() ? "" : ", ") + compact(each);
    return "[" + text + "]";
  }
  if (const auto* object = std::get_if<Value::Object>(&value.it)) {
    for (const auto& [key, each] : *object)
      text += fmt::format("{}{}: {}", text.empty() ? "" : ", ", canonical(key), compact(each));
    return "{" + text + "}";
  }
  return canonical(value);
}

// Letters, not bytes.
std::size_t letters_in(std::string_view text) {
  std::size_t letters = 0;
  for (const char c : text)
    if ((static_cast<unsigned char>(c) & 0xc0u) != 0x80u) ++letters;
  return letters;
}

// `closing`: how many brackets will be closed after it.
std::string filled(const Value& value, std::size_t column, std::size_t closing);

// What stands between brackets: as much on a line as fits, all lines beginning in the
// same column. A part of the procedure that begins with one of `heads` begins a line.
struct Filling {
  std::size_t column, at, closing;
  std::string text = {};

  void add(const std::string& key, const Value& value, bool head) {
    const std::string whole = key + compact(value);
    const std::size_t gap = text.empty() ? 0 : 2;
    const bool fits = at + gap + letters_in(whole) + closing <= page_width;
    if (gap != 0 && (head || !fits)) {
      text += ",\n" + std::string(column, ' ');
      at = column;
    } else if (gap != 0) {
      text += ", ";
      at += gap;
    }
    const std::string written = key + filled(value, at + letters_in(key), closing);
    const auto line = written.rfind('\n');
    text += written;
    at = line == std::string::npos ? at + letters_in(written)
                                   : letters_in(std::string_view(written).substr(line + 1));
  }
};

std::string filled(const Value& value, std::size_t column, std::size_t closing) {
  std::string whole = compact(value);
  const auto* list = std::get_if<Value::List>(&value.it);
  const auto* object = std::get_if<Value::Object>(&value.it);
  if (column + letters_in(whole) + closing <= page_width || (!list && !object)) return whole;
  Filling inside{column + 1, column + 1, closing + 1};
  if (list) {
    for (const Value& each : *list) inside.add("", each, false);
    return "[" + inside.text + "]";
  }
  for (const auto& [key, each] : *object) inside.add(canonical(key) + ": ", each, false);
  return "{" + inside.text + "}";
}

bool begins_a_line(std::string_view key) {
  for (const std::string_view head :
       {"cites", "note", "require", "hold", "run", "manual", "ensure"})
    if (key == head) return true;
  return false;
}

std::string transition_text(const Value& transition) {
  Filling inside{5, 5, 1};
  for (const auto& [key, each] : transition.members())
    inside.add(canonical(key) + ": ", each, begins_a_line(key));
  return "{" + inside.text + "}";
}

// Each element on lines of its own.
std::string own_lines(const Value& list, bool transitions) {
  std::string text;
  for (const Value& each : list.list())
    text += (text.empty() ? "\n    " : ",\n    ") +
            (transitions && !each.members().empty() ? transition_text(each) : filled(each, 4, 0));
  return "[" + text + "\n  ]";
}

std::string member_text(const std::string& key, const Value& value) {
  const std::string head = "  " + canonical(key) + ": ";
  const bool transitions = key == "transitions";
  if ((transitions || key == "states") && !value.list().empty())
    return head + own_lines(value, transitions);
  const std::string whole = compact(value);
  if (letters_in(head) + letters_in(whole) <= page_width) return head + whole;
  if (!value.list().empty()) return head + own_lines(value, false);
  if (value.members().empty()) return head + whole;
  std::string text;
  for (const auto& [name, each] : value.members()) {
    const std::string inner = "    " + canonical(name) + ": ";
    text += (text.empty() ? "\n" : ",\n") + inner + filled(each, letters_in(inner), 0);
  }
  return head + "{" + text + "\n  }";
}

}  // namespace

std::string laid_out(const Value& machine) {
  std::string text;
  for (const auto& [key, value] : machine.members())
    text += (text.empty() ? "" : ",\n") + member_text(key, value);
  return "{\n" + text + "\n}\n";
}

}  // namespace interlock
