#pragma once

#include <string>
#include <vector>

namespace interlock {

// How a page is looked at: on a screen, light or dark; on a phone; printed on A4.
struct Look {
  const char* name;
  int width;  // in CSS pixels
  bool dark = false, printed = false;
};
inline constexpr Look looks[] = {
    {"light", 1200}, {"dark", 1200, true}, {"390", 390}, {"a4", 673, false, true}};

// Why no page can be looked at; empty if Chromium is there. Why axe-core does not judge
// what is looked at.
std::string without_browser();
std::string without_axe_core();

// Renders the page in every look, with everything closed and then with everything open, and
// tells what is wrong with it: what is wider than its box, texts that lie on each other,
// requests, contrast below 4.5, names that are missing, serious violations that axe-core
// finds where it is there (what is folded it sees in the first look only). Keeps a picture of each
// look in the folder "pages" of the build, NAME-LOOK.png, and NAME.pdf.
std::vector<std::string> faults_of(const std::string& html, const std::string& name);

}  // namespace interlock
