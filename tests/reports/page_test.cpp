// What pages tell, and how: two renderings of the same facts.
#include <gtest/gtest.h>

#include <regex>
#include <set>

#include "tests/reports/pages.h"

namespace interlock {
namespace {

Story upgraded() {
  Story story;
  story.begin();
  story.say("server.auditor_readonly", {Outcome::warn, "The account could write."});
  story.go_to("cleared");
  story.asked(Gate::pass);
  story.ended(1, Gate::pass, Gate::pass, "General error: 1419");
  story.acts(Input::Kind::retry);
  story.go_to("upgraded");
  return story;
}

Story held() {
  Story story;
  story.begin();
  story.go_to("cleared");
  story.asked(Gate::pass);
  story.ended(1, Gate::pass, Gate::pass, "General error: 1419");
  return story;
}

Story recovered() {
  Story story = held();
  story.acts(Input::Kind::back);
  story.go_to("recovered");
  return story;
}

Story in_doubt() {
  Story story;
  story.begin();
  story.go_to("cleared");
  story.asked(Gate::pass);
  story.acts(Input::Kind::died);
  return story;
}

Story examined(const std::string& kind, const std::string& verdict, Outcome worst) {
  Story story(kind);
  story.begin();
  if (worst == Outcome::fail)
    story.say("schema.views_usable", {Outcome::fail,
                                      "1 of 3 views could not be read.",
                                      "Rebuild it.",
                                      {"php artisan update:reset-mysql-views"}});
  story.ask_all(verdict, worst, worst == Outcome::fail ? 1 : 0);
  return story;
}

std::vector<Story> stories() {
  std::vector<Story> all;
  all.push_back(upgraded());
  all.push_back(held());
  all.push_back(recovered());
  all.push_back(in_doubt());
  all.push_back(examined("ready", "not_ready", Outcome::fail));
  all.push_back(examined("ready", "ready", Outcome::pass));
  all.push_back(examined("verify", "verified", Outcome::pass));
  return all;
}

bool has(const std::string& text, const std::string& words) {
  return text.find(words) != std::string::npos;
}

TEST(Page, TellsTheVerdictFirst) {
  const std::pair<Story, std::pair<const char*, Outcome>> expected[] = {
      {upgraded(), {"Upgraded.", Outcome::pass}},
      {held(), {"Held.", Outcome::fail}},
      {recovered(), {"Recovered.", Outcome::warn}},
      {in_doubt(), {"In doubt.", Outcome::unknown}},
      {examined("ready", "not_ready", Outcome::fail), {"Not ready.", Outcome::fail}},
      {examined("verify", "verified", Outcome::pass), {"Verified.", Outcome::pass}}};
  for (const auto& [story, verdict] : expected) {
    const Page page = page_of(story);
    EXPECT_EQ(page.verdict, verdict.first);
    EXPECT_EQ(page.outcome, verdict.second) << page.verdict;
  }
}

TEST(Page, OfARunTellsWhatDidNotGoAsItShould) {
  const std::string words = words_of(html_of(page_of(upgraded())));
  EXPECT_TRUE(has(words,
                  "Failed: Apply the migrations. Ended with exit 1: General error: 1419. Held 1 "
                  "min 4 s; ops chose retry."))
      << words;
  EXPECT_TRUE(has(words, "warn server.auditor_readonly: The account could write.")) << words;
  EXPECT_TRUE(has(words, "1 step was held, once.")) << words;
}

TEST(Page, OfAReadyOneNamesTheRemedyAndTheCommand) {
  const std::string words =
      words_of(html_of(page_of(examined("ready", "not_ready", Outcome::fail))));
  EXPECT_TRUE(has(words,
                  "1 of 3 views could not be read. Rebuild it. php artisan "
                  "update:reset-mysql-views"))
      << words;
  EXPECT_TRUE(has(words, "Nothing has been changed."));
}

TEST(Page, HasTheEvidenceOfEachCheck) {
  const std::string words = words_of(html_of(page_of(upgraded())));
  EXPECT_TRUE(has(words,
                  "Asked of database, answered in 3 ms: SELECT name, state FROM things WHERE "
                  "kind = $1 $1 = some name state one good other null"))
      << words;
}

TEST(Page, PinsTheLedgerThatItIsComputedFrom) {
  const Story story = upgraded();
  const Head head = story.report().head;
  const std::string pin = std::to_string(head.size) + ":" + head.root;
  EXPECT_TRUE(has(words_of(html_of(page_of(story))), "interlock audit verify --expect " + pin));
  Report report = story.report();
  report.head = {};
  const Page page = page_of(report, story.machine, story.evidence());
  EXPECT_TRUE(has(markdown_of(page), "Nothing of this was recorded"));
  EXPECT_FALSE(has(html_of(page), "--expect"));
}

TEST(Page, IsTheSameBytesForTheSameEvents) {
  for (Story& story : stories()) {
    const Page one = page_of(story);
    const std::string html = html_of(one), markdown = markdown_of(one);
    Event issued = story.events.back();
    issued.type = "report.issued";
    issued.at = "2027-01-01T00:00:00.000000000Z";
    issued.data = Value::Object{{"format", "html"}};
    story.events.push_back(issued);
    Report report = story.report();
    report.head = {static_cast<std::int64_t>(issued.seq + 1), report.head.root};
    const Page again = page_of(report, story.machine, story.evidence());
    EXPECT_EQ(html_of(again), html) << one.verdict;
    EXPECT_EQ(markdown_of(again), markdown) << one.verdict;
  }
}

TEST(Page, TellsOfWhatGoesOnSinceWhen) {
  const std::string words = words_of(html_of(page_of(held())));
  EXPECT_TRUE(has(words, "held since ")) << words;
  EXPECT_TRUE(has(words, " Held since ")) << words;
  EXPECT_FALSE(has(words, "held 0 ms")) << words;
}

TEST(Page, PutsNoSpaceWithinTheStarsOfMarkdown) {
  Page page;
  page.lead = {{"The shop is closed", Phrase::Manner::plain},
               {" Users were locked out. ", Phrase::Manner::strong},
               {"Now", Phrase::Manner::plain}};
  EXPECT_TRUE(has(markdown_of(page), "The shop is closed **Users were locked out.** Now"))
      << markdown_of(page);
}

TEST(Page, TellsTheSameFactsInHtmlAndInMarkdown) {
  if (const std::string why = without_cmark(); !why.empty()) GTEST_SKIP() << why;
  for (const Story& story : stories()) {
    const Page page = page_of(story);
    EXPECT_EQ(words_of(made_html(markdown_of(page))), words_of(html_of(page))) << page.verdict;
  }
}

TEST(Page, LoadsNothingAndRunsNothing) {
  static const std::regex link("(src|href|action|data|poster|srcset)=\"([^\"]*)\"");
  for (const Story& story : stories()) {
    const std::string html = html_of(page_of(story));
    EXPECT_TRUE(has(html, "content=\"default-src 'none'; style-src 'unsafe-inline'\""));
    EXPECT_FALSE(has(html, "<script"));
    EXPECT_FALSE(has(html, "url("));
    EXPECT_FALSE(has(html, "@import"));
    for (auto it = std::sregex_iterator(html.begin(), html.end(), link);
         it != std::sregex_iterator(); ++it)
      EXPECT_TRUE(it->str(2).starts_with("#")) << it->str();
  }
}

TEST(Page, LeadsScreenReadersAndKeyboards) {
  static const std::regex id(" id=\"([^\"]*)\""), jump("href=\"#([^\"]*)\""), header("<th[^>]*>");
  for (const Story& story : stories()) {
    const std::string html = html_of(page_of(story));
    std::set<std::string> ids;
    for (auto it = std::sregex_iterator(html.begin(), html.end(), id); it != std::sregex_iterator();
         ++it)
      EXPECT_TRUE(ids.insert(it->str(1)).second) << it->str();
    for (auto it = std::sregex_iterator(html.begin(), html.end(), jump);
         it != std::sregex_iterator(); ++it)
      EXPECT_TRUE(ids.contains(it->str(1))) << it->str();
    for (auto it = std::sregex_iterator(html.begin(), html.end(), header);
         it != std::sregex_iterator(); ++it)
      EXPECT_TRUE(has(it->str(), "scope=\"col\"") || it->str() == "<thead>") << it->str();
    int level = 0;
    for (const std::string& tag : tags_of(html))
      if (tag.size() == 2 && tag[0] == 'h' && tag[1] >= '1' && tag[1] <= '6') {
        EXPECT_LE(tag[1] - '0', level + 1) << tag;
        level = tag[1] - '0';
      }
    for (const char* part : {"<html lang=\"en\">", "<main>", "<header", "<footer>", "<nav "})
      EXPECT_TRUE(has(html, part)) << part;
  }
}

TEST(Page, ShowsTheBeginningOfWhatIsLong) {
  Story story = held();
  for (int i = 0; i < 100; ++i) story.output += "line " + std::to_string(i) + "\n";
  const std::string words = words_of(html_of(page_of(story)));
  EXPECT_TRUE(has(words, "line 58 The first 60 of 101 lines; the rest is in the ledger."));
  EXPECT_FALSE(has(words, "line 59"));
}

}  // namespace
}  // namespace interlock
