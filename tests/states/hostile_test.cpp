// Ten thousand machines that were damaged: each is refused or loaded, none does harm.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>

#include "engine/jcs.h"
#include "states/shipped.h"
#include "tests/states/reading.h"

namespace interlock {
namespace {

constexpr int machines_each = 2500, shards = 4;

using Random = std::mt19937;

std::size_t drawn(Random& random, std::size_t below) {
  return std::uniform_int_distribution<std::size_t>(0, below - 1)(random);
}

// The smallest one most often: it is examined in no time.
const std::vector<std::string>& whole_machines() {
  static const std::vector<std::string> all = [] {
    std::vector<std::string> texts;
    for (const Shipped& file : shipped_machines()) texts.emplace_back(file.text);
    const auto folder = std::filesystem::path(INTERLOCK_SOURCE) / "tests/states";
    texts.resize(texts.size() + 9, contents(folder / "smallest.json"));
    return texts;
  }();
  return all;
}

// Damage to the text itself.
std::string flipped(std::string text, Random& random) {
  text[drawn(random, text.size())] ^= static_cast<char>(1U << drawn(random, 8));
  return text;
}
std::string cut(std::string text, Random& random) {
  const std::size_t from = drawn(random, text.size());
  return text.erase(from, drawn(random, 40) + 1);
}
std::string truncated(std::string text, Random& random) {
  return text.substr(0, drawn(random, text.rfind('}')));
}
std::string not_utf8(std::string text, Random& random) {
  static constexpr std::array<const char*, 4> bad = {"\xff", "\xc0\xaf", "\xed\xa0\x80",
                                                     "\xf4\x90"};
  return text.insert(drawn(random, text.size()), bad[drawn(random, bad.size())]);
}
std::string with_zero(std::string text, Random& random) {
  return text.insert(drawn(random, text.rfind('}')), std::string(1, '\0'));
}
std::string after_the_end(std::string text, Random& random) {
  return text + (drawn(random, 2) == 0 ? "{}" : "]");
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
std::string changed(const std::string& text, Change change) {
  std::vector<Problem> problems;
  Value root = parsed(text, problems);
  change(root);
  return canonical(root);
}
// Where a value stood there stands that text, which need not be JSON.
std::string replaced(const std::string& text, Random& random, const std::string& by) {
  std::string out = changed(text, [&](Value& root) {
    picked(root, random, [&](const Value& value) { return &value != &root; }) = "@here@";
  });
  const std::string mark = "\"@here@\"";
  return out.replace(out.find(mark), mark.size(), by);
}

std::string null(std::string text, Random& random) {
  return replaced(text, random, "null");
}
std::string nested(std::string text, Random& random) {
  const std::size_t depth = 2 + drawn(random, 20'000);
  return replaced(text, random, std::string(depth, '[') + std::string(depth, ']'));
}
std::string unclosed(std::string text, Random& random) {
  return replaced(text, random, std::string(100 + drawn(random, 50'000), '{'));
}
std::string huge_number(std::string text, Random& random) {
  static constexpr std::array<const char*, 4> numbers = {"1e999", "-1e400", "1.5", "NaN"};
  return replaced(text, random, numbers[drawn(random, numbers.size())]);
}
std::string lone_surrogate(std::string text, Random& random) {
  return replaced(text, random, "\"\\ud800\"");
}
std::string key_twice(std::string text, Random& random) {
  // JSON that has been laid out anew still begins with a key of the top level.
  const std::string out = changed(text, [](Value&) {});
  static constexpr std::array<const char*, 3> keys = {"\"machine\":\"demo\",", "\"states\":[],",
                                                      "\"transitions\":[],"};
  return "{" + std::string(keys[drawn(random, keys.size())]) + out.substr(1);
}
std::string unknown_key(std::string text, Random& random) {
  return changed(text, [&](Value& root) {
    picked(root, random, is<Value::Object>).set("zzz_nobody_knows", Value::Object{});
  });
}
std::string long_name(std::string text, Random& random) {
  return changed(text, [&](Value& root) {
    picked(root, random, is<std::string>) = std::string(10'000, "a/ \"~$"[drawn(random, 6)]);
  });
}
std::string another_kind(std::string text, Random& random) {
  return changed(text, [&](Value& root) {
    static const std::array<Value, 6> others = {
        Value(17),  Value(true),          Value(""),
        Value("x"), Value(Value::List{}), Value(Value::Object{})};
    picked(root, random, [](const Value&) { return true; }) = others[drawn(random, others.size())];
  });
}
std::string exchanged(std::string text, Random& random) {
  return changed(text, [&](Value& root) {
    const auto inner = [](const Value& value) { return is<std::string>(value); };
    std::swap(picked(root, random, inner).it, picked(root, random, inner).it);
  });
}
std::string left_out(std::string text, Random& random) {
  return changed(text, [&](Value& root) {
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
  std::string (*done)(std::string text, Random& random);
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
  int loaded = 0, refused = 0;
  for (int i = 0; i < machines_each; ++i) {
    const std::string& whole = whole_machines()[drawn(random, whole_machines().size())];
    const Damage& damage = damages[static_cast<std::size_t>(i) % std::size(damages)];
    const std::string text = damage.done(whole, random);
    const std::string told = refusal(text, std::string(shipped_groups()), {});
    (told.empty() ? loaded : refused) += 1;
    ASSERT_TRUE(!told.empty() || !damage.breaks) << damage.name << " " << i << "\n"
                                                 << text.substr(0, 300);
  }
  EXPECT_EQ(loaded + refused, machines_each);
  EXPECT_GT(refused, machines_each / 2);
}

}  // namespace
}  // namespace interlock
