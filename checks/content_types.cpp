#include "checks/content_types.h"

#include <algorithm>

namespace interlock::checks {

Probe release_models() {
  return {.catalogue = "models $1", .binds = {"release"}};
}

Models::Models(const Evidence& seen, std::size_t probe) {
  const Table& models = seen.answer(probe);
  for (std::size_t row = 0; row < models.rows.size(); ++row) {
    apps_.emplace_back(models.text(row, "app"));
    models_.push_back(apps_.back() + "." + std::string(models.text(row, "model")));
  }
  std::sort(apps_.begin(), apps_.end());
  std::sort(models_.begin(), models_.end());
}

bool Models::stale(const std::string& app, const std::string& model) const {
  return std::binary_search(apps_.begin(), apps_.end(), app) &&
         !std::binary_search(models_.begin(), models_.end(), app + "." + model);
}

std::optional<Verdict> no_models(const Evidence& seen, std::size_t probe) {
  const Unanswered* refusal = seen.refusal(probe);
  if (!refusal || refusal->code != "no_release") return {};
  return unknown("The catalogue has no models of " + seen.text("release") +
                 "; compare with 'manage.py remove_stale_contenttypes', and answer no.");
}

std::optional<Verdict> no_content_types(const Evidence& seen) {
  const Table& tables = seen.answer();
  if (tables.empty()) return fail("There was no table django_content_type.");
  for (std::size_t row = 0; row < tables.rows.size(); ++row)
    if (tables.at(row, "ask")) return {};
  return unknown("The table django_content_type lay in schema " +
                 std::string(tables.text(0, "place")) + ", where this account does not look.");
}

}  // namespace interlock::checks
