#include "engine/discovery/compose.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <cctype>
#include <utility>
#include <vector>

#include "engine/written.h"

namespace interlock {

struct Compose::Files {
  std::vector<YAML::Node> services;  // of each file, the last one first
  Variables variables;

  // yaml-cpp throws where a node is not what one takes it for: whatever it throws, the
  // file does not say what was asked.
  template <class Answer, class Ask>
  std::optional<Answer> first(Ask ask) const {
    for (const YAML::Node& each : services) try {
        if (auto answer = ask(each)) return answer;
      } catch (const YAML::Exception&) {
      }
    return {};
  }
};

namespace {

// ${NAME}, ${NAME:-otherwise} or $NAME, as compose puts them in (Compose file reference,
// "Interpolation"); other forms stay, and so are no port and no name of an image.
std::string interpolated(std::string_view text, const Compose::Variables& variables) {
  const auto value_of = [&](std::string_view name) {
    const auto found = variables.find(name);
    return found == variables.end() ? std::string() : found->second;
  };
  std::string out;
  while (!text.empty()) {
    const auto dollar = std::min(text.find('$'), text.size());
    out += text.substr(0, dollar);
    text.remove_prefix(dollar);
    if (text.empty()) break;
    const bool braced = text.starts_with("${");
    const std::size_t from = braced ? 2 : 1;
    const auto is_name = [](char c) {
      return std::isalnum(static_cast<unsigned char>(c)) || c == '_';
    };
    std::size_t end = from;
    while (end < text.size() && is_name(text[end])) ++end;
    const std::string_view name = text.substr(from, end - from);
    const auto brace = text.find('}', end);
    if (text.starts_with("$$")) {
      out += '$';
      text.remove_prefix(2);
    } else if (!braced && !name.empty()) {
      out += value_of(name);
      text.remove_prefix(end);
    } else if (braced && brace != std::string_view::npos && !name.empty() &&
               (brace == end || text.substr(end).starts_with(":-"))) {
      const std::string value = value_of(name);
      out += value.empty() && brace != end ? std::string(text.substr(end + 2, brace - end - 2))
                                           : value;
      text.remove_prefix(brace + 1);
    } else {
      out += '$';
      text.remove_prefix(1);
    }
  }
  return out;
}

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

std::optional<Compose::Published> one_port(const YAML::Node& entry, std::string_view wanted,
                                           const Compose::Variables& variables) {
  const auto text = [&](const YAML::Node& node) { return interpolated(node.Scalar(), variables); };
  if (entry.IsScalar()) return short_form(text(entry), wanted);
  if (!entry.IsMap()) return {};
  const YAML::Node inside = entry["target"], outside = entry["published"], host = entry["host_ip"];
  if (!inside || !inside.IsScalar() || !outside || !outside.IsScalar()) return {};
  const std::string bound = host && host.IsScalar() ? text(host) + ":" : "";
  return short_form(bound + text(outside) + ":" + text(inside), wanted);
}

}  // namespace

Compose::Compose(std::string_view text, std::string_view over, Variables variables)
    : files_(std::make_unique<Files>()) {
  files_->variables = std::move(variables);
  for (const std::string_view each : {over, text}) try {
      const YAML::Node all = YAML::Load(std::string(each));
      if (all.IsMap() && all["services"] && all["services"].IsMap())
        files_->services.push_back(all["services"]);
    } catch (const YAML::Exception&) {
    }
}

Compose::~Compose() = default;

bool Compose::sound() const {
  return !files_->services.empty();
}

std::optional<std::string> Compose::image(std::string_view service) const {
  return files_->first<std::string>([&](const YAML::Node& all) -> std::optional<std::string> {
    const YAML::Node image = all[std::string(service)]["image"];
    if (!image || !image.IsScalar()) return {};
    return interpolated(image.Scalar(), files_->variables);
  });
}

std::optional<Compose::Published> Compose::published(std::string_view service,
                                                     std::string_view port) const {
  return files_->first<Published>([&](const YAML::Node& all) -> std::optional<Published> {
    const YAML::Node ports = all[std::string(service)]["ports"];
    if (!ports || !ports.IsSequence()) return {};
    for (const YAML::Node& entry : ports)
      if (auto found = one_port(entry, port, files_->variables)) return found;
    return {};
  });
}

}  // namespace interlock
