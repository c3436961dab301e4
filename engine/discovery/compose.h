#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace interlock {

// A compose file, as far as discovery asks it. What is not there, or is otherwise than
// compose files are, is nothing.
class Compose {
 public:
  explicit Compose(std::string_view text);
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
  struct File;
  std::unique_ptr<File> file_;
};

}  // namespace interlock
