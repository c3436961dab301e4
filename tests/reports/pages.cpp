#include "tests/reports/pages.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>

#include "engine/subprocess.h"

namespace interlock {

namespace {

namespace fs = std::filesystem;

const std::set<std::string> without_end = {"meta", "br", "hr", "!doctype"};

std::string unescaped(std::string text) {
  static const std::pair<const char*, const char*> entities[] = {
      {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}, {"&amp;", "&"}};
  for (const auto& [entity, letter] : entities)
    for (std::size_t at = 0; (at = text.find(entity, at)) != std::string::npos; ++at)
      text.replace(at, std::string_view(entity).size(), letter);
  return text;
}

std::string body_of(const std::string& html) {
  const auto from = html.find("<body>"), to = html.rfind("</body>");
  return from == std::string::npos ? html : html.substr(from, to - from);
}

std::string without(const std::string& text, std::string_view from, std::string_view to) {
  std::string rest;
  for (std::size_t at = 0; at < text.size();) {
    const auto begin = text.find(from, at);
    rest += text.substr(at, begin - at);
    const auto end = begin == std::string::npos ? begin : text.find(to, begin);
    if (end == std::string::npos) break;
    at = end + to.size();
  }
  return rest;
}

}  // namespace

Page page_of(const Story& story) {
  return page_of(story.report(), story.machine, story.evidence());
}

std::vector<std::string> tags_of(const std::string& html) {
  static const std::regex tag("</?([a-z!][a-z0-9]*)[^>]*>");
  std::vector<std::string> tags, open;
  const auto style = html.find("<style>"), after = html.find("</style>");
  const std::string text =
      style == std::string::npos ? html : html.substr(0, style + 7) + html.substr(after);
  for (auto it = std::sregex_iterator(text.begin(), text.end(), tag); it != std::sregex_iterator();
       ++it) {
    const std::string whole = it->str(0), name = it->str(1);
    tags.push_back(whole.starts_with("</") ? "/" + name : name);
    if (without_end.contains(name) || whole.ends_with("/>")) continue;
    if (!whole.starts_with("</")) {
      open.push_back(name);
      continue;
    }
    if (open.empty() || open.back() != name) {
      ADD_FAILURE() << whole << " ends nothing at " << it->position();
      return tags;
    }
    open.pop_back();
  }
  EXPECT_TRUE(open.empty());
  return tags;
}

std::string words_of(const std::string& html) {
  std::string text = without(body_of(html), "<svg", "</svg>");
  text = without(text, "<a class=\"skip\"", "</a>");
  text = without(text, "<span aria-hidden=\"true\">", "</span>");
  // Between what stands on lines of its own there are no words that belong together.
  static const std::regex lines("</?(p|li|td|th|dd|dt|div|h[1-6]|pre|summary|tr)[^>]*>");
  text = std::regex_replace(text, lines, " ");
  text = unescaped(without(text, "<", ">"));
  return std::regex_replace(text, std::regex("\\s+"), " ");
}

std::string without_cmark() {
  const Ended ended = run({{"cmark-gfm", "--version"}});
  if (ended.how != Ended::How::not_started) return {};
  return "cmark-gfm is not installed, so nobody else read the Markdown: ./dev setup";
}

std::string made_html(const std::string& markdown) {
  std::string name = (fs::temp_directory_path() / "interlock-markdown-XXXXXX").string();
  const int file = ::mkstemp(name.data());
  EXPECT_GE(file, 0);
  ::close(file);
  std::ofstream(name, std::ios::binary) << markdown;
  Program program{
      {"cmark-gfm", "--unsafe", "-e", "table", "-e", "strikethrough", "-e", "autolink", name}};
  program.output = name + ".html";
  const Ended ended = run(program);
  EXPECT_EQ(ended.code, 0) << ended.err;
  std::ostringstream html;
  html << std::ifstream(name + ".html", std::ios::binary).rdbuf();
  fs::remove(name);
  fs::remove(name + ".html");
  return html.str();
}

std::vector<std::string> hostile_texts() {
  return {"<script>alert(1)</script>",
          "</td></tr></table></details><h1>",
          "\"' onload=alert(1) x=\"",
          "&lt;b&gt; &amp; <!-- --> ]]> <![CDATA[",
          "| a | b |",
          "`` ` ``` </code>",
          "**strong** _soft_ ~~gone~~ [link](http://example.org) ![x](http://example.org/x.png)",
          "# heading",
          "- item",
          "1. first",
          "> quoted",
          "---",
          "```",
          "    indented",
          "=====",
          "a  \nb\n\n# c\n```\n| d |\n---\n",
          "http://example.org/ www.example.org $x$ \\",
          "\x1b[31mred\x1b[0m\r\t\b",
          "right-to-left \xE2\x80\xAE"
          "gpj.exe \xE2\x80\x8F\xE2\x81\xA6",
          "\xFF\xFE no UTF-8",
          "</summary></details>",
          "<details><summary>",
          std::string(10000, 'w'),
          std::string(5000, '<') + std::string(5000, '`')};
}

}  // namespace interlock
