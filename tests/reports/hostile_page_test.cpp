// Whatever stands in a record, a page is built as it would be for harmless words.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "engine/ask.h"
#include "engine/jcs.h"
#include "engine/utf8.h"
#include "tests/reports/pages.h"

namespace interlock {
namespace {

// JSON cannot hold what is no UTF-8; the record has it as readable() tells it.
std::string recorded(const std::string& text) {
  return utf8(text) ? text : readable(text);
}

std::string answers_with(const std::string& text) {
  Errand errand{{recorded(text), false}, recorded(text), {text}};
  Heard heard{{Table{{recorded(text), "b"}, {{text, text}, {{}, text}}}}};
  Errand refused{{"b", false}, "b", {}};
  Heard why{{Unanswered{recorded(text), text}}};
  Value all = value_of({{errand, heard}});
  Value::List list = all.list();
  list.push_back(value_of({{refused, why}}).list().front());
  return canonical(Value::Object{{"answers", list}});
}

constexpr const char* warns[] = {"version.path_allows", "files.free_space"};

// A run that is held, and then done, with this text wherever one can come from outside.
Story told_by(const std::string& outside) {
  const std::string text = recorded(outside);
  Story story;
  story.host(text);
  story.begin();
  for (const char* check : warns)
    story.say(check, {Outcome::warn, text, text, {text}, {text}, {text}});
  story.output = "a\n" + outside + "\nb";
  story.go_to("cleared");
  story.asked(Gate::pass);
  story.ended(1, Gate::pass, Gate::pass, text);
  story.acts(Input::Kind::retry);
  story.events.back().data.set("by", text);
  story.go_to("upgraded");
  return story;
}

// The answers to the two that warn have it too; those to the others would take long.
Page page_with(const std::string& outside) {
  Story story = told_by(outside);
  std::set<std::string> answered;
  const std::string text = recorded(outside);
  for (Event& event : story.events) {
    if (std::count(std::begin(warns), std::end(warns), event.data["check"].text()) > 0)
      answered.insert(event.evidence.front().sha256);
    if (event.type == "check.result" && !event.data["compared"].null()) {
      Value compared = event.data["compared"];
      compared.set("differences",
                   Value::List{Value::Object{
                       {"object", text}, {"before", text}, {"after", text}, {"expected", false}}});
      event.data.set("compared", compared);
    }
    if (event.type == "run.started") {
      event.actor = Value::Object{{"os_user", text}, {"uid", 1000}};
      Value place = event.data["installation"];
      place.set("name", text).set("root", text);
      event.data.set("installation", place);
    }
    if (event.type == "action.outcome" && !event.data["commands"].list().empty()) {
      Value::List commands = event.data["commands"].list();
      commands.front().set("argv", list_of({text, text}));
      event.data.set("commands", commands);
    }
  }
  return page_of(
      story.report(), story.machine,
      [&, usual = story.evidence(), answers = answers_with(outside)](const std::string& sha256) {
        return answered.contains(sha256) ? answers : usual(sha256);
      });
}

TEST(HostilePage, HasTheTagsOfAHarmlessOne) {
  const auto harmless = tags_of(html_of(page_with("harmless")));
  for (const std::string& text : hostile_texts())
    EXPECT_EQ(tags_of(html_of(page_with(text))), harmless) << text.substr(0, 80);
}

// In Markdown it has its tags too, and tells what the other rendering tells.
TEST(HostilePage, IsAHarmlessOneInMarkdownToo) {
  if (const std::string why = without_cmark(); !why.empty()) GTEST_SKIP() << why;
  const auto tags = [](const std::string& made) {
    auto all = tags_of(made);
    std::erase_if(all, [](const std::string& tag) { return tag == "code" || tag == "/code"; });
    return all;
  };
  const auto harmless = tags(made_html(markdown_of(page_with("harmless"))));
  for (const std::string& text : hostile_texts()) {
    const Page page = page_with(text);
    const std::string made = made_html(markdown_of(page));
    EXPECT_EQ(tags(made), harmless) << text.substr(0, 80);
    EXPECT_EQ(words_of(made), words_of(html_of(page))) << text.substr(0, 80);
  }
}

TEST(HostilePage, ShowsWhatCannotBeSeen) {
  const Page page = page_with(
      "a\xE2\x80\xAE"
      "b\x1b[31m\r");
  for (const std::string& text : {html_of(page), markdown_of(page)}) {
    EXPECT_EQ(text.find("\xE2\x80\xAE"), std::string::npos);
    EXPECT_EQ(text.find('\x1b'), std::string::npos);
    EXPECT_EQ(text.find('\r'), std::string::npos);
    EXPECT_NE(text.find("u202e"), std::string::npos);
  }
}

TEST(HostilePage, CutsWhatIsTooLong) {
  const std::string html = html_of(page_with(std::string(10000, 'w')));
  EXPECT_NE(html.find(std::string(500, 'w') + "\xE2\x80\xA6"), std::string::npos);
  EXPECT_EQ(html.find(std::string(1001, 'w')), std::string::npos);
}

}  // namespace
}  // namespace interlock
