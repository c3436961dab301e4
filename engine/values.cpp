#include "engine/values.h"

#include "engine/error.h"

namespace interlock {

namespace {

// Calls `act(before, name)` for each variable, and returns what stands after the last.
template <class Act>
std::string_view each_variable(std::string_view text, Act act) {
  for (;;) {
    const auto begin = text.find("${");
    if (begin == std::string_view::npos) return text;
    const auto end = std::min(text.find('}', begin), text.size());
    act(text.substr(0, begin), text.substr(begin + 2, end - begin - 2));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

}  // namespace

std::string filled(std::string_view text, const Values& values) {
  std::string result;
  const auto rest = each_variable(text, [&](std::string_view before, std::string_view name) {
    result += before;
    if (name.starts_with("secret:")) {
      result += "${" + std::string(name) + "}";
      return;
    }
    const auto found = values.find(name);
    if (found == values.end())
      throw Error(Error::Kind::input, "Nothing is known for ${" + std::string(name) + "}.",
                  "Give it: --set " + std::string(name.substr(0, name.find('.'))) + "=...");
    result += found->second;
  });
  return result += rest;
}

Arguments filled(Arguments arguments, const Values& values) {
  for (auto& [unused, argument] : arguments) {
    if (auto* text = std::get_if<std::string>(&argument)) *text = filled(*text, values);
    if (auto* list = std::get_if<Texts>(&argument))
      for (std::string& item : *list) item = filled(item, values);
  }
  return arguments;
}

Texts variables_in(std::string_view text) {
  Texts names;
  each_variable(text, [&](std::string_view, std::string_view name) { names.emplace_back(name); });
  return names;
}

}  // namespace interlock
