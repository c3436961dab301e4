#include "tests/engine/mutants.h"

#include <gtest/gtest.h>

#include <stdexcept>

#include "checks/index.h"
#include "engine/examine.h"
#include "states/load.h"
#include "states/shipped.h"

namespace interlock {
namespace {

std::string shipped_text(std::string_view machine) {
  for (const Shipped& file : shipped_machines())
    if (file.name == machine) return std::string(file.text);
  throw std::runtime_error("no such machine: " + std::string(machine));
}

// Where a state ("state open") or a transition begins and ends.
std::pair<std::size_t, std::size_t> block(const std::string& json, std::string_view id) {
  if (id.empty()) return {0, json.size()};
  const bool state = id.starts_with("state ");
  if (state) id.remove_prefix(6);
  const auto begin =
      json.find("{\"id\": \"" + std::string(id) + "\", \"" + (state ? "means" : "from"));
  if (begin == std::string::npos) throw std::runtime_error("no such id: " + std::string(id));
  return {begin, std::min(json.find("\n    {\"id\"", begin), json.size())};
}

void apply(std::string& json, const Edit& edit) {
  const auto [begin, end] = block(json, edit.id);
  const auto at = json.find(edit.written, begin);
  const auto again = json.find(edit.written, at + 1);
  if (at == std::string::npos || at + edit.written.size() > end ||
      (again != std::string::npos && again + edit.written.size() <= end))
    throw std::runtime_error("this does not stand there once: " + std::string(edit.written));
  json.replace(at, edit.written.size(), edit.instead);
}

}  // namespace

void PrintTo(const Mutant& mutant, std::ostream* out) {
  *out << mutant.machine << " " << mutant.mistake;
}

const std::vector<Mutant>& mutants() {
  static const std::vector<Mutant> all = [] {
    std::vector<Mutant> of_all;
    for (auto* of_one : {mutants_of_demo, mutants_of_parsec, mutants_of_parsec_back, mutants_of_ixp,
                         mutants_of_ixp_4, mutants_of_convoy, mutants_of_status_page})
      for (Mutant& each : of_one()) of_all.push_back(std::move(each));
    return of_all;
  }();
  return all;
}

std::string edited(std::string_view machine, const std::vector<Edit>& edits) {
  std::string json = shipped_text(machine);
  for (const Edit& edit : edits) apply(json, edit);
  return json;
}

Machine machine_in(const std::string& json) {
  Loaded loaded = load(json, shipped_groups());
  for (const auto& [where, what, hint] : examine(loaded.machine, all_checks(), loaded.problems))
    ADD_FAILURE() << where << ": " << what << " " << hint;
  return std::move(loaded.machine);
}

}  // namespace interlock
