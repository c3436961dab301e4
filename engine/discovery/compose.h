#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace interlock {

// A compose file, as far as discovery asks it. What is not there, or is otherwise than
// compose files are, is nothing.
class Compose {
 public:
  using Variables = std::map<std::string, std::string, std::less<>>;  // those of .env

  // `over`: the file that compose lays over it, docker-compose.override.yml.
  explicit Compose(std::string_view text, std::string_view over = {}, Variables variables = {});
  ~Compose();

  bool sound() const;  // YAML with services
  std::optional<std::string> image(std::string_view service) const;
  // Where the host reaches this port of the service.
  struct Published {
    std::string host;
    std::string port;
  };
  std::optional<Published> published(std::string_view service, std::string_view port) const;

 private:
  struct Files;
  std::unique_ptr<Files> files_;
};

}  // namespace interlock
