#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/cli/help.h"

namespace interlock {

// What there is of a kind, by the word that stands for it in the help: MACHINE, CHECK.
using Known = std::map<std::string, std::vector<std::string>, std::less<>>;

// A script that makes bash, zsh or fish complete what is typed: verbs, options, and
// values as far as they are known. Empty for any other shell.
std::string completion_text(const VerbWords& all, const Known& known, std::string_view shell);

}  // namespace interlock
