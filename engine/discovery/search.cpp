#include "engine/discovery/search.h"

#include <filesystem>
#include <utility>

#include "engine/dotenv.h"
#include "engine/url.h"
#include "engine/version_file.h"
#include "engine/written.h"

namespace interlock {

namespace {

constexpr std::size_t longest = 1'000'000;  // no file of settings is longer

std::string path_of(const std::string& root, std::string_view file) {
  return file.starts_with('/') ? std::string(file) : root + "/" + std::string(file);
}

}  // namespace

bool Search::has(std::string_view file) const {
  return text(file).has_value();
}

// Settings may name what never ends: a device is no file of theirs.
std::optional<std::string> Search::text(std::string_view file) const {
  const auto path = std::filesystem::path(path_of(root, file)).lexically_normal().string();
  if (path.starts_with("/dev/") || path.starts_with("/proc/")) return {};
  auto text = read(path);
  if (text && text->size() > longest) return {};
  return text;
}

std::optional<Settings> Search::settings(std::string_view file, std::string_view remedy) {
  const auto written = text(file);
  if (written) return dotenv(*written);
  problem(file, "This file is not there, or may not be read.", std::string(remedy));
  return {};
}

void Search::endpoint(std::string_view name, Address address, std::string_view from) {
  complete(address);
  found.secrets.insert_or_assign(std::string(name), address.password);
  found.endpoints.insert_or_assign(std::string(name), Found{std::move(address), std::string(from)});
}

void Search::web(std::string_view url, std::string_view from) {
  const auto parts = url_of(url);
  Address address{.system = System::http};
  if (!parts || system_of(parts->scheme) != System::http || !put(*parts, address).empty())
    return problem(from, "It names no address of the web site.", "Give it: --set web=https://HOST");
  complete(address);
  found.endpoints.insert_or_assign("web", Found{std::move(address), std::string(from)});
}

void Search::version() {
  for (const std::string_view file : version_files) {
    const auto written = text(file);
    if (!written) continue;
    const std::string version = version_in(file, *written).value_or("");
    if (version_of(version).empty())
      return problem(file, "It tells no version" + (version.empty() ? "." : ": " + version + "."),
                     "Give it: --set installed=VERSION");
    found.installed = version;
    return;
  }
  problem("", "No version file tells what is installed.", "Give it: --set installed=VERSION");
}

void Search::problem(std::string_view where, std::string what, std::string remedy) {
  found.problems.push_back({std::string(where), std::move(what), std::move(remedy)});
}

std::string value_or(const Settings& settings, std::string_view name, std::string_view otherwise) {
  const auto value = settings.find(name);
  return value == settings.end() ? std::string(otherwise) : value->second;
}

}  // namespace interlock
