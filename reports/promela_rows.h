#pragma once

#include <string>

#include "reports/model.h"

namespace interlock {

// What may come about where this row of the control table leads on, as options of
// Promela's do: one for each rule and configuration that it leads to.
std::string promela_options(const Model& model, const ModelRow& row);

}  // namespace interlock
