#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/error.h"
#include "engine/machine.h"
#include "engine/value.h"
#include "engine/written.h"

namespace interlock {

// How the keys of an object, or the items of a list, must be written.
struct Notation {
  bool (*fits)(std::string_view);
  std::string_view example;  // as in "a name such as backup_verified"
};

// Walks one object and remembers which keys were asked for, so that finish() can
// report the others. Where the format allows "x" for {"key": "x"}, `short_for` is
// that key. Complaints go to `problems`; what could not be read is a default.
// The value must outlive the reader.
class Reader {
 public:
  Reader(const Value& value, std::string place, std::vector<Problem>& problems,
         const char* short_for = nullptr);
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  const std::string& place() const { return place_; }
  bool was_short() const { return short_; }
  const Value::Object& members() const { return value_->members(); }

  // Text is not empty, except for any_text(); a notation says more.
  std::string text(const char* key, bool needed = true);
  std::string text(const char* key, const Notation& notation, bool needed = true);
  std::optional<std::string> any_text(const char* key);
  std::string maybe(const char* key) { return text(key, false); }
  bool has(const char* key) const;
  bool flag(const char* key);
  bool truth(const char* key);  // true, if it is there
  int number(const char* key, int fallback, int most);
  std::chrono::seconds duration(const char* key, std::chrono::seconds fallback);
  Texts words(const char* key, bool needed = false);  // of a command: may be empty, but the first
  Texts texts(const char* key, const Notation& notation, bool needed = false);  // each once
  Literals literals(const char* key);
  Arguments arguments(const char* key);
  Named<std::string> texts_by_name(const char* key, const Notation& names);
  Named<std::int64_t> counts(const char* key, const Notation& names);

  template <class E>
  std::optional<E> choice(const char* key, const std::vector<std::string_view>& words) {
    const auto chosen = index_of(key, words);
    return chosen ? std::optional(static_cast<E>(*chosen)) : std::nullopt;
  }

  // One object; a list of objects; an object whose keys are names of objects.
  template <class Read>
  auto object(const char* key, Read read) {
    decltype(read(std::declval<Reader&>())) value{};
    if (const Value* found = look(key)) {
      Reader item(*found, at(key), problems_);
      value = read(item);
      item.finish();
    }
    return value;
  }
  template <class Read>
  auto list(const char* key, Read read, const char* short_for = nullptr) {
    std::vector<decltype(read(std::declval<Reader&>()))> all;
    if (const Value* found = look(key)) fill(all, *found, at(key), read, short_for);
    return all;
  }
  // An object whose keys are names of lists of objects.
  template <class Read>
  auto lists(const char* key, const Notation& names, Read read, const char* short_for) {
    Named<std::vector<decltype(read(std::declval<Reader&>()))>> all;
    each_member(key, names, [&](const std::string& name, const Value& found, std::string place) {
      fill(all[name], found, place, read, short_for);
    });
    return all;
  }
  template <class Read>
  auto named(const char* key, const Notation& names, Read read, const char* short_for = nullptr) {
    Named<decltype(read(std::declval<Reader&>()))> all;
    each_member(key, names, [&](const std::string& name, const Value& found, std::string place) {
      Reader item(found, std::move(place), problems_, short_for);
      all.emplace(name, read(item));
      item.finish();
    });
    return all;
  }

  void need(const char* key);  // complains if it is not there
  void finish();
  std::string at(std::string_view key) const;  // its place, as a JSON pointer
  void add(std::string where, std::string what, std::string hint = {});

 private:
  using ActOnItem = std::function<void(const Value&, std::string place)>;
  using ActOnMember = std::function<void(const std::string&, const Value&, std::string place)>;

  template <class List, class Read>
  void fill(List& all, const Value& list, const std::string& place, Read read,
            const char* short_for) {
    each_item(list, place, [&](const Value& found, std::string of_item) {
      Reader item(found, std::move(of_item), problems_, short_for);
      all.push_back(read(item));
      item.finish();
    });
  }

  const Value* find(std::string_view key) const;
  const Value* look(const char* key);
  void each_item(const char* key, const ActOnItem& act);
  void each_item(const Value& list, const std::string& place, const ActOnItem& act);
  void each_member(const char* key, const Notation& names, const ActOnMember& act);
  const std::string* text_in(const Value& value, const std::string& place, bool may_be_empty);
  void must_be(const std::string& place, const Notation& notation);
  std::optional<std::size_t> index_of(const char* key, const std::vector<std::string_view>& words);

  Value own_;  // what "x" stands for
  const Value* value_;
  std::string place_;
  std::vector<Problem>& problems_;
  bool short_ = false;
  bool readable_ = true;
  std::vector<std::string_view> known_;
};

}  // namespace interlock
