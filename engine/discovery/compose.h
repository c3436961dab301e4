#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/discovery/interpolation.h"
#include "engine/discovery/published.h"

namespace interlock {

// Compose files, as far as discovery asks them. What is not there, or is otherwise than
// compose files are, is nothing; so is what only `include` or `extends` would bring.
class Compose {
 public:
  // `texts`: the first file, and those that are laid over it; `variables`: those of .env.
  explicit Compose(const std::vector<std::string>& texts, Variables variables = {});
  Compose(Compose&& other) noexcept;
  ~Compose();

  bool sound() const;  // YAML with services
  std::optional<std::string> image(const std::string& service) const;
  std::optional<std::string> image_as_written(const std::string& service) const;
  // The service whose containers are known to each other by this name: its own, container_name,
  // hostname, or an alias in a network.
  std::optional<std::string> service_called(const std::string& host) const;
  // Where the host reaches this port of the service, if the files alone tell it.
  std::optional<Published> published(const std::string& service, const std::string& port) const;

 private:
  struct Files;
  std::unique_ptr<Files> files_;
};

}  // namespace interlock
