#pragma once

#include "states/reader.h"

namespace interlock {

// The keys of the format (README.md), one function for each kind of object. Guards that are
// written as a plain name stand for a group; load() puts the group in.
Machine machine_in(Reader& from);
Named<Guards> groups_in(Reader& from);

}  // namespace interlock
