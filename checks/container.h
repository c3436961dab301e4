#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "engine/check.h"

// What docker says of a compose file and of one of its services. These are all the
// commands that checks ask with, in the root folder; `-f FILE` is left out for the
// file that docker finds there itself (`compose_file` auto):
//
//   docker compose -f FILE ps --format {{.State}};{{.Health}};{{.Image}};{{.Status}} SERVICE
//       a line for each container of the service that runs or restarts, without those
//       of `compose run`; State: running restarting paused; Health: empty if it has no
//       check of its health; Image: what it was made from; Status: "Up 5 minutes"
//   docker compose -f FILE config --images SERVICE
//       a line for each image that the file, resolved, names for the service and what
//       it depends on, in any order
//   docker compose -f FILE config --images
//       the same for all services
//   docker compose -f FILE config --services
//       a line for each service whose profile is active
//   docker compose -f FILE ps --format {{.Service}};{{.State}};{{.Health}};{{.Image}}
//       a line for each container of the project that runs, restarts or is paused; Image
//       is its id (sha256:...) where its name means another one by now
//   docker compose -f FILE ps --all --format {{.Service}};{{.State}}
//       the same for those that have ended and those of `compose run` too
//   docker image ls --no-trunc --format {{.ID}};{{.Digest}} IMAGE
//       a line if the image is on this machine
//   docker image ls --filter label=com.docker.compose.service
//       --format {{.Repository}}:{{.Tag}};{{.CreatedAt}}
//       a line for each image that compose built; CreatedAt: "2024-10-04 01:59:40 +0200 CEST"
//   docker version, docker compose version
//
// Not asked is `config` itself: it shows the secrets of the environment. Whatever does
// not exit with 0 is no answer.
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

// The containers of the whole project, in the order of docker. The first two probes of
// a check; with `ended` also those that do not run any more, of which, as of the others
// then, only service and state are told.
struct Member {
  std::string service;
  std::string state;
  std::string health = {};
  std::string image = {};
};
std::vector<Probe> member_probes(bool ended);
std::vector<Member> members(const Evidence& seen);

// Two probes with the services, and with the images of all of them; `probe` is where
// the check has the first of the two.
std::vector<Probe> service_list_probes();
std::vector<Probe> image_list_probes();
std::vector<std::string> list_told(const Evidence& seen, std::size_t probe);

// How long at least "Up 5 minutes (healthy)" has been; throws Error if it cannot be read.
std::chrono::seconds up_for(std::string_view status);

}  // namespace interlock::checks
