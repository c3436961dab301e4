#include "tests/whole/browser.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include "engine/digest.h"
#include "tests/whole/chromium.h"
#include "tests/whole/typed.h"

namespace interlock {

namespace {

namespace fs = std::filesystem;

std::string whole(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

constexpr const char* axe_core = INTERLOCK_SOURCE "/build/axe-core/axe.min.js";

// As wide and as high as that, in the light and on the medium of the look.
void look_as(Chromium& chromium, const Look& look, std::int64_t height) {
  chromium.ask(
      "Emulation.setDeviceMetricsOverride",
      {{"width", look.width}, {"height", height}, {"deviceScaleFactor", 1}, {"mobile", false}});
  chromium.ask("Emulation.setEmulatedMedia",
               {{"media", look.printed ? "print" : "screen"},
                {"features", Value::List{Value::Object{{"name", "prefers-color-scheme"},
                                                       {"value", look.dark ? "dark" : "light"}}}}});
}

// What a method gives as base64, in a file of the folder "pages" of the build.
void keep(Chromium& chromium, const std::string& file, const std::string& method,
          Value::Object parameters) {
  const fs::path folder = INTERLOCK_BINARY "/pages";
  fs::create_directories(folder);
  const Value told = chromium.ask(method, std::move(parameters));
  std::ofstream(folder / file, std::ios::binary) << from_base64(told["data"].text()).value();
}

// One for all pages: it takes long to start.
struct OneBrowser {
  Desk desk;
  Chromium chromium{desk.path("profile")};
};
OneBrowser& browser() {
  static OneBrowser one;
  return one;
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
  auto& [desk, chromium] = browser();
  desk.write("page.html", html);
  chromium.show(desk.path("page.html"));
  for (const char* script : {axe_core, INTERLOCK_SOURCE "/tests/whole/measure.js"})
    chromium.evaluate(whole(script));
  std::vector<std::string> faults;
  const auto tell = [&](const Look& look, const Value& found) {
    for (const Value& fault : found.list())
      faults.push_back(std::string(look.name) + ": " + std::string(fault.text()));
  };
  for (const Look& look : looks) {
    look_as(chromium, look, 900);
    const Value told = chromium.evaluate("measured()");
    tell(look, told["found"]);
    if (told["width"].number() != look.width) tell(look, Value::List{"it was not so wide"});
    look_as(chromium, look, told["height"].number());
    keep(chromium, name + "-" + look.name + ".png", "Page.captureScreenshot",
         {{"optimizeForSpeed", true}});
  }
  keep(chromium, name + ".pdf", "Page.printToPDF",
       {{"printBackground", true}, {"paperWidth", 8.27}, {"paperHeight", 11.69}});
  for (const Look& look : looks) {
    look_as(chromium, look, 900);
    tell(look, chromium.evaluate("violations()"));
    chromium.evaluate("fold()");
  }
  return faults;
}

}  // namespace interlock
