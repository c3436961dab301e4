#include "states/reader.h"

#include <algorithm>
#include <limits>
#include <set>

namespace interlock {

namespace {

// A null byte would cut a command's word short; the others are never meant.
bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return c >= 0 && c < ' ' && c != '\n' && c != '\t'; });
}

bool is_text(const Value& value) {
  return std::holds_alternative<std::string>(value.it);
}

constexpr Notation argument_names = {&is_name, "a name such as except_tables"};
constexpr Notation literal = {
    [](std::string_view text) { return is_name(text.starts_with("not ") ? text.substr(4) : text); },
    "a fact such as serving, or \"not serving\""};

}  // namespace

Reader::Reader(const Value& value, std::string place, std::vector<Problem>& problems,
               const char* short_for)
    : value_(&value), place_(std::move(place)), problems_(problems) {
  if (std::holds_alternative<Value::Object>(value.it)) return;
  short_ = short_for != nullptr;
  readable_ = short_;
  if (short_)
    own_.set(short_for, value);
  else
    add(place_, "This must be an object.");
  value_ = &own_;
}

const std::string* Reader::text_in(const Value& value, const std::string& place,
                                   bool may_be_empty) {
  const auto* text = std::get_if<std::string>(&value.it);
  if (!text || (text->empty() && !may_be_empty))
    add(place, "This must be text.");
  else if (has_control(*text))
    add(place, "This has a control character.");
  else
    return text;
  return nullptr;
}

std::string Reader::text(const char* key, bool needed) {
  if (needed) need(key);
  const Value* found = look(key);
  const std::string* text = found ? text_in(*found, at(key), false) : nullptr;
  return text ? *text : std::string();
}

void Reader::must_be(const std::string& place, const Notation& notation) {
  add(place, "This must be " + std::string(notation.example) + ".");
}

std::string Reader::text(const char* key, const Notation& notation, bool needed) {
  std::string written = text(key, needed);
  if (written.empty() || notation.fits(written)) return written;
  must_be(at(key), notation);
  return {};
}

std::optional<std::string> Reader::any_text(const char* key) {
  const Value* found = look(key);
  const std::string* text = found ? text_in(*found, at(key), true) : nullptr;
  return text ? std::optional(*text) : std::nullopt;
}

bool Reader::has(const char* key) const {
  return find(key) != nullptr;
}

bool Reader::flag(const char* key) {
  const Value* found = look(key);
  if (found && !std::holds_alternative<bool>(found->it))
    add(at(key), "This must be true or false.");
  return found && found->flag();
}

bool Reader::truth(const char* key) {
  const Value* found = look(key);
  if (found && !found->flag()) add(at(key), "This must be true, or not be there.");
  return found;
}

int Reader::number(const char* key, int fallback, int most) {
  const Value* found = look(key);
  if (!found) return fallback;
  if (found->number() >= 1 && found->number() <= most) return static_cast<int>(found->number());
  return add(at(key), "This must be a whole number from 1 to " + std::to_string(most) + "."),
         fallback;
}

std::chrono::seconds Reader::duration(const char* key, std::chrono::seconds fallback) {
  const std::string written = maybe(key);
  if (written.empty()) return fallback;
  if (const auto value = duration_of(written)) return *value;
  return add(at(key), "This must be a duration such as 30s, 10m or 2h."), fallback;
}

std::optional<std::size_t> Reader::index_of(const char* key,
                                            const std::vector<std::string_view>& words) {
  const std::string written = maybe(key);
  if (written.empty()) return {};
  const auto found = std::find(words.begin(), words.end(), written);
  if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
  std::string all;
  for (const std::string_view word : words) all += (all.empty() ? "" : ", ") + std::string(word);
  add(at(key), "There is no \"" + written + "\" here, only " + all + ".",
      suggestion(written, words));
  return {};
}

Texts Reader::words(const char* key, bool needed) {
  Texts all;
  if (needed) need(key);
  each_item(key, [&](const Value& value, const std::string& place) {
    if (const std::string* text = text_in(value, place, !all.empty())) all.push_back(*text);
  });
  return all;
}

Texts Reader::texts(const char* key, const Notation& notation, bool needed) {
  Texts all;
  std::set<std::string_view> seen;
  if (needed) need(key);
  each_item(key, [&](const Value& value, const std::string& place) {
    const std::string* text = text_in(value, place, false);
    if (!text) return;
    if (!notation.fits(*text)) return must_be(place, notation);
    if (!seen.insert(*text).second) return add(place, "This is written twice.");
    all.push_back(*text);
  });
  return all;
}

Literals Reader::literals(const char* key) {
  Literals all;
  for (const std::string& written : texts(key, literal)) {
    const bool negated = written.starts_with("not ");
    all.push_back({negated ? written.substr(4) : written, !negated});
  }
  return all;
}

Named<std::string> Reader::texts_by_name(const char* key, const Notation& names) {
  Named<std::string> all;
  each_member(key, names,
              [&](const std::string& name, const Value& value, const std::string& place) {
                if (const std::string* text = text_in(value, place, true)) all.emplace(name, *text);
              });
  return all;
}

Named<std::int64_t> Reader::counts(const char* key, const Notation& names) {
  Named<std::int64_t> all;
  each_member(
      key, names, [&](const std::string& name, const Value& value, const std::string& place) {
        const bool counts = value.number() >= 1;
        if (!counts) add(place, "This must be a whole number from 1 on.");
        all.emplace(name, counts ? value.number() : std::numeric_limits<std::int64_t>::max());
      });
  return all;
}

Arguments Reader::arguments(const char* key) {
  Arguments all;
  each_member(key, argument_names,
              [&](const std::string& name, const Value& value, const std::string& place) {
                const Value::List& items = value.list();
                if (is_text(value)) {
                  if (const auto* text = text_in(value, place, true)) all.emplace(name, *text);
                } else if (std::holds_alternative<std::int64_t>(value.it)) {
                  all.emplace(name, value.number());
                } else if (std::holds_alternative<bool>(value.it)) {
                  all.emplace(name, value.flag());
                } else if (!items.empty() && std::all_of(items.begin(), items.end(), is_text)) {
                  for (std::size_t i = 0; i < items.size(); ++i)
                    text_in(items[i], place + "/" + std::to_string(i), true);
                  all.emplace(name, texts_in(value));
                } else {
                  add(place, "This must be text, a whole number, true, false or a list of texts.");
                }
              });
  return all;
}

void Reader::need(const char* key) {
  if (readable_ && !has(key)) add(place_, '"' + std::string(key) + "\" is missing.");
}

void Reader::finish() {
  for (const auto& [key, unused] : members())
    if (std::find(known_.begin(), known_.end(), key) == known_.end())
      add(at(key), "There is no key \"" + key + "\" here.", suggestion(key, known_));
}

void Reader::add(std::string where, std::string what, std::string hint) {
  problems_.push_back({where.empty() ? "/" : std::move(where), std::move(what), std::move(hint)});
}

const Value* Reader::find(std::string_view key) const {
  for (const auto& [name, value] : members())
    if (name == key) return &value;
  return nullptr;
}

const Value* Reader::look(const char* key) {
  known_.push_back(key);
  return find(key);
}

void Reader::each_item(const char* key, const ActOnItem& act) {
  if (const Value* found = look(key)) each_item(*found, at(key), act);
}

void Reader::each_item(const Value& list, const std::string& place, const ActOnItem& act) {
  const auto* items = std::get_if<Value::List>(&list.it);
  if (!items) return add(place, "This must be a list.");
  if (items->empty()) add(place, "This list is empty.");
  for (std::size_t i = 0; i < items->size(); ++i) act((*items)[i], place + "/" + std::to_string(i));
}

void Reader::each_member(const char* key, const Notation& names, const ActOnMember& act) {
  const Value* found = look(key);
  if (!found) return;
  if (!std::holds_alternative<Value::Object>(found->it))
    return add(at(key), "This must be an object.");
  for (const auto& [name, value] : found->members()) {
    const std::string place = at(key) + "/" + in_pointer(name);
    if (!names.fits(name)) must_be(place, names);
    act(name, value, place);
  }
}

std::string Reader::at(std::string_view key) const {
  return short_ ? place_ : place_ + "/" + in_pointer(key);
}

}  // namespace interlock
