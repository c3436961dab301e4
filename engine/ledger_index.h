#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "engine/ledger.h"
#include "engine/merkle.h"
#include "engine/sqlite.h"

namespace interlock {

// What was read of a ledger up to now: the tree over its leaves, and which events are
// of which run. Each event is read once; the file has no index that could be wrong.
class LedgerIndex {
 public:
  // To the end of the file, by several threads if much is new. Throws Error{ledger} where an
  // event is missing or does not end as events do.
  void read_on(const Database& database, const std::string& path);

  std::int64_t size() const { return tree_.size(); }
  const std::vector<std::int64_t>& events(const std::string& run) const;  // in order
  // From its first event to its end, or while it goes on to what was read; the seq behind that.
  std::pair<std::int64_t, std::int64_t> span(const std::string& run) const;
  std::vector<Begun> runs() const;
  // Of the first events; not more than were read.
  Head head(const Database& database, std::int64_t size) const;

 private:
  struct Run {
    std::vector<std::int64_t> events;
    std::int64_t started = -1;
    std::int64_t finished = -1;
  };
  using Runs = std::map<std::string, Run, std::less<>>;
  struct Part;
  static Part read(const Database& database, const std::string& path, std::int64_t first,
                   std::int64_t end);
  void add(const Part& part);

  Tree tree_;
  std::vector<Tree> trees_;  // as it was before every 4,096th event
  Runs runs_;
};

}  // namespace interlock
