#pragma once

#include <optional>
#include <string>

#include "engine/check.h"

namespace interlock::checks {

// The verdict on an archive that could not be read, or that is not there; nothing if it
// could. The first probe is one of `archive_*` on files.
std::optional<Verdict> no_archive(const Evidence& seen, const std::string& archive);

}  // namespace interlock::checks
