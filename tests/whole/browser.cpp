#include "tests/whole/browser.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

#include "tests/whole/typed.h"

namespace interlock {

namespace {

namespace fs = std::filesystem;

std::string whole(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

void replace(std::string& text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  ASSERT_NE(at, std::string::npos) << from;
  text.replace(at, from.size(), to);
}

// The page as it is seen so: its rules for the dark or for paper always hold.
std::string seen_as(std::string html, const Look& look) {
  if (look.dark) replace(html, "screen and (prefers-color-scheme: dark)", "screen");
  if (!look.printed) return html;
  for (const auto& [from, to] :
       {std::pair("@media screen", "@media speech"), std::pair("@media print", "@media all")})
    while (html.find(from) != std::string::npos) replace(html, from, to);
  return html;
}

std::string with_script(std::string html) {
  replace(html, "style-src 'unsafe-inline'",
          "style-src 'unsafe-inline'; script-src 'unsafe-inline'");
  replace(html, "</body>",
          "<script>" + whole(INTERLOCK_SOURCE "/tests/whole/measure.js") + "</script></body>");
  return html;
}

// A page around it: a window has a least width that phones do not have. What the page
// inside tells, it has in attributes of <html>.
std::string around(const std::string& page, int width, int height) {
  return "<!doctype html><html><style>body { margin: 0 } iframe { border: 0; display: block }"
         "</style><script>onmessage = (told) => {\n"
         "for (const [name, value] of Object.entries(told.data))\n"
         "document.documentElement.setAttribute('data-' + name, value) }</script>"
         "<iframe src=\"" +
         page + "\" width=\"" + std::to_string(width) + "\" height=\"" + std::to_string(height) +
         "\"></iframe></html>";
}

Typed chromium(const Desk& desk, std::vector<std::string> words) {
  const std::vector<std::string> always = {"chromium",
                                           "--headless",
                                           "--no-sandbox",
                                           "--disable-gpu",
                                           "--disable-dev-shm-usage",
                                           "--no-first-run",
                                           "--hide-scrollbars",
                                           "--force-device-scale-factor=1",
                                           "--user-data-dir=" + desk.path("profile")};
  words.insert(words.begin(), always.begin(), always.end());
  return desk.program(std::move(words));
}

std::string size_words(int width, int height) {
  return "--window-size=" + std::to_string(width) + "," + std::to_string(height);
}

// An attribute of <html>, as the browser writes it.
std::string attribute(const std::string& html, const std::string& name) {
  const auto from = html.find("<html"), to = html.find('>', from);
  if (from == std::string::npos) return {};
  const std::string tag = html.substr(from, to - from);
  const auto at = tag.find(name + "=\"");
  if (at == std::string::npos) return {};
  const auto first = at + name.size() + 2;
  return tag.substr(first, tag.find('"', first) - first);
}

}  // namespace

std::string without_browser() {
  const Ended ended = run({{"chromium", "--version"}});
  if (ended.how != Ended::How::not_started) return {};
  return "chromium is not installed, so no page was looked at: ./dev setup";
}

std::vector<std::string> faults_of(const std::string& html, const std::string& name,
                                   const Look& look) {
  const Desk desk;
  const std::string page = seen_as(html, look);
  desk.write("page.html", page);
  desk.write("measured.html", with_script(page));
  desk.write("around.html", around("measured.html", look.width, 900));
  const Typed dumped =
      chromium(desk, {size_words(1300, 900), "--dump-dom", "file://" + desk.path("around.html")});
  const std::string width = attribute(dumped.out, "data-width");
  if (width != std::to_string(look.width))
    return {"it was not measured at " + std::to_string(look.width) + " but at \"" + width +
            "\": " + dumped.err};
  const int height = std::stoi(attribute(dumped.out, "data-height"));
  const fs::path pictures = INTERLOCK_BINARY "/pages";
  fs::create_directories(pictures);
  const std::string picture = (pictures / (name + "-" + look.name + ".png")).string();
  desk.write("around.html", around("page.html", look.width, height));
  chromium(desk, {size_words(std::max(look.width, 500), height), "--screenshot=" + picture,
                  "file://" + desk.path("around.html")});
  std::vector<std::string> faults;
  if (!fs::exists(picture)) faults.push_back("there is no picture " + picture);
  std::istringstream lines(attribute(dumped.out, "data-found"));
  for (std::string line; std::getline(lines, line);) faults.push_back(line);
  return faults;
}

}  // namespace interlock
