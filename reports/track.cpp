#include "reports/track.h"

#include <fmt/core.h>

#include <algorithm>

#include "reports/style.h"
#include "reports/track_drawing.h"
#include "reports/track_label.h"

namespace interlock {

namespace {

constexpr std::string_view track_colours =
    R"(.tk{--paper:#fcfbf8;--ink:#1c2126;--soft:#59616a;--rail:#8b8980;--hair:#c9c6bc;)"
    R"(--pass:#1a6b3c;--warn:#8a5a00;--fail:#a8201a;--unknown:#46459c}
@media (prefers-color-scheme:dark){.tk{--paper:#15181b;--ink:#e8e5de;--soft:#a4abb2;)"
    R"(--rail:#757c83;--hair:#454b51;--pass:#6cc596;--warn:#e0b050;--fail:#f08b80;)"
    R"(--unknown:#aaa9f2}}
)";

// The classes stand inside the drawing too: no rule reaches through a <use>.
constexpr std::string_view rules = R"(.tk{font-family:"Helvetica Neue",Arial,)"
                                   R"("Liberation Sans","Segoe UI",Roboto,sans-serif}
.tk path{fill:none;stroke:var(--rail);stroke-linecap:round;stroke-linejoin:round}
.tk .m{stroke-width:5}.tk .s{stroke-width:4}.tk .n,.tk .chev{stroke-width:2.5}
.tk .stop{stroke-width:4.5;stroke-linecap:butt}
.tk .case{stroke:var(--paper);stroke-width:9}
.tk .set{stroke:var(--ink)}
.tk .hair{stroke:var(--hair);stroke-width:1.5}
.tk .ponr{stroke:var(--soft);stroke-width:1.5;stroke-dasharray:2 5}
.tk circle{fill:var(--paper);stroke:var(--rail);stroke-width:2.5}
.tk .held circle{fill:var(--ink);stroke:var(--ink)}
.tk .pass circle{fill:var(--pass);stroke:var(--pass)}
.tk .warn circle{fill:var(--warn);stroke:var(--warn)}
.tk .fail circle{fill:var(--fail);stroke:var(--fail)}
.tk .unknown circle{fill:var(--unknown);stroke:var(--unknown)}
.tk .paper{fill:var(--paper)}
.tk g .end{fill:var(--paper);stroke-width:2}
.tk .here circle{stroke:var(--ink);stroke-width:4}
.tk .here .dot{fill:var(--ink);stroke:none}
.tk .here .end{stroke-width:2}
.tk .mark{stroke:var(--paper);stroke-width:2.6}
.tk .post{stroke:var(--ink);stroke-width:3;stroke-linecap:butt}
.tk .sig rect{fill:#1c2126;stroke:var(--ink);stroke-width:1.5}
.tk .sig circle{fill:#d65a4a;stroke:none}
.tk .sig.on circle{fill:#7fd6a6}
.tk text{font-size:12px;fill:var(--ink);stroke:var(--paper);stroke-width:4px;paint-order:stroke;)"
                                   R"(stroke-linejoin:round}
.tk text.head{font-weight:bold}
.tk .dark text{fill:var(--soft)}
.tk text.cap{font-size:10px;fill:var(--soft);letter-spacing:.08em}
)";

constexpr std::string_view page_rules = R"(.tk-defs{position:absolute}
.tk-strip{display:block;max-width:100%;height:auto;margin:0 0 .5rem;break-inside:avoid}
.tk-narrow{display:none;overflow-x:auto}
.tk-legend{margin:.1rem 0 .7rem;max-width:none;color:var(--soft);font-size:.82rem}
.tk-legend b{display:inline-block;margin-right:1.1rem;font-weight:400;white-space:nowrap}
.tk-legend svg{margin-right:.45em;vertical-align:-.32em}
@media screen and (max-width:46rem){.tk-wide{display:none}.tk-narrow{display:block}}
)";

// Of a file with sentences, at least; and of their lines.
constexpr int told_width = 760, told_margin = 14, told_size = 12, told_line = 17;

// What stands above a drawing that begins `down`; moves it on.
std::string told_text(const Panel& panel, int width, int& down) {
  if (panel.heading.empty()) return {};
  std::string text;
  down += 8;
  const auto tell = [&](std::string_view classes, const std::string& sentence) {
    for (const std::string& line : lines_of(sentence, told_size, width - 2 * told_margin))
      text += fmt::format("<text class=\"{}\" x=\"{}\" y=\"{}\">{}</text>\n", classes, told_margin,
                          down += told_line, escaped_text(line));
  };
  tell("head", panel.heading);
  for (const std::string& sentence : panel.says) tell("says", sentence);
  down += 10;
  return text;
}

std::string strips(const Layout& at, const std::string& title) {
  std::string text;
  for (std::size_t i = 0; i + 1 < at.cuts.size(); ++i)
    text += fmt::format(
        R"(<svg class="tk tk-strip" viewBox="{0} 0 {1} {2}" width="{1}" height="{2}" role="img" )"
        R"(aria-label="{3}, part {4} of {5}."><use href="#track" width="{6}" height="{2}"/></svg>)"
        "\n",
        at.cuts[i], at.cuts[i + 1] - at.cuts[i], at.height, title, i + 1, at.cuts.size() - 1,
        at.width);
  return text;
}

// No file is wider than a window, if it can be cut. The width of a drawing in it, and the
// number of its strips.
constexpr int widest = 1000;
int file_width(const Layout& at) {
  if (at.width <= widest) return at.width;
  int most = 0;
  for (std::size_t i = 0; i + 1 < at.cuts.size(); ++i)
    most = std::max(most, at.cuts[i + 1] - at.cuts[i]);
  return most;
}
int strips_in_file(const Layout& at) {
  return at.width <= widest ? 1 : static_cast<int>(at.cuts.size()) - 1;
}

// A drawing that begins `down`, whole or in strips below each other: the first has it, and
// the others look at another part of it.
std::string in_file(const Layout& at, const std::string& drawing, int number, int down) {
  if (strips_in_file(at) == 1)
    return down == 0 ? drawing
                     : fmt::format("<g transform='translate(0 {})'>\n{}</g>\n", down, drawing);
  std::string text;
  for (std::size_t i = 0; i + 1 < at.cuts.size(); ++i) {
    const std::string shown =
        i > 0 ? fmt::format("<use href=\"#track-{}\"/>", number)
              : fmt::format("<g id=\"track-{}\" class=\"tk\">\n{}</g>", number, drawing);
    text += fmt::format(R"(<svg y="{0}" viewBox="{1} 0 {2} {3}" width="{2}" height="{3}">{4}</svg>)"
                        "\n",
                        down + static_cast<int>(i) * at.height, at.cuts[i],
                        at.cuts[i + 1] - at.cuts[i], at.height, shown);
  }
  return text;
}

std::string titled(const Machine& machine) {
  return "Track diagram of " + machine.title;
}

std::string words(const Machine& machine, const Layout& at) {
  const auto ids = [&](const auto& states) {
    Texts texts;
    for (const std::size_t s : states) texts.push_back(machine.states[s].id);
    return listed(texts);
  };
  std::string text = "The main line leads";
  for (const std::size_t s : at.main)
    text += (s == at.main.front()  ? " from "
             : s == at.main.back() ? " to "
                                   : ", ") +
            machine.states[s].id;
  text += ".";
  if (at.no_return)
    text += " The point of no return lies behind " + machine.states[*at.no_return].id + ".";
  for (auto net = at.entries.rbegin(); net != at.entries.rend(); ++net) {  // from left to right
    std::vector<std::size_t> from;
    for (const std::size_t m : at.main)
      if (net->pins.contains(m)) from.push_back(m);
    text += " From " + ids(from) + " the way back leads to " + machine.states[net->target].id + ".";
  }
  if (!at.stops.empty()) text += " No way leads back from " + ids(at.stops) + ".";
  return text;
}

}  // namespace

std::string track_file(const Machine& machine, const std::vector<Panel>& panels,
                       const std::string& title) {
  const Layout at = layout_of(machine);
  const bool told = std::any_of(panels.begin(), panels.end(),
                                [](const Panel& panel) { return !panel.heading.empty(); });
  const int width = told ? std::max(file_width(at), told_width) : file_width(at);
  int down = 0, number = 0;
  std::string text;
  for (const Panel& panel : panels) {
    text += told_text(panel, width, down);
    text += in_file(at, track_drawing(machine, at, panel.lamps), ++number, down);
    down += at.height * strips_in_file(at);
  }
  return fmt::format(
      R"(<svg xmlns="http://www.w3.org/2000/svg" class="tk" role="img" )"
      R"(aria-labelledby="tk-title tk-desc" viewBox="0 0 {0} {1}" width="{0}" height="{1}">
<title id="tk-title">{2}</title>
<desc id="tk-desc">{3}</desc>
<style>
{4}{5}</style>
<rect class="paper" width="{0}" height="{1}"/>
{6}</svg>
)",
      width, down, escaped_text(title), escaped_text(words(machine, at)), track_colours, rules,
      text);
}

std::string track_svg(const Machine& machine, const Lamps& lamps) {
  return track_file(machine, {{{}, {}, lamps}}, titled(machine));
}

std::string track_figure(const Machine& machine, const Lamps& lamps) {
  const Layout at = layout_of(machine);
  return fmt::format(R"(<svg class="tk-defs" width="0" height="0" aria-hidden="true">)"
                     R"(<symbol id="track" viewBox="0 0 {0} {1}"><g class="tk">
{2}</g></symbol></svg>
<div class="tk-wide">
{3}</div>
<div class="tk-narrow" role="region" tabindex="0" aria-label="The drawing; it scrolls sideways">
<svg class="tk" viewBox="0 0 {0} {1}" width="{0}" height="{1}" role="img" )"
                     R"(aria-label="{4}. {5}"><use href="#track"/></svg>
</div>
{6})",
                     at.width, at.height, track_drawing(machine, at, lamps),
                     strips(at, titled(machine)), titled(machine), escaped_text(words(machine, at)),
                     track_legend(machine, at, lamps));
}

std::string track_style() {
  return std::string(rules) + std::string(page_rules);
}

std::string track_words(const Machine& machine) {
  return words(machine, layout_of(machine));
}

}  // namespace interlock
