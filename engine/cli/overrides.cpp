#include "engine/cli/overrides.h"

#include <algorithm>

#include "engine/cli/secrets.h"
#include "engine/written.h"

namespace interlock {

namespace {

constexpr std::string_view settable[] = {"root", "installed"};
constexpr std::string_view made_here[] = {"target", "commit", "run", "work"};

std::vector<std::string_view> names_to_set(const Machine& machine) {
  std::vector<std::string_view> names(std::begin(settable), std::end(settable));
  for (const auto& [name, unused] : machine.parameters) names.push_back(name);
  for (const auto& [name, unused] : machine.endpoints) names.push_back(name);
  return names;
}

std::string described_unknown(std::string_view name) {
  if (name == "target") return "The release to upgrade to is given by --to.";
  if (std::find(std::begin(made_here), std::end(made_here), name) != std::end(made_here))
    return "Interlock gives " + std::string(name) + " itself.";
  return "There is no parameter and no endpoint \"" + std::string(name) + "\".";
}

}  // namespace

std::optional<Url> endpoint_url(std::string_view written, const std::string& name, System system,
                                const std::string& where, std::vector<Problem>& problems) {
  const std::string form(url_form(system));
  auto url = url_of(written);
  if (!url) {
    problems.push_back({where, "This is no URL.", "Write " + form + "."});
  } else if (url->password) {
    problems.push_back({where, "No password stands in a URL: others could read it.",
                        "Put it into " + secret_variable(name) + "."});
  } else if (system_of(url->scheme) != system) {
    problems.push_back({where, "A URL with \"" + url->scheme + "\" names another kind of system.",
                        "Write " + form + "."});
  } else {
    Address nowhere{.system = system};
    const auto wrong = put(*url, nowhere);
    for (const std::string& sentence : wrong) problems.push_back({where, sentence});
    if (wrong.empty()) return url;
  }
  return {};
}

Overrides overrides_of(const std::vector<std::string>& set, const Machine& machine,
                       std::vector<Problem>& problems) {
  Overrides overrides;
  std::vector<std::string> seen;
  for (const std::string& written : set) {
    const auto equals = std::min(written.find('='), written.size());
    const std::string name = written.substr(0, equals);
    const std::string where = "--set " + (name.empty() ? written : name);
    if (equals == written.size() || name.empty()) {
      problems.push_back({where, name.empty() ? "It names nothing." : "It has no value.",
                          "Write --set NAME=VALUE."});
      continue;
    }
    const std::string value = written.substr(equals + 1);
    if (std::find(seen.begin(), seen.end(), name) != seen.end())
      problems.push_back({where, "It is given twice."});
    seen.push_back(name);
    const auto endpoint = machine.endpoints.find(name);
    if (machine.parameters.contains(name))
      overrides.parameters[name] = value;
    else if (endpoint != machine.endpoints.end()) {
      if (auto url = endpoint_url(value, name, endpoint->second.system, where, problems))
        overrides.endpoints.insert_or_assign(name, std::move(*url));
    } else if (name == "root")
      overrides.root = value;
    else if (name == "installed")
      overrides.installed = value;
    else
      problems.push_back({where, described_unknown(name), suggestion(name, names_to_set(machine))});
  }
  return overrides;
}

}  // namespace interlock
