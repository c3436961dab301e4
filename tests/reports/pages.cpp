#include "tests/reports/pages.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>

#include "engine/subprocess.h"

namespace interlock {

namespace {

namespace fs = std::filesystem;

const std::set<std::string> without_end = {"meta", "br", "hr", "!doctype"};

std::string unescaped(std::string_view text) {
  static const std::pair<std::string_view, char> entities[] = {
      {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}, {"&amp;", '&'}};
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const auto* const found = std::find_if(
        std::begin(entities), std::end(entities),
        [rest = text.substr(at)](const auto& each) { return rest.starts_with(each.first); });
    const bool known = found != std::end(entities);
    result += known ? found->second : text[at];
    at += known ? found->first.size() : 1;
  }
  return result;
}

// The name of the tag that begins there, "/" before it if it ends one; empty: it is no tag.
std::string_view name_at(std::string_view text) {
  std::size_t end = text.starts_with("</") ? 2 : 1;
  const auto lower = [&] { return end < text.size() && text[end] >= 'a' && text[end] <= 'z'; };
  if (!text.starts_with('<') || !(lower() || text.substr(end).starts_with('!'))) return {};
  do ++end;
  while (lower() || (end < text.size() && text[end] >= '0' && text[end] <= '9'));
  return text.substr(1, end - 1);
}

std::string with_single_spaces(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const bool space = std::isspace(static_cast<unsigned char>(c)) != 0;
    if (!space || !result.ends_with(' ')) result += space ? ' ' : c;
  }
  return result;
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
  std::vector<std::string> tags, open;
  const auto style = html.find("<style>"), after = html.find("</style>");
  const std::string text =
      style == std::string::npos ? html : html.substr(0, style + 7) + html.substr(after);
  for (auto at = text.find('<'); at != std::string::npos; at = text.find('<', at + 1)) {
    const std::string name(name_at(std::string_view(text).substr(at)));
    const auto end = text.find('>', at);
    if (name.empty() || end == std::string::npos) continue;
    tags.push_back(name);
    if (without_end.contains(name) || text[end - 1] == '/') continue;
    if (!name.starts_with('/')) {
      open.push_back(name);
      continue;
    }
    if (open.empty() || "/" + open.back() != name) {
      ADD_FAILURE() << text.substr(at, end - at) << "> ends nothing at " << at;
      return tags;
    }
    open.pop_back();
  }
  EXPECT_TRUE(open.empty());
  return tags;
}

std::string words_of(const std::string& html) {
  // Between what stands on lines of its own there are no words that belong together.
  static const std::set<std::string_view> lines = {"p",   "li",  "td",      "th", "dd", "dt",
                                                   "div", "pre", "summary", "tr", "h1", "h2",
                                                   "h3",  "h4",  "h5",      "h6"};
  std::string text = without(body_of(html), "<svg", "</svg>");
  text = without(text, "<a class=\"skip\"", "</a>");
  text = without(text, "<span aria-hidden=\"true\">", "</span>");
  std::string words;
  for (std::size_t at = 0; at < text.size();) {
    const auto tag = std::min(text.find('<', at), text.size());
    words.append(text, at, tag - at);
    std::string_view name = name_at(std::string_view(text).substr(tag));
    if (name.starts_with('/')) name.remove_prefix(1);
    if (lines.contains(name)) words += ' ';
    at = std::max(text.find('>', tag), tag);
    at = at == std::string::npos ? text.size() : at + 1;
  }
  return with_single_spaces(unescaped(words));
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
