// Ten thousand machines that were damaged are refused; what loads though it was damaged is
// proved as far as that is quick. None does harm.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>

#include "engine/jcs.h"
#include "engine/prove.h"
#include "states/shipped.h"
#include "tests/states/reading.h"

namespace interlock {
namespace {

constexpr int refused_each = 2500, shards = 4;
constexpr std::uint32_t most_proved = 1000;

using Random = std::mt19937;

std::size_t drawn(Random& random, std::size_t below) {
  return std::uniform_int_distribution<std::size_t>(0, below - 1)(random);
}

// A machine before it is damaged, as text and as what is read from it.
struct Whole {
  std::string text;
  Value root;
};

Whole whole(std::string text) {
  std::vector<Problem> problems;
  Value root = parsed(text, problems);
  return {std::move(text), std::move(root)};
}

// The smallest one most often: it is examined in no time.
const std::vector<Whole>& whole_machines() {
  static const std::vector<Whole> all = [] {
    std::vector<Whole> machines;
    for (const Shipped& file : shipped_machines())
      machines.push_back(whole(std::string(file.text)));
    const auto folder = std::filesystem::path(INTERLOCK_SOURCE) / "tests/states";
    machines.resize(machines.size() + 21, whole(contents(folder / "smallest.json")));
    return machines;
  }();
  return all;
}

// Damage to the text itself.
std::string flipped(const Whole& whole, Random& random) {
  std::string text = whole.text;
  text[drawn(random, text.size())] ^= static_cast<char>(1U << drawn(random, 8));
  return text;
}
std::string cut(const Whole& whole, Random& random) {
  std::string text = whole.text;
  const std::size_t from = drawn(random, text.size());
  return text.erase(from, drawn(random, 40) + 1);
}
std::string truncated(const Whole& whole, Random& random) {
  return whole.text.substr(0, drawn(random, whole.text.rfind('}')));
}
std::string not_utf8(const Whole& whole, Random& random) {
  std::string text = whole.text;
  static constexpr std::array<const char*, 4> bad = {"\xff", "\xc0\xaf", "\xed\xa0\x80",
                                                     "\xf4\x90"};
  return text.insert(drawn(random, text.size()), bad[drawn(random, bad.size())]);
}
std::string with_zero(const Whole& whole, Random& random) {
  std::string text = whole.text;
  return text.insert(drawn(random, text.rfind('}')), std::string(1, '\0'));
}
std::string after_the_end(const Whole& whole, Random& random) {
  return whole.text + (drawn(random, 2) == 0 ? "{}" : "]");
}

// Any value in it, and what it stands in.
void collect(Value& value, std::vector<Value*>& all) {
  all.push_back(&value);
  if (auto* list = std::get_if<Value::List>(&value.it))
    for (Value& each : *list) collect(each, all);
  if (auto* object = std::get_if<Value::Object>(&value.it))
    for (auto& [unused, each] : *object) collect(each, all);
}
template <class So>
Value& picked(Value& root, Random& random, So so) {
  std::vector<Value*> all;
  collect(root, all);
  std::erase_if(all, [&](Value* each) { return !so(*each); });
  return *all.at(drawn(random, all.size()));
}
template <class Kind>
bool is(const Value& value) {
  return std::holds_alternative<Kind>(value.it);
}
template <class Change>
std::string changed(const Whole& whole, Change change) {
  Value root = whole.root;
  change(root);
  return canonical(root);
}
// Where a value stood there stands that text, which need not be JSON.
std::string replaced(const Whole& whole, Random& random, const std::string& by) {
  std::string out = changed(whole, [&](Value& root) {
    picked(root, random, [&](const Value& value) { return &value != &root; }) = "@here@";
  });
  const std::string mark = "\"@here@\"";
  return out.replace(out.find(mark), mark.size(), by);
}

std::string null(const Whole& whole, Random& random) {
  return replaced(whole, random, "null");
}
std::string nested(const Whole& whole, Random& random) {
  const std::size_t depth = 2 + drawn(random, 20'000);
  return replaced(whole, random, std::string(depth, '[') + std::string(depth, ']'));
}
std::string unclosed(const Whole& whole, Random& random) {
  return replaced(whole, random, std::string(100 + drawn(random, 50'000), '{'));
}
std::string huge_number(const Whole& whole, Random& random) {
  static constexpr std::array<const char*, 4> numbers = {"1e999", "-1e400", "1.5", "NaN"};
  return replaced(whole, random, numbers[drawn(random, numbers.size())]);
}
std::string lone_surrogate(const Whole& whole, Random& random) {
  return replaced(whole, random, "\"\\ud800\"");
}
std::string key_twice(const Whole& whole, Random& random) {
  // JSON that has been laid out anew still begins with a key of the top level.
  const std::string out = changed(whole, [](Value&) {});
  static constexpr std::array<const char*, 3> keys = {"\"machine\":\"demo\",", "\"states\":[],",
                                                      "\"transitions\":[],"};
  return "{" + std::string(keys[drawn(random, keys.size())]) + out.substr(1);
}
std::string unknown_key(const Whole& whole, Random& random) {
  return changed(whole, [&](Value& root) {
    picked(root, random, is<Value::Object>).set("zzz_nobody_knows", Value::Object{});
  });
}
std::string long_name(const Whole& whole, Random& random) {
  return changed(whole, [&](Value& root) {
    picked(root, random, is<std::string>) = std::string(10'000, "a/ \"~$"[drawn(random, 6)]);
  });
}
std::string another_kind(const Whole& whole, Random& random) {
  return changed(whole, [&](Value& root) {
    static const std::array<Value, 6> others = {
        Value(17),  Value(true),          Value(""),
        Value("x"), Value(Value::List{}), Value(Value::Object{})};
    picked(root, random, [](const Value&) { return true; }) = others[drawn(random, others.size())];
  });
}
std::string exchanged(const Whole& whole, Random& random) {
  return changed(whole, [&](Value& root) {
    const auto inner = [](const Value& value) { return is<std::string>(value); };
    std::swap(picked(root, random, inner).it, picked(root, random, inner).it);
  });
}
std::string left_out(const Whole& whole, Random& random) {
  return changed(whole, [&](Value& root) {
    auto& object =
        std::get<Value::Object>(picked(root, random, [](const Value& value) {
                                  return is<Value::Object>(value) && !value.members().empty();
                                }).it);
    object.erase(object.begin() + static_cast<std::ptrdiff_t>(drawn(random, object.size())));
  });
}

// `breaks`: no machine is left, whatever it hits.
struct Damage {
  const char* name;
  std::string (*done)(const Whole& whole, Random& random);
  bool breaks;
};
constexpr Damage damages[] = {{"flipped", flipped, false},
                              {"cut", cut, false},
                              {"truncated", truncated, true},
                              {"not UTF-8", not_utf8, true},
                              {"with a zero", with_zero, true},
                              {"more after the end", after_the_end, true},
                              {"null", null, true},
                              {"nested", nested, true},
                              {"unclosed", unclosed, true},
                              {"huge number", huge_number, true},
                              {"lone surrogate", lone_surrogate, true},
                              {"key twice", key_twice, true},
                              {"unknown key", unknown_key, true},
                              {"long name", long_name, false},
                              {"another kind", another_kind, false},
                              {"exchanged", exchanged, false},
                              {"left out", left_out, false}};

struct Hostile : testing::TestWithParam<int> {};
INSTANTIATE_TEST_SUITE_P(Each, Hostile, testing::Range(0, shards));

TEST_P(Hostile, MachineIsRefusedOrLoaded) {
  Random random(static_cast<Random::result_type>(GetParam() + 1));
  const std::string groups(shipped_groups());
  int proved = 0, refused = 0;
  for (std::size_t i = 0; refused < refused_each; ++i) {
    const Whole& whole = whole_machines()[drawn(random, whole_machines().size())];
    const Damage& damage = damages[i % std::size(damages)];
    const std::string text = damage.done(whole, random);
    Loaded loaded = load(text, groups);
    const bool fits = examine(loaded.machine, all_checks(), std::move(loaded.problems)).empty();
    ASSERT_FALSE(fits && damage.breaks) << damage.name << " " << i << "\n" << text.substr(0, 300);
    if (fits) prove(loaded.machine, all_checks(), most_proved);
    ++(fits ? proved : refused);
  }
  EXPECT_GT(proved, refused_each / 20);
}

}  // namespace
}  // namespace interlock
