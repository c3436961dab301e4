#pragma once

#include "tests/standins/state.h"

// docker on a compose project of several services, some of which are built: what it
// does where state.json has `services`.
//   services    [{name, image, built, health}], of those that run something real also
//               server (its words), folder (where), env, programs (a folder of such as
//               only the container has), mounts (folders, the same inside)
//   images      {NAME:TAG: {id, created (seconds since 1970), built}}
//   containers  [{service, image, id, state, oneoff, pid}]
//   builds      how many images were built; names the next one
//   spoiled     {words, times, exit}: commands that end so do nothing, so often
//   early       how many seconds before now an image says that it was built
namespace interlock::standin {

// `argv` without "docker"; 125 if it is no command of these.
int project(const Words& argv);

}  // namespace interlock::standin
