#pragma once

#include <string>
#include <string_view>

// Words and names of SQL, as far as dumps need them. Letters are compared as SQL does it.
namespace interlock {

bool in_word(char c);
std::string_view skipped(std::string_view text);  // without the blanks at its front
std::string_view trimmed(std::string_view text);
bool same_letters(std::string_view a, std::string_view b);
bool begins(std::string_view text, std::string_view word);

// Takes the word from the front; false, and nothing is taken, if it does not stand there.
bool take(std::string_view& rest, std::string_view word);
// Takes one part of a name: word, "quoted", `quoted`, 'quoted' or [quoted].
std::string take_part(std::string_view& rest);

}  // namespace interlock
