#include "tests/whole/browser.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
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

constexpr const char* axe_core = INTERLOCK_SOURCE "/build/axe-core/axe.min.js";

std::string with_script(std::string html) {
  replace(html, "style-src 'unsafe-inline'",
          "style-src 'unsafe-inline'; script-src 'unsafe-inline'");
  std::string scripts;
  for (const char* path : {axe_core, INTERLOCK_SOURCE "/tests/whole/measure.js"})
    scripts += "<script>" + whole(path) + "</script>";
  replace(html, "</body>", scripts + "</body>");
  return html;
}

// A page around others, side by side: a window has a least width that phones do not have.
// What a page inside tells of itself, the page around it has in attributes of <html>.
std::string around(const std::string& frames) {
  return "<!doctype html><html><style>body { margin: 0; display: flex; gap: 16px; "
         "align-items: start; background: #888 } iframe { border: 0; flex: none }"
         "</style><script>onmessage = ({ data }) => {\n"
         "for (const [name, value] of Object.entries(data))\n"
         "document.documentElement.setAttribute(`data-${data.look}-${name}`, value) }</script>" +
         frames + "</html>";
}

std::string frame(const std::string& page, const Look& look, int height) {
  return "<iframe name=\"" + std::string(look.name) + "\" src=\"" + page + "\" width=\"" +
         std::to_string(look.width) + "\" height=\"" + std::to_string(height) + "\"></iframe>";
}

// Shows a page, and writes what is asked for: its elements to stdout, a picture, paper.
Typed shown(const Desk& desk, const std::string& page, int width, int height,
            const std::vector<std::string>& wanted) {
  std::vector<std::string> words = {"chromium",
                                    "--headless",
                                    "--no-sandbox",
                                    "--disable-gpu",
                                    "--disable-dev-shm-usage",
                                    "--no-first-run",
                                    "--hide-scrollbars",
                                    "--force-device-scale-factor=1"};
  words.push_back("--user-data-dir=" + desk.path("profile"));
  words.push_back("--window-size=" + std::to_string(width) + "," + std::to_string(height));
  words.insert(words.end(), wanted.begin(), wanted.end());
  words.push_back("file://" + desk.path(page));
  return desk.program(std::move(words));
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

// NAME.png, light; NAME-looks.png, what differs on a screen; NAME.pdf, on A4. Tells which of
// them are not there.
std::vector<std::string> keep_pictures(const Desk& desk, const std::string& name,
                                       const std::map<std::string, int>& heights) {
  const fs::path folder = INTERLOCK_BINARY "/pages";
  fs::create_directories(folder);
  const std::string first = (folder / name).string();
  std::vector<std::string> kept = {first + ".png", first + ".pdf", first + "-looks.png"};
  for (const std::string& path : kept) fs::remove(path);
  const Look& light = looks[0];
  shown(desk, "light.html", light.width, heights.at(light.name),
        {"--screenshot=" + kept[0], "--print-to-pdf=" + kept[1], "--no-pdf-header-footer"});
  std::string frames;
  int width = 0, height = 0;
  for (const Look& look : looks) {
    if (look.printed || &look == &light) continue;
    frames += frame(std::string(look.name) + ".html", look, heights.at(look.name));
    width += look.width + (width > 0 ? 16 : 0);
    height = std::max(height, heights.at(look.name));
  }
  desk.write("around.html", around(frames));
  shown(desk, "around.html", width, height, {"--screenshot=" + kept[2]});
  std::erase_if(kept, [](const std::string& path) { return fs::exists(path); });
  for (std::string& path : kept) path = "there is no picture " + path;
  return kept;
}

}  // namespace

std::string without_browser() {
  const Ended ended = run({{"chromium", "--version"}});
  if (ended.how != Ended::How::not_started) return {};
  return "chromium is not installed, so no page was looked at: ./dev setup";
}

std::string without_axe_core() {
  if (fs::exists(axe_core)) return {};
  return "axe-core is not there, so it did not judge the pages: ./dev setup fetches it where npm "
         "is installed";
}

std::vector<std::string> faults_of(const std::string& html, const std::string& name) {
  const Desk desk;
  std::string frames;
  for (const Look& look : looks) {
    const std::string page = std::string(look.name) + ".html";
    desk.write(page, seen_as(html, look));
    desk.write("measured-" + page, with_script(seen_as(html, look)));
    frames += frame("measured-" + page, look, 900);
  }
  desk.write("around.html", around(frames));
  // Its time is the page's own: it ends when nothing is left to do, however long that takes.
  const Typed dumped =
      shown(desk, "around.html", 1300, 900, {"--virtual-time-budget=60000", "--dump-dom"});
  std::vector<std::string> faults;
  std::map<std::string, int> heights;
  for (const Look& look : looks) {
    const auto told = [&](const std::string& what) {
      return attribute(dumped.out, "data-" + std::string(look.name) + "-" + what);
    };
    if (told("width") != std::to_string(look.width))
      return {std::string(look.name) + ": it was not measured: " + dumped.err};
    heights[look.name] = std::stoi(told("height"));
    std::istringstream lines(told("found"));
    for (std::string line; std::getline(lines, line);)
      faults.push_back(std::string(look.name) + ": " + line);
  }
  for (const std::string& lack : keep_pictures(desk, name, heights)) faults.push_back(lack);
  return faults;
}

}  // namespace interlock
