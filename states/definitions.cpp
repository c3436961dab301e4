#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "engine/examine.h"
#include "engine/trusted.h"
#include "engine/written.h"
#include "states/catalogue.h"
#include "states/shipped.h"

namespace interlock {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view ending = ".json";

bool is_path(std::string_view machine) {
  return machine.find('/') != std::string_view::npos || machine.ends_with(ending);
}

using Checks = std::span<const Check* const>;

Definitions definitions(std::string name, std::string text, std::string_view file, Checks checks) {
  Definitions found{std::move(name), std::move(text), std::string(shipped_groups()), {}};
  found.loaded = load(found.machine, found.groups, file);
  found.loaded.problems = examine(found.loaded.machine, checks, std::move(found.loaded.problems));
  return found;
}

Definitions in_file(const fs::path& path, Checks checks) {
  return definitions(path.string(), trusted_text(path.string()), path.filename().string(), checks);
}

std::vector<std::string> searched(std::vector<std::string> folders) {
  folders.emplace_back(machines_of_this_host);
  return folders;
}

// Sorted; none if the folder cannot be read.
std::set<fs::path> json_files(const fs::path& folder) {
  std::set<fs::path> files;
  std::error_code failure;
  for (auto entry = fs::directory_iterator(folder, failure);
       !failure && entry != fs::directory_iterator(); entry.increment(failure))
    if (entry->path().extension() == ending) files.insert(entry->path());
  return files;
}

std::string product_of(const ReleaseFile& file) {
  std::vector<Problem> problems;
  std::string product = product_in(file.text, problems);
  if (!problems.empty())
    throw Error(Error::Kind::input, file.name + ": " + problems.front().what,
                problems.front().hint);
  return product;
}

// What machines are about: those that are shipped, and those in the folders that can be read.
std::set<std::string> known_products(const std::vector<std::string>& folders) {
  std::set<std::string> products;
  std::vector<Problem> unused;
  for (const Shipped& shipped : shipped_machines())
    products.insert(product_in(shipped.text, unused));
  for (const std::string& folder : searched(folders))
    for (const fs::path& path : json_files(folder)) {
      std::ostringstream text;
      text << std::ifstream(path).rdbuf();
      products.insert(product_in(text.str(), unused));
    }
  products.erase("");
  return products;
}

// A product that is misspelled would be read by nobody. One that is like none may be that of a
// machine elsewhere.
void demand_a_machine(const std::string& product, const std::string& file,
                      const std::set<std::string>& known) {
  if (known.contains(product)) return;
  std::string all;
  for (const std::string& each : known) all += (all.empty() ? "" : ", ") + each;
  std::string hint = suggestion(product, {known.begin(), known.end()});
  if (hint.empty() && !product.empty()) return;
  if (!hint.empty()) hint += ' ';
  throw Error(Error::Kind::input,
              product.empty()
                  ? fmt::format("{}: it does not say of which product the releases are.", file)
                  : fmt::format("{}: no machine leads the product \"{}\".", file, product),
              hint + "Known products: " + all + ".");
}

[[noreturn]] void no_such_machine(const std::string& machine,
                                  const std::vector<std::string>& folders) {
  const auto names = machine_names(folders);
  std::string hint = suggestion(machine, {names.begin(), names.end()});
  if (!hint.empty()) hint += ' ';
  throw Error(Error::Kind::usage, fmt::format("there is no machine \"{}\".", machine),
              hint + "All of them: interlock list");
}

}  // namespace

Definitions definitions_of(const std::string& machine, const std::vector<std::string>& folders,
                           Checks checks) {
  if (is_path(machine)) return in_file(machine, checks);
  const std::string file = machine + std::string(ending);
  for (const std::string& folder : searched(folders))
    if (std::error_code failure; fs::exists(fs::path(folder) / file, failure))
      return in_file(fs::path(folder) / file, checks);
  for (const Shipped& shipped : shipped_machines())
    if (shipped.name == machine)
      return definitions(machine, std::string(shipped.text), file, checks);
  no_such_machine(machine, folders);
}

std::vector<ReleaseFile> releases_of(std::string_view product,
                                     const std::vector<std::string>& folders) {
  std::vector<ReleaseFile> found;
  for (const Shipped& shipped : shipped_releases())
    found.push_back({std::string(shipped.name), std::string(shipped.text)});
  std::erase_if(found, [&](const ReleaseFile& file) { return product_of(file) != product; });
  for (const std::string& folder : searched(folders))
    for (const fs::path& path : json_files(fs::path(folder) / "releases")) {
      ReleaseFile file{path.string(), trusted_text(path.string())};
      if (const std::string its = product_of(file); its != product)
        demand_a_machine(its, file.name, known_products(folders));
      else
        found.push_back(std::move(file));
    }
  return found;
}

std::vector<std::string> machine_names(const std::vector<std::string>& folders) {
  std::set<std::string> names;
  for (const Shipped& shipped : shipped_machines()) names.emplace(shipped.name);
  for (const std::string& folder : searched(folders))
    for (const fs::path& path : json_files(folder)) names.insert(path.stem().string());
  return {names.begin(), names.end()};
}

}  // namespace interlock
