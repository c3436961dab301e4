#include "tests/cover/forged.h"

namespace interlock {

std::vector<Draft> drafts_of(const Ledger& ledger, const std::vector<Event>& events) {
  std::vector<Draft> drafts;
  for (const Event& event : events) {
    Draft& draft = drafts.emplace_back(Draft{event.type,
                                             event.run,
                                             event.installation,
                                             event.state,
                                             event.outcome,
                                             event.definition,
                                             event.data,
                                             {}});
    for (const Citation& piece : event.evidence)
      draft.evidence.push_back({piece.role, piece.media_type, ledger.evidence(piece.sha256)});
  }
  return drafts;
}

}  // namespace interlock
