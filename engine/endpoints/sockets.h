#pragma once

#include <cstdint>
#include <vector>

#include "engine/endpoint.h"

namespace interlock {

// A socket of this process; a number is used again, an identity is not.
struct Socket {
  int number;
  std::int64_t identity;

  bool operator==(const Socket&) const = default;
};

// Those that are connected to the port, or to the socket, of this address.
std::vector<Socket> sockets_to(const Address& address);

}  // namespace interlock
