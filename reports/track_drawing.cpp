#include "reports/track_drawing.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "reports/track_label.h"

namespace interlock {

namespace {

constexpr std::array<std::string_view, 3> phase_names = {"BEFORE", "THE CHANGE", "AFTER"};
constexpr std::string_view no_return_name = "POINT OF NO RETURN", way_back_name = "WAY BACK";

struct Point {
  int x, y;
  bool operator==(const Point&) const = default;
};

// How far it is to a point in a line, and in which direction: 1, 0 or -1.
int span(Point from, Point to) {
  return std::abs(from.x - to.x) + std::abs(from.y - to.y);
}
Point towards(Point from, Point to, int by) {
  const auto sign = [](int n) { return (n > 0) - (n < 0); };
  return {from.x + by * sign(to.x - from.x), from.y + by * sign(to.y - from.y)};
}

// A path along right angles with round bends, tangent at both ends. A bend takes at most
// half of a leg that it shares with another.
std::string bent(std::vector<Point> points) {
  points.erase(std::unique(points.begin(), points.end()), points.end());
  std::string path = fmt::format("M{} {}", points.front().x, points.front().y);
  for (std::size_t i = 1; i + 1 < points.size(); ++i) {
    const Point before = points[i - 1], here = points[i], after = points[i + 1];
    const int radius = std::min({bend_radius, span(before, here) / (i == 1 ? 1 : 2),
                                 span(here, after) / (i + 2 == points.size() ? 1 : 2)});
    const Point in = towards(here, before, radius), out = towards(here, after, radius);
    path += fmt::format("L{} {}Q{} {} {} {}", in.x, in.y, here.x, here.y, out.x, out.y);
  }
  return path + fmt::format("L{} {}", points.back().x, points.back().y);
}

std::string path_element(std::string_view classes, std::string_view path) {
  return fmt::format("<path class=\"{}\" d=\"{}\"/>\n", classes, path);
}

std::string text_element(int x, int y, std::string_view words, std::string_view anchor,
                         bool capitals) {
  return fmt::format(R"(<text{} x="{}" y="{}" text-anchor="{}">{}</text>)",
                     capitals ? " class=\"cap\"" : "", x, y, anchor, escaped_text(words));
}

class Draughtsman {
 public:
  Draughtsman(const Machine& machine, const Layout& layout, const Lamps& lamps)
      : machine_(machine), at_(layout), lamps_(lamps) {}

  std::string drawing() {
    brackets();
    if (at_.signal) signal();
    for (const auto* nets : {&at_.entries, &at_.loops}) {
      std::vector<const Net*> order;
      for (const Net& each : *nets) order.push_back(&each);
      std::stable_sort(order.begin(), order.end(),
                       [](const Net* one, const Net* other) { return one->level < other->level; });
      for (const Net* each : order) net(*each);
    }
    for (const std::size_t stop : at_.stops) buffer_stop(stop);
    for (const auto& [from, to] : at_.lanes) lane(from, to);
    out_ += travelled_;
    chevrons();
    for (const std::size_t s : at_.main) station(s);
    for (const std::size_t s : at_.side) station(s);
    return std::move(out_);
  }

 private:
  Left left_of(std::size_t state) const {
    const auto found = lamps_.left.find(machine_.states[state].id);
    return found == lamps_.left.end() ? Left::not_yet : found->second;
  }
  Lamp lamp_of(std::size_t state) const {
    const auto found = lamps_.lit.find(machine_.states[state].id);
    return found == lamps_.lit.end() ? Lamp::dark : found->second;
  }

  void travelled(std::string_view kind, std::string_view path) {
    travelled_ += path_element(fmt::format("{} set", kind), path);
  }

  // Over runs of states of one phase; an end belongs to what is before it.
  void brackets() {
    std::optional<Phase> phase;
    for (std::size_t i = 0; i < at_.main.size(); ++i) {
      const auto own = machine_.states[at_.main[i]].phase;
      if (!own || own == phase) continue;
      phase = own;
      if (*phase == Phase::back) continue;
      std::size_t last = i;
      while (last + 1 < at_.main.size() &&
             machine_.states[at_.main[last + 1]].phase.value_or(*phase) == *phase)
        ++last;
      bracket(phase_names[static_cast<std::size_t>(*phase)], at_.main[i], at_.main[last]);
    }
  }

  void bracket(std::string_view name, std::size_t first, std::size_t last) {
    const int begins = at_.left[static_cast<std::size_t>(at_.column[first])] + 2;
    const int ends = at_.left[static_cast<std::size_t>(at_.column[last])] + label_zone - 2;
    out_ += path_element("hair", fmt::format("M{} 28V22H{}V28", begins, ends));
    out_ += text_element(begins + 2, 15, name, "start", true) + "\n";
    if (at_.signal && at_.column[first] <= *at_.signal)
      named_to_ = begins + 2 + text_width(name, 10, 1);
  }

  void signal() {
    const int x = at_.x_of(2 * *at_.signal) - 26, y = at_.line;
    out_ += path_element("ponr",
                         fmt::format("M{} 8V{}", x, at_.side.empty() ? y + drop : at_.siding - 14));
    int free = named_to_;  // left of it, where no strip ends
    for (const int cut : at_.cuts)
      if (cut < x) free = std::max(free, cut);
    if (x - free > text_width(no_return_name, 10, 1) + 20)
      out_ += text_element(x - 6, 15, no_return_name, "end", true) + "\n";
    out_ += fmt::format(
        R"(<g class="sig{}"><title>Point of no return{}</title><path class="post" d="M{} {}V{}"/>)"
        "{}</g>\n",
        lamps_.passed ? " on" : "", lamps_.passed ? ", passed" : "", x, y - 3, y - 22,
        signal_head(x, y - 32));
  }

  // From a station along its net to the target; `begins`: where on the line.
  std::string way(const Net& net, std::size_t from, Place pin, int begins) const {
    const int y = at_.y(from), down = at_.x_of(pin), land = at_.x_of(net.land);
    const int ends = at_.x(net.target) + lamp_radius;
    std::vector<Point> points{{begins, y}, {down, y}};
    if (pin != net.land) {
      points.push_back({down, at_.level(net)});
      points.push_back({land, at_.level(net)});
    }
    points.push_back({land, at_.siding});
    points.push_back({ends, at_.siding});
    return bent(std::move(points));
  }

  // The station on the main line before this one; none before the first.
  std::optional<std::size_t> before(std::size_t state) const {
    const auto found = std::find(at_.main.begin(), at_.main.end(), state);
    if (found == at_.main.begin() || found == at_.main.end()) return {};
    return *(found - 1);
  }

  void net(const Net& net) {
    std::vector<std::pair<Place, std::size_t>> pins;
    for (const auto& [from, pin] : net.pins) pins.emplace_back(pin, from);
    std::sort(pins.begin(), pins.end());
    std::string whole;
    for (const auto& [pin, from] : pins) {
      const int edge = at_.x(from) - lamp_radius;
      whole += way(net, from, pin, edge);
      const auto previous = net.loop ? std::nullopt : before(from);
      const bool begun = previous && left_of(*previous) == Left::begun_back;
      if (!begun && left_of(from) != (net.loop ? Left::done : Left::back)) continue;
      travelled("n", way(net, from, pin, begun ? at_.x_of(pin) + bend_radius : edge));
      // Where it lies on a lane it is as broad as that.
      if (std::any_of(at_.lanes.begin(), at_.lanes.end(),
                      [&](const auto& lane) { return lane.second == net.target; }))
        travelled("s", fmt::format("M{} {}H{}", at_.x_of(net.land) - bend_radius, at_.siding,
                                   at_.x(net.target) + lamp_radius));
    }
    if (net.level > 0) out_ += path_element("case", whole);
    out_ += path_element("n", whole);
  }

  void buffer_stop(std::size_t state) {
    const int x = at_.x_of(2 * (at_.column[state] - 1)), y = at_.line;
    out_ += path_element("n", bent({{at_.x(state) - lamp_radius, y}, {x, y}, {x, y + 25}}));
    out_ += path_element("stop", fmt::format("M{} {}H{}", x - 9, y + 25, x + 9));
  }

  // Where one turns off the main line before this station.
  int turnout(std::size_t state) const {
    for (const Net& net : at_.entries)
      if (const auto pin = net.pins.find(state); pin != net.pins.end())
        return at_.x_of(pin->second);
    return at_.x_of(2 * (at_.column[state] - 1));
  }

  void lane(std::size_t from, std::size_t to) {
    const bool main = at_.on_main(from);
    const std::string_view kind = main ? "m" : "s";
    const std::string begin = fmt::format("M{} {}H", at_.x(from), at_.y(from));
    const std::string whole = begin + std::to_string(at_.x(to));
    out_ += path_element(kind, whole);
    const Left left = left_of(from);
    if (left == Left::done) travelled(kind, whole);
    if (main && (left == Left::begun || left == Left::begun_back))
      travelled(kind, begin + std::to_string(turnout(to) + bend_radius));
  }

  // One before each arrival on the siding: this way.
  void chevrons() {
    const auto leads_to = [](std::size_t state) {
      return [state](const Net& net) { return net.target == state; };
    };
    for (const std::size_t s : at_.side) {
      const bool reached = std::any_of(at_.entries.begin(), at_.entries.end(), leads_to(s)) ||
                           std::any_of(at_.loops.begin(), at_.loops.end(), leads_to(s)) ||
                           std::any_of(at_.lanes.begin(), at_.lanes.end(),
                                       [s](const auto& lane) { return lane.second == s; });
      const int x = at_.x(s), y = at_.siding;
      if (reached)
        out_ += path_element(
            lamp_of(s) == Lamp::dark ? "chev" : "chev set",
            fmt::format("M{} {}L{} {}L{} {}", x + 29, y - 5, x + 24, y, x + 29, y + 5));
    }
    if (at_.side.empty()) return;
    int free = 0;  // right of the siding nothing lies on its line
    for (const std::size_t s : at_.side) free = std::max(free, at_.column[s] + 1);
    if (free < at_.columns)
      out_ += text_element(at_.left[static_cast<std::size_t>(free)] + 8, at_.siding + 4,
                           way_back_name, "start", true) +
              "\n";
  }

  void station(std::size_t s) {
    const State& state = machine_.states[s];
    const int x = at_.x(s), y = at_.y(s);
    out_ += fmt::format("<g class=\"{}\"><title>{}: {}</title>", lamp_classes(lamp_of(s)),
                        escaped_text(state.id), escaped_text(state.means));
    if (state.final)
      out_ += fmt::format(R"(<circle class="end" cx="{}" cy="{}" r="{}"/>)", x, y, ring_radius);
    out_ += lamp_parts(lamp_of(s), x, y);
    names(s);
    out_ += "</g>\n";
  }

  // Above the main line, below the siding: what lies between belongs to track alone.
  void names(std::size_t s) {
    const bool up = at_.on_main(s);
    const int x = at_.x(s), grown = machine_.states[s].final ? ring_radius - lamp_radius : 0;
    const auto lines = static_cast<int>(at_.labels[s].size());
    int y = up ? at_.y(s) - lamp_radius - 9 - grown - (lines - 1) * text_line
               : at_.y(s) + lamp_radius + 18 + grown;
    if (!at_.captions[s].empty())
      out_ += text_element(x, up ? y - text_line - 1 : y + lines * text_line + 1, at_.captions[s],
                           "middle", true);
    for (const std::string& line : at_.labels[s]) {
      out_ += text_element(x, y, line, "middle", false);
      y += text_line;
    }
  }

  const Machine& machine_;
  const Layout& at_;
  const Lamps& lamps_;
  std::string out_, travelled_;
  int named_to_ = 0;  // where the last name of a phase ends, left of the signal
};

}  // namespace

std::string track_drawing(const Machine& machine, const Layout& layout, const Lamps& lamps) {
  return Draughtsman(machine, layout, lamps).drawing();
}

}  // namespace interlock
