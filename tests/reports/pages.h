#pragma once

#include <string>
#include <vector>

#include "reports/page.h"
#include "tests/reports/story.h"

namespace interlock {

Page page_of(const Story& story);

// The tags of a page in their order, with what they are told by: <td data-of="Before">
// is "td". Fails the test where they do not close each other as they must.
std::vector<std::string> tags_of(const std::string& html);

// What a reader sees between <body> and </body>, words between single spaces; drawings
// and what is hidden from screen readers are left out.
std::string words_of(const std::string& html);

// Markdown as GitHub's own program makes it HTML; asked by tests as a referee. Why it
// cannot be asked; empty if it can.
std::string without_cmark();
std::string made_html(const std::string& markdown);

// Everything that could break out of a page, each in one text.
std::vector<std::string> hostile_texts();

}  // namespace interlock
