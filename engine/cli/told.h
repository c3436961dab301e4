#pragma once

#include <string>

#include "engine/cli/session.h"

// What run.started tells of a session (engine/README.md, the table of events).
namespace interlock {

// `products`: what servers said of themselves, by endpoint.
Value installation_value(const Session& session, const Named<std::string>& products);

Value told_of(const Session& session, const Options& options, const std::string& kind);

}  // namespace interlock
