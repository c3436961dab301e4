#include "reports/track_layout.h"

#include <algorithm>
#include <set>

#include "reports/drawing.h"
#include "reports/track_label.h"

namespace interlock {

namespace {

// From a column's edge: the station, the two tracks of its gutter. The gutter is the
// right part of a column; a signal makes it wider.
constexpr int station_at = 40, left_track = 88, right_track = 100, gutter = 28;
constexpr int strip_columns = 8;
constexpr int margin = 14, signal_room = 30, level_height = 16, rise = 46;

std::string_view kind_word(Final final) {
  switch (final) {
    case Final::success: return "success";
    case Final::recovered: return "recovered";
    case Final::untouched: return "untouched";
  }
  return {};
}

class Surveyor {
 public:
  explicit Surveyor(const Machine& machine) : machine_(machine) {}

  Layout layout() {
    ways();
    main_line();
    siding();
    columns();
    lanes();
    entries();
    loops();
    signs();
    texts();
    positions();
    return std::move(at_);
  }

 private:
  using States = std::vector<std::size_t>;

  std::optional<std::size_t> number_of(std::string_view id) const {
    const State* state = find_state(machine_, id);
    if (!state) return {};
    return static_cast<std::size_t>(state - machine_.states.data());
  }

  static bool among(const States& states, std::size_t state) {
    return std::find(states.begin(), states.end(), state) != states.end();
  }

  void ways() {
    at_.to.resize(machine_.states.size());
    for (const State& state : machine_.states) at_.back.push_back(number_of(state.back));
    for (const Transition& t : machine_.transitions)
      if (const auto from = number_of(t.from)) at_.to[*from] = number_of(t.to);
  }

  void main_line() {
    for (std::optional<std::size_t> next = 0; next && !among(at_.main, *next);
         next = at_.to[at_.main.back()])
      at_.main.push_back(*next);
  }

  // None before a state that leads to it.
  void siding() {
    States rest;
    for (std::size_t s = 0; s < machine_.states.size(); ++s)
      if (!among(at_.main, s)) rest.push_back(s);
    while (!rest.empty()) {
      const auto free = std::find_if(rest.begin(), rest.end(), [&](std::size_t s) {
        return std::none_of(rest.begin(), rest.end(),
                            [&](std::size_t r) { return r != s && at_.to[r] == s; });
      });
      const auto next = free == rest.end() ? rest.begin() : free;
      at_.side.push_back(*next);
      rest.erase(next);
    }
  }

  // The stations of the main line whose way back leads to it.
  States into(std::size_t target) const {
    States from;
    for (const std::size_t m : at_.main)
      if (at_.back[m] == target) from.push_back(m);
    return from;
  }

  // A way back leads down or to the left, never to the right.
  void columns() {
    at_.column.resize(machine_.states.size());
    int last = 0;
    for (const std::size_t m : at_.main) at_.column[m] = last++;
    for (const std::size_t s : at_.side) {
      for (const std::size_t m : into(s)) last = std::min(last, at_.column[m]);
      at_.column[s] = --last;
    }
    const int least = *std::min_element(at_.column.begin(), at_.column.end());
    for (int& column : at_.column) column -= least;
    at_.columns = *std::max_element(at_.column.begin(), at_.column.end()) + 1;
  }

  bool lane(std::size_t from, std::size_t to) const {
    return std::find(at_.lanes.begin(), at_.lanes.end(), std::pair(from, to)) != at_.lanes.end();
  }

  void lanes() {
    for (std::size_t i = 0; i + 1 < at_.side.size(); ++i)
      if (at_.to[at_.side[i]] == at_.side[i + 1])
        at_.lanes.emplace_back(at_.side[i], at_.side[i + 1]);
    std::reverse(at_.lanes.begin(), at_.lanes.end());  // from left to right
    for (std::size_t i = 0; i + 1 < at_.main.size(); ++i)
      at_.lanes.emplace_back(at_.main[i], at_.main[i + 1]);
  }

  void entries() {
    for (const std::size_t s : at_.side) {
      Net net{s, {}, 2 * at_.column[s] + 1};
      for (const std::size_t m : into(s)) {
        const int before = at_.column[m] - 1;
        net.pins[m] = 2 * before + (before == at_.column[s] ? 1 : 0);
      }
      if (!net.pins.empty()) at_.entries.push_back(std::move(net));
    }
    at_.deep = levels(at_.entries);
  }

  void loops() {
    for (const std::size_t s : at_.side) {
      Net net{s, {}, 2 * at_.column[s], true};
      for (const std::size_t from : at_.side)
        if (at_.to[from] == s && !lane(from, s)) net.pins[from] = 2 * (at_.column[from] - 1) + 1;
      if (!net.pins.empty()) at_.loops.push_back(std::move(net));
    }
    at_.low = levels(at_.loops);
  }

  static std::pair<Place, Place> reach_of(const Net& net) {
    std::pair<Place, Place> reach{net.land, net.land};
    for (const auto& [unused, place] : net.pins)
      reach = {std::min(reach.first, place), std::max(reach.second, place)};
    return reach;
  }

  // Each net, from the left, takes the first level where its reach is free; what leads
  // straight down takes none. Gives how many levels there are.
  static int levels(std::vector<Net>& nets) {
    std::vector<Net*> order;
    for (Net& net : nets) order.push_back(&net);
    std::stable_sort(order.begin(), order.end(), [](const Net* one, const Net* other) {
      return reach_of(*one) < reach_of(*other);
    });
    std::vector<Place> ends;  // of each level, as far as it is taken
    for (Net* net : order) {
      const auto [first, last] = reach_of(*net);
      if (first == last) continue;
      const auto free = std::find_if(ends.begin(), ends.end(),
                                     [begins = first](Place end) { return end < begins; });
      net->level = static_cast<int>(free - ends.begin());
      if (free == ends.end())
        ends.push_back(last);
      else
        *free = last;
    }
    return static_cast<int>(ends.size());
  }

  void signs() {
    for (const std::size_t m : at_.main) {
      const State& state = machine_.states[m];
      at_.phases = at_.phases || state.phase;
      if (state.back.empty() && !state.final) at_.stops.push_back(m);
    }
    if (const Transition* step = step_of_no_return(machine_)) {
      at_.no_return = number_of(step->from);
      at_.signal = at_.column[*at_.no_return];
    }
  }

  // What an end is; or where a way leads that is drawn as no track.
  std::string caption(std::size_t s) const {
    const State& state = machine_.states[s];
    const auto to = at_.to[s], back = at_.back[s];
    if (state.final)
      return kind_word(*state.final) == state.id ? "" : caption_of(kind_word(*state.final));
    if (back && at_.on_main(*back)) return caption_of("back to " + machine_.states[*back].id);
    const bool looped = std::any_of(at_.loops.begin(), at_.loops.end(),
                                    [&](const Net& net) { return net.pins.contains(s); });
    if (!to || looped || lane(s, *to)) return {};
    return caption_of("to " + machine_.states[*to].id);
  }

  void texts() {
    for (std::size_t s = 0; s < machine_.states.size(); ++s) {
      at_.labels.push_back(label_of(machine_.states[s].id));
      at_.captions.push_back(caption(s));
    }
  }

  // The room that the labels of a line take.
  int room(const States& states) const {
    int most = 0;
    for (const std::size_t s : states) {
      int high = text_line * static_cast<int>(at_.labels[s].size());
      if (!at_.captions[s].empty()) high += text_line + 1;
      if (machine_.states[s].final) high += ring_radius - lamp_radius;
      most = std::max(most, high);
    }
    return most + 8;
  }

  // Whether track lies left of the first column.
  bool before_first() const {
    const auto reaches = [](const Net& net) { return reach_of(net).first < 0; };
    return std::any_of(at_.entries.begin(), at_.entries.end(), reaches) ||
           std::any_of(at_.loops.begin(), at_.loops.end(), reaches) ||
           std::any_of(at_.stops.begin(), at_.stops.end(),
                       [&](std::size_t s) { return at_.column[s] == 0; });
  }

  void positions() {
    int x = margin + (before_first() ? gutter : 0);
    for (int c = 0; c < at_.columns; ++c) {
      at_.left.push_back(x);
      x += column_width + (c == at_.signal ? signal_room : 0);
    }
    at_.width = x - gutter + margin;
    cuts();
    at_.line = (at_.phases ? 34 : 8) + room(at_.main) + lamp_radius + 4;
    at_.siding = at_.line + drop + level_height * std::max(0, at_.deep - 1) + rise;
    at_.floor = at_.side.empty() ? at_.line + drop : at_.siding + lamp_radius + 4 + room(at_.side);
    at_.height = at_.floor + (at_.low > 0 ? 6 + level_height * at_.low : 0) + 8;
  }

  // Into strips of as many columns each, as few as fit a page.
  void cuts() {
    const int strips = (at_.columns + strip_columns - 1) / strip_columns;
    const int each = (at_.columns + strips - 1) / strips;
    at_.cuts = {0};
    for (int column = each; column < at_.columns; column += each)
      at_.cuts.push_back(at_.left[static_cast<std::size_t>(column)]);
    at_.cuts.push_back(at_.width);
  }

  const Machine& machine_;
  Layout at_;
};

}  // namespace

bool Layout::on_main(std::size_t state) const {
  return std::find(main.begin(), main.end(), state) != main.end();
}

int Layout::x(std::size_t state) const {
  return left[static_cast<std::size_t>(column[state])] + station_at;
}

int Layout::x_of(Place place) const {
  const bool right = place % 2 != 0;
  if (place < 0) return margin + (right ? 20 : 8);
  const int behind = place / 2;
  return left[static_cast<std::size_t>(behind)] + (right ? right_track : left_track) +
         (signal == behind ? signal_room : 0);
}

int Layout::level(const Net& net) const {
  return (net.loop ? floor + 6 : line + drop) + level_height * net.level;
}

Layout layout_of(const Machine& machine) {
  return Surveyor(machine).layout();
}

}  // namespace interlock
