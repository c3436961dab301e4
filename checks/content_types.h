#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/check.h"

// Django's content types: a row for each model, of which Django deletes those that an
// application no longer has.
namespace interlock::checks {

// Answers app and model, in the columns of the catalogue's `models`.
Probe release_models();

// The models of a release, which the probe of this number answered.
class Models {
 public:
  Models(const Evidence& seen, std::size_t probe);

  // The application is the release's, the model is not.
  bool stale(const std::string& app, const std::string& model) const;

 private:
  std::vector<std::string> apps_, models_;  // sorted
};

// The verdict if the catalogue has no models of the release.
std::optional<Verdict> no_models(const Evidence& seen, std::size_t probe);

// The verdict if the table lies where the account does not look, or there is none. The
// probe is the first: it answers place and ask, see content_types in the checks.
std::optional<Verdict> no_content_types(const Evidence& seen);

}  // namespace interlock::checks
