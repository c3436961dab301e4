#pragma once

#include <string_view>
#include <vector>

#include "engine/catalogue.h"
#include "engine/error.h"

namespace interlock {

// Reads a file of states/releases/ strictly: every problem at once, each with its
// JSON pointer. The file tells what each release changed:
//
//   product     as machines name it
//   releases    oldest first: version; adds (names of migrations, which are applied in
//               the order of their names); columns (table -> columns that came), gone
//               (table -> columns that went; [] is the whole table); models, models_gone (the
//               same of Django: application -> models, as its content types name them); supports
//               (program -> at_least, below, either may be missing). What is not mentioned is as in
//               the release before. No columns, no models: not known.
//   migrations  name -> dangerous (what it destroys), makes (tables, table.columns)
// A file continues what is known `before` of the product: a release that is known stays as it is,
// each of the others goes behind the last that is not newer, and continues that one (none: it
// begins with nothing); what is said of a migration takes the place of what was. Nothing that a
// file adds is passed on to releases that were known: whether they have it is not said.
Catalogue catalogue_of(std::string_view json, std::vector<Problem>& problems,
                       const Catalogue& before = {});

// Which product a file is about; empty if it does not say.
std::string product_in(std::string_view json, std::vector<Problem>& problems);

}  // namespace interlock
