#include "tests/reports/drawn.h"

#include <fmt/core.h>

#include <algorithm>
#include <set>
#include <sstream>

#include "reports/track_label.h"

namespace interlock {

namespace {

struct Box {
  int left, top, right, bottom;
  std::string of;

  bool meets(const Box& other) const {
    return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
  }
};

int number(const Element& element, const char* attribute) {
  return std::stoi(element[attribute]);
}

struct View {
  int left = 0, top = 0, width = 0, height = 0;
};
View view_of(const Element& svg) {
  View view;
  std::istringstream(svg["viewBox"]) >> view.left >> view.top >> view.width >> view.height;
  return view;
}

// Of one path: the legs between its corners; a bend counts as its corner.
std::vector<Box> legs_of(const std::string& path, int down, int half) {
  std::vector<Box> legs;
  int x = 0, y = 0;
  std::istringstream in(path);
  const auto go = [&](int to_x, int to_y) {
    if (to_x != x || to_y != y)
      legs.push_back({std::min(x, to_x) - half, std::min(y, to_y) - half + down,
                      std::max(x, to_x) + half, std::max(y, to_y) + half + down, path});
    x = to_x, y = to_y;
  };
  for (char how = 0; in >> how;) {
    int a = 0, b = 0;
    in >> a;
    if (how != 'H' && how != 'V') in >> b;
    if (how == 'M') x = a, y = b;
    if (how == 'L' || how == 'Q') go(a, b);
    if (how == 'H') go(a, y);
    if (how == 'V') go(x, a);
    if (how == 'Q') {
      in >> a >> b;
      go(a, b);
    }
    if (!in) throw std::runtime_error("no path of whole numbers: " + path);
  }
  return legs;
}

// What is drawn, in the places where it lies.
class Sheet {
 public:
  // What is in an element, as large as that.
  Sheet(const Element& drawing, int width, int height) : width_(width), height_(height) {
    add(drawing, 0);
  }
  // Strips end there: nothing but track may lie across it.
  void cut(int x) { cuts_.push_back(x); }

  std::vector<std::string> faults() {
    for (std::size_t i = 0; i < texts_.size(); ++i) {
      within(texts_[i]);
      whole(texts_[i]);
      for (std::size_t j = i + 1; j < texts_.size(); ++j) apart(texts_[i], texts_[j]);
      for (const Box& lamp : lamps_) apart(texts_[i], lamp);
      for (const Box& leg : track_) apart(texts_[i], leg);
    }
    for (std::size_t i = 0; i < lamps_.size(); ++i) {
      within(lamps_[i]);
      whole(lamps_[i]);
      for (std::size_t j = i + 1; j < lamps_.size(); ++j) apart(lamps_[i], lamps_[j]);
    }
    for (const Box& leg : track_) within(leg);
    for (std::size_t i = 0; i < ways_.size(); ++i)
      for (std::size_t j = i + 1; j < ways_.size(); ++j) shared(ways_[i], ways_[j]);
    return {faults_.begin(), faults_.end()};
  }

 private:
  void add(const Element& element, int down) {
    if (element.name == "svg" && !element["y"].empty()) return strip(element);
    if (element.name == "text") text(element, down);
    if (element.name == "path") path(element, down);
    if (element.name == "circle" || element.name == "rect") round(element, down);
    if (element.name == "g" && !element["transform"].empty()) {
      int x = 0, y = 0;
      if (std::sscanf(element["transform"].c_str(), "translate(%d %d)", &x, &y) != 2)
        throw std::runtime_error(element["transform"]);
      if (x != 0) return;  // the mark of a lamp
      if (y > 0) ways_.clear();
      down += y;
    }
    for (const Element& each : element.below) add(each, down);
  }

  void text(const Element& element, int down) {
    const bool capitals = element["class"] == "cap";
    const int size = capitals ? 10 : 12, x = number(element, "x"), y = number(element, "y") + down;
    const int wide = text_width(element.text, size, capitals ? 1 : 0);
    const std::string anchor = element["text-anchor"];
    const int left = anchor == "middle" ? x - wide / 2 : anchor == "end" ? x - wide : x;
    texts_.push_back({left, y - size * 3 / 4, left + wide, y + size / 4, element.text});
  }

  void strip(const Element& element) {
    const int y = number(element, "y");
    lamps_.push_back({0, y, number(element, "width"), y + number(element, "height"),
                      "strip " + std::to_string(y)});
  }

  void path(const Element& element, int down) {
    const std::string kind = element["class"].substr(0, element["class"].find(' '));
    if (kind == "case" || kind == "mark") return;
    for (Box& leg : legs_of(element["d"], down, 2)) track_.push_back(std::move(leg));
    if (element["class"] != "n") return;
    ways_.push_back(legs_of(element["d"], down, 0));
  }

  void round(const Element& element, int down) {
    const int y = down;
    if (element.name == "rect" && element["class"] != "paper")
      lamps_.push_back({number(element, "x"), y + number(element, "y"),
                        number(element, "x") + number(element, "width"),
                        y + number(element, "y") + number(element, "height"), "signal"});
    // A ring has its lamp in it, and that of the signal lies in its head.
    if (element.name != "circle" || element["class"] == "dot" || number(element, "r") != 10) return;
    const int x = number(element, "cx");
    lamps_.push_back({x - 10, y + number(element, "cy") - 10, x + 10,
                      y + number(element, "cy") + 10, "lamp " + std::to_string(x)});
  }

  void within(const Box& box) {
    if (box.left < 0 || box.top < 0 || box.right > width_ || box.bottom > height_)
      faults_.insert("cut: " + box.of);
  }
  void whole(const Box& box) {
    for (const int x : cuts_)
      if (box.left < x && x < box.right) faults_.insert("across two strips: " + box.of);
  }
  void apart(const Box& one, const Box& other) {
    if (one.meets(other)) faults_.insert(one.of + " lies on " + other.of);
  }

  // Two ways may cross, and both may lie on a line of stations; along each other
  // they lie nowhere.
  void shared(const std::vector<Box>& one, const std::vector<Box>& other) {
    for (const Box& a : one)
      for (const Box& b : other) {
        const bool upright = a.left == a.right && b.left == b.right && a.left == b.left &&
                             a.top < b.bottom && b.top < a.bottom;
        const bool level = a.top == a.bottom && b.top == b.bottom && a.top == b.top &&
                           a.left < b.right && b.left < a.right && !stations_at(a.top);
        if (upright || level) faults_.insert(a.of + " shares track with " + b.of);
      }
  }
  bool stations_at(int y) const {
    return std::any_of(lamps_.begin(), lamps_.end(),
                       [&](const Box& lamp) { return (lamp.top + lamp.bottom) / 2 == y; });
  }

  int width_ = 0, height_ = 0;
  std::vector<int> cuts_;
  std::vector<Box> texts_, lamps_, track_;
  std::vector<std::vector<Box>> ways_;
  std::set<std::string> faults_;
};

}  // namespace

std::vector<std::string> faults_in(const std::string& svg) {
  const Element file = element_in(svg);
  const View all = view_of(file);
  std::vector<std::string> faults = Sheet(file, all.width, all.height).faults();
  // A drawing in strips: the first has it, and each goes on where the one before ended.
  std::vector<View> views;
  std::vector<const Element*> drawings;
  const auto look = [&] {
    if (drawings.empty()) return;
    Sheet sheet(*drawings.front(), views.back().left + views.back().width, views.back().height);
    for (const View& view : views) sheet.cut(view.left);
    for (std::string& fault : sheet.faults()) faults.push_back(std::move(fault));
    views.clear();
    drawings.clear();
  };
  for (const Element& strip : file.below) {
    if (strip.name != "svg") continue;
    if (strip.below.front().name == "g") look();
    const View view = view_of(strip);
    const int left = views.empty() ? 0 : views.back().left + views.back().width;
    if (view.left != left) faults.push_back("a strip does not go on");
    views.push_back(view);
    drawings.push_back(&strip.below.front());
  }
  look();
  return faults;
}

}  // namespace interlock
