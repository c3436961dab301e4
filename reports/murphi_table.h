#pragma once

#include <string>

#include "reports/model.h"

// The control table of one machine, in the Murphi language: what the rules ask for.
namespace interlock {

// "s = s_old | s = s_new"; false where there are none.
std::string murphi_any(std::string_view variable, const Texts& states);

std::string murphi_declarations(const Model& model);  // types and variables
std::string murphi_table(const Model& model);         // functions of a state

}  // namespace interlock
