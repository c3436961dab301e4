#include "engine/discovery/compose.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <cctype>
#include <utility>

namespace interlock {

namespace {

using YAML::Node;

// Aliases and merges may knot a small file into an endless one: however it is knotted, so many
// nodes are looked at, and so deep a merge is followed.
constexpr std::size_t most_nodes = 500'000;
constexpr int deepest_merge = 10;

// Docker takes it for a name, and no program for an option.
bool is_service(const std::string& name) {
  return !name.empty() && name.front() != '-' && std::all_of(name.begin(), name.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-' || c == '.';
  });
}

bool replaces(const Node& node) {
  return node.Tag() == "!override" || node.Tag() == "!reset";
}

}  // namespace

// yaml-cpp throws where a node is not what one takes it for: whoever asks here catches it.
struct Compose::Files {
  std::vector<Node> services;  // of each file, the last one first
  Variables variables;
  std::size_t left = most_nodes;

  bool spend(std::size_t nodes) {
    left -= std::min(left, nodes + 1);
    return left > 0;
  }

  // What a map has under this key: itself, or by what it merges (`<<`), the first of several.
  std::optional<Node> child(const Node& map, const std::string& key, int depth = 0) {
    if (!map.IsMap() || depth > deepest_merge || !spend(map.size())) return {};
    if (const Node own = map[key]) return own;
    const Node merged = map["<<"];
    if (!merged) return {};
    if (!merged.IsSequence()) return child(merged, key, depth + 1);
    for (const Node& each : merged)
      if (auto found = child(each, key, depth + 1)) return found;
    return {};
  }

  // What the files say of a key of the service, the last word first. What replaces, by
  // !override or !reset, hides what is said below it.
  std::vector<Node> said(const std::string& service, const std::string& key) {
    std::vector<Node> all;
    for (const Node& file : services) {
      const auto map = child(file, service);
      const auto value = map ? child(*map, key) : std::nullopt;
      if (value && value->Tag() != "!reset") all.push_back(*value);
      if ((map && replaces(*map)) || (value && replaces(*value))) break;
    }
    return all;
  }

  std::optional<std::string> text(const Node& node) {
    if (!node.IsScalar() || !spend(node.Scalar().size())) return {};
    return interpolated(node.Scalar(), variables);
  }

  std::optional<std::string> text(const Node& map, const std::string& key) {
    const auto node = child(map, key);
    return node ? text(*node) : std::nullopt;
  }

  // An entry of `ports` in the short syntax; the long one names its parts.
  std::optional<std::string> mapping(const Node& entry) {
    if (!entry.IsMap()) return text(entry);
    const auto inside = text(entry, "target"), outside = text(entry, "published");
    if (!inside || !outside) return {};
    return text(entry, "host_ip").value_or("") + ":" + *outside + ":" + *inside + "/" +
           text(entry, "protocol").value_or("tcp");
  }

  bool names(const Node& service, const std::string& host) {
    if (text(service, "container_name") == host || text(service, "hostname") == host) return true;
    const auto networks = child(service, "networks");
    if (!networks || !networks->IsMap()) return false;
    for (const auto& network : *networks) {
      const auto aliases = child(network.second, "aliases");
      if (!aliases || !aliases->IsSequence()) continue;
      for (const Node& alias : *aliases)
        if (spend(1) && text(alias) == host) return true;
    }
    return false;
  }
};

namespace {

template <class Ask>
auto asked(Ask ask) -> decltype(ask()) {
  try {
    return ask();
  } catch (const YAML::Exception&) {
    return {};
  }
}

}  // namespace

Compose::Compose(const std::vector<std::string>& texts, Variables variables)
    : files_(std::make_unique<Files>()) {
  files_->variables = std::move(variables);
  for (auto each = texts.rbegin(); each != texts.rend(); ++each) try {
      const Node all = YAML::Load(*each);
      if (all.IsMap() && all["services"] && all["services"].IsMap())
        files_->services.push_back(all["services"]);
    } catch (const YAML::Exception&) {
    }
}

Compose::Compose(Compose&& other) noexcept = default;
Compose::~Compose() = default;

bool Compose::sound() const {
  return !files_->services.empty();
}

std::optional<std::string> Compose::image(const std::string& service) const {
  return asked([&]() -> std::optional<std::string> {
    const auto said = files_->said(service, "image");
    return said.empty() ? std::nullopt : files_->text(said.front());
  });
}

std::optional<std::string> Compose::image_as_written(const std::string& service) const {
  return asked([&]() -> std::optional<std::string> {
    const auto said = files_->said(service, "image");
    return said.empty() ? std::nullopt : std::optional(said.front().Scalar());
  });
}

std::optional<std::string> Compose::service_called(const std::string& host) const {
  return asked([&]() -> std::optional<std::string> {
    if (!is_service(host)) return {};
    for (const Node& file : files_->services)
      if (files_->child(file, host)) return host;
    for (const Node& file : files_->services)
      for (const auto& service : file)
        if (service.first.IsScalar() && is_service(service.first.Scalar()) &&
            files_->names(service.second, host))
          return service.first.Scalar();
    return {};
  });
}

std::optional<Published> Compose::published(const std::string& service,
                                            const std::string& port) const {
  return asked([&]() -> std::optional<Published> {
    for (const Node& ports : files_->said(service, "ports")) {
      if (!ports.IsSequence()) continue;
      for (const Node& entry : ports) {
        const auto mapping = files_->mapping(entry);
        if (auto found = mapping ? published_by(*mapping, port) : std::nullopt) return found;
      }
    }
    return {};
  });
}

}  // namespace interlock
