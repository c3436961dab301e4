#pragma once

#include <string_view>

// The rules by which every machine runs, in the Murphi language: the part of a model
// that is the same for all machines. It speaks of the functions that the control
// table gives (reports/murphi.cpp).
namespace interlock {

extern const std::string_view murphi_acts;   // what entering, holding, gaining mean
extern const std::string_view murphi_rules;  // one Murphi rule for each rule of the format

}  // namespace interlock
