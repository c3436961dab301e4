#pragma once

#include <functional>
#include <string>

#include "engine/installation.h"

namespace interlock {

// The address of a container on this machine; or none, and why, if that was said.
struct Whereabouts {
  std::string address;
  std::string why = {};
};

// Says where a container of the service is, of an installation whose secrets are known, but
// not yet all else.
using Containers = std::function<Whereabouts(const Installation& so_far, const Contained& what)>;

// Asks docker, in the root folder:
//   docker compose -f FILE ps -q SERVICE    (without -f FILE where docker finds it by itself)
//   docker inspect --format {{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}} ID...
// It is not waited for long. What is no address is none.
Whereabouts container_of(const std::string& root, const Contained& contained);

// Puts an address in place of each host that only containers know, unless another was given;
// what cannot be reached becomes a problem. Asks nothing where there is nothing to ask, or
// nobody.
void settle_containers(const Containers& containers, Installation& installation);

// Where an endpoint is now: the address of a container holds only as long as the container, and
// an upgrade makes some anew. Throws Error{endpoint}.
Address address_now(const std::string& root, const Found& found);

}  // namespace interlock
