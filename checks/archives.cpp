#include "checks/archives.h"

namespace interlock::checks {

std::optional<Verdict> no_archive(const Evidence& seen, const std::string& archive) {
  const Unanswered* refusal = seen.refusal();
  if (refusal && refusal->code == "broken")
    return fail("The archive was broken: " + refusal->why, {archive});
  if (seen.answer().empty()) return fail(archive + " was absent.", {archive});
  return {};
}

}  // namespace interlock::checks
