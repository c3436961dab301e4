#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace interlock {

// Where the host reaches a port of a container.
struct Published {
  std::string host;
  std::string port;
};

// What an entry of `ports` publishes of the port `wanted` (tcp), in the short syntax of the
// Compose file reference: "127.0.0.1:5433:5432", "5430-5432:5430-5432", "[::1]:5432:5432/tcp".
// Nothing if it does not publish it, or leaves it to docker where.
std::optional<Published> published_by(std::string_view entry, std::string_view wanted);

}  // namespace interlock
