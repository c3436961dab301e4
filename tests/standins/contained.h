#pragma once

#include "tests/standins/state.h"

// What runs in a container of the stand-in: real programs, on this machine.
namespace interlock::standin {

// The program that a container of the service runs, in a session of its own; 0 if the
// service names none. It keeps nothing open of the command that started it.
int start_in(const Value& service);
// As docker ends it: SIGTERM, after ten seconds SIGKILL; it has ended when this returns. A
// server that is only starting may miss the signal, so it gets one a second.
void end(std::int64_t pid);
// Becomes the words, in the folder that the service has mounted, and finds programs of the
// container before those of this machine. Returns only if that failed.
int exec_in(const Value& service, const Words& argv);

}  // namespace interlock::standin
