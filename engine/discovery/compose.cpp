#include "engine/discovery/compose.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>

#include "engine/written.h"

namespace interlock {

struct Compose::File {
  YAML::Node services;

  // yaml-cpp throws where a node is not what one takes it for: whatever it throws, the
  // file does not say what was asked.
  template <class Ask>
  std::optional<std::string> ask(Ask what) const {
    try {
      const YAML::Node answer = what(services);
      if (answer && answer.IsScalar()) return answer.Scalar();
    } catch (const YAML::Exception&) {
    }
    return {};
  }
};

namespace {

// "127.0.0.1:5432:5432", "5432:5432", with "/tcp" or not.
std::optional<Compose::Published> short_form(std::string_view text, std::string_view wanted) {
  text = text.substr(0, text.find("/tcp"));
  const auto last = text.rfind(':');
  if (last == std::string_view::npos || text.substr(last + 1) != wanted) return {};
  const std::string_view outside = text.substr(0, last);
  const auto colon = outside.rfind(':');
  const bool bare = colon == std::string_view::npos;
  const std::string_view port = bare ? outside : outside.substr(colon + 1);
  const std::string_view host = bare ? "" : outside.substr(0, colon);
  if (!whole_number(port)) return {};
  const bool everywhere = host.empty() || host == "0.0.0.0";
  return Compose::Published{everywhere ? "127.0.0.1" : std::string(host), std::string(port)};
}

std::optional<Compose::Published> one_port(const YAML::Node& entry, std::string_view wanted) {
  if (entry.IsScalar()) return short_form(entry.Scalar(), wanted);
  if (!entry.IsMap()) return {};
  const YAML::Node inside = entry["target"], outside = entry["published"], host = entry["host_ip"];
  if (!inside || !inside.IsScalar() || !outside || !outside.IsScalar()) return {};
  const std::string bound = host && host.IsScalar() ? host.Scalar() + ":" : "";
  return short_form(bound + outside.Scalar() + ":" + inside.Scalar(), wanted);
}

}  // namespace

Compose::Compose(std::string_view text) : file_(std::make_unique<File>()) {
  try {
    const YAML::Node all = YAML::Load(std::string(text));
    if (all.IsMap() && all["services"] && all["services"].IsMap())
      file_->services = all["services"];
  } catch (const YAML::Exception&) {
  }
}

Compose::~Compose() = default;

bool Compose::sound() const {
  return file_->services.IsMap();
}

std::optional<std::string> Compose::image(std::string_view service) const {
  return file_->ask([&](const YAML::Node& all) { return all[std::string(service)]["image"]; });
}

std::optional<Compose::Published> Compose::published(std::string_view service,
                                                     std::string_view port) const {
  try {
    const YAML::Node all = file_->services;
    const YAML::Node ports = all[std::string(service)]["ports"];
    if (!ports || !ports.IsSequence()) return {};
    for (const YAML::Node& entry : ports)
      if (auto found = one_port(entry, port)) return found;
  } catch (const YAML::Exception&) {
  }
  return {};
}

}  // namespace interlock
