#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "engine/check.h"

// What docker says of the service of a compose file. These are all the commands
// that checks ask with, in the root folder; `-f FILE` is left out for the file
// that docker finds there itself (`compose_file` auto):
//
//   docker compose -f FILE ps --format {{.State}};{{.Health}};{{.Image}};{{.Status}} SERVICE
//       a line for each container of the service that runs or restarts, without those
//       of `compose run`; State: running restarting paused; Health: empty if it has no
//       check of its health; Image: what it was made from; Status: "Up 5 minutes"
//   docker compose -f FILE config --images SERVICE
//       a line for each image that the file, resolved, names for the service and what
//       it depends on, in any order
//   docker image ls --no-trunc --format {{.ID}};{{.Digest}} IMAGE
//       a line if the image is on this machine
//
// Whatever does not exit with 0 is no answer.
namespace interlock::checks {

struct Container {
  std::string state;
  std::string health;
  std::string image;
  std::string status;
};

// The parameters `service` and `compose_file`.
Param service_param();
Param compose_file_param();

// The first two probes of a check on the service's containers; one of them is asked.
std::vector<Probe> container_probes();
std::vector<Container> containers(const Evidence& seen);  // throws Error if docker gave no answer

// The first two probes of a check on the images of the compose file.
std::vector<Probe> image_probes();
std::vector<std::string> images(const Evidence& seen);

// How long at least "Up 5 minutes (healthy)" has been; throws Error if it cannot be read.
std::chrono::seconds up_for(std::string_view status);

}  // namespace interlock::checks
