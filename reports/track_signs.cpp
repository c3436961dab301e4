#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "reports/track_drawing.h"

namespace interlock {

namespace {

// A lamp's classes, and its mark: drawn around 0,0 and never a font's.
struct LampLook {
  std::string_view classes, mark;
};
constexpr std::string_view bars = R"(<path class="mark" d="M-3 -4V4M3 -4V4"/>)";
constexpr std::array<LampLook, 9> lamp_looks = {{
    {"dark", ""},
    {"pass", R"(<path class="mark" d="M-4 0L-1 4L5 -4"/>)"},
    {"warn", R"(<path class="mark" d="M0 -5V1M0 5V5"/>)"},
    {"fail", R"(<path class="mark" d="M-4 -4L4 4M4 -4L-4 4"/>)"},
    {"unknown", R"(<path class="mark" d="M-3 -3C-3 -6 3 -6 3 -3C3 0 0 -1 0 2M0 6V6"/>)"},
    {"here", R"(<circle class="dot" r="4"/>)"},
    {"held", bars},
    {"held fail", bars},
    {"held unknown", bars},
}};

struct Meaning {
  Lamp lamp;
  std::string_view means;
};
constexpr Meaning meanings[] = {{Lamp::here, "here"},
                                {Lamp::held, "held"},
                                {Lamp::held_fail, "held, it failed"},
                                {Lamp::held_unknown, "held, it could not be told"},
                                {Lamp::pass, "passed"},
                                {Lamp::warn, "passed with a warning"},
                                {Lamp::fail, "failed"},
                                {Lamp::unknown, "not known"}};

std::string entry(std::string_view view, int width, std::string_view drawn, std::string_view says) {
  return fmt::format(R"(<b><svg class="tk" viewBox="{}" width="{}" height="18">{}</svg>{}</b> )",
                     view, width, drawn, says);
}

std::string line(std::string_view classes, std::string_view says) {
  return entry("0 -9 26 18", 26, fmt::format(R"(<path class="{}" d="M3 0H23"/>)", classes), says);
}

std::string lamp(Lamp lamp, std::string_view says) {
  return entry("-13 -13 26 26", 18,
               fmt::format(R"(<g class="{}">{}</g>)", lamp_classes(lamp), lamp_parts(lamp, 0, 0)),
               says);
}

std::string signal(bool passed) {
  return entry("-9 -14 18 28", 12,
               fmt::format(R"(<g class="sig{}">{}</g>)", passed ? " on" : "", signal_head(0, 0)),
               passed ? "point of no return, passed" : "point of no return");
}

}  // namespace

std::string_view lamp_classes(Lamp lamp) {
  return lamp_looks[static_cast<std::size_t>(lamp)].classes;
}

std::string lamp_parts(Lamp lamp, int x, int y) {
  std::string disc = fmt::format(R"(<circle cx="{}" cy="{}" r="{}"/>)", x, y, lamp_radius);
  const std::string_view mark = lamp_looks[static_cast<std::size_t>(lamp)].mark;
  if (mark.empty()) return disc;
  return disc + fmt::format(R"(<g transform='translate({} {})'>{}</g>)", x, y, mark);
}

std::string signal_head(int x, int y) {
  return fmt::format(R"(<rect x="{}" y="{}" width="14" height="23" rx="7"/>)"
                     R"(<circle cx="{}" cy="{}" r="4"/>)",
                     x - 7, y - 11, x, y);
}

std::string track_legend(const Machine& machine, const Layout& at, const Lamps& lamps) {
  const bool went = std::any_of(lamps.left.begin(), lamps.left.end(),
                                [](const auto& each) { return each.second != Left::not_yet; });
  std::string text =
      went ? line("m set", "travelled") + line("m", "not travelled") : line("m", "track");
  for (const auto& [shown, means] : meanings)
    if (std::any_of(lamps.lit.begin(), lamps.lit.end(),
                    [lamp = shown](const auto& each) { return each.second == lamp; }))
      text += lamp(shown, means);
  if (went && lamps.lit.size() < machine.states.size()) text += lamp(Lamp::dark, "not entered");
  if (at.signal) text += signal(lamps.passed);
  return "<p class=\"tk-legend\"><span aria-hidden=\"true\">" + text + "</span></p>\n";
}

}  // namespace interlock
