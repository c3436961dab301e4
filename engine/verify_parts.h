#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "engine/event.h"
#include "engine/ledger.h"
#include "engine/merkle.h"
#include "engine/sqlite.h"

// The parts of verify().
namespace interlock {

struct Flaw {
  std::string said;
  std::optional<std::int64_t> event = {};
  std::string about = {};
};

// What was cited, by whom first; ordered by digest, then size, then event.
struct Wanted {
  Hash sha256;
  std::int64_t size;
  std::int64_t event;

  auto operator<=>(const Wanted&) const = default;
};

// Goes through the events once, in order, and remembers the first that is wrong.
class EventsPass {
 public:
  // The root of the first `prefix` events is remembered.
  explicit EventsPass(std::int64_t prefix) : prefix_(prefix) {}

  // Whatever is thrown by reading goes out; what was seen until then stays.
  void go_through(const Database& database);
  void find(Flaw finding);

  const std::optional<Flaw>& first() const { return first_; }
  std::int64_t next() const { return next_; }  // the number after the last one seen
  const Tree& tree() const { return tree_; }   // of the bytes as they are
  const std::string& prefix_root() const { return prefix_root_; }
  bool all_readable() const { return readable_; }
  std::int64_t runs() const { return static_cast<std::int64_t>(runs_.size()); }
  const std::string& first_time() const { return first_time_; }
  const std::string& last_time() const { return last_time_; }
  // The first event before which the wall clock was set back.
  const std::optional<std::int64_t>& stepped_back() const { return stepped_back_; }
  std::vector<Wanted> wanted();  // sorted, none twice

 private:
  // An event whose bytes do not give the hash beside it: which of the two was
  // altered is told by the event that follows.
  struct Altered {
    std::int64_t event;
    Hash computed;
    std::string stored;  // hex
    std::string about;
  };

  void take(const Statement& row);
  void settle_altered(std::string_view named);
  void judge(std::int64_t seq);
  void count(std::int64_t seq);
  void tidy();
  void add(const Hash& leaf);

  std::int64_t prefix_;
  std::int64_t next_ = 0;
  Tree tree_;
  Hash last_leaf_{};
  std::string prefix_root_;
  std::optional<Flaw> first_;
  std::optional<Altered> altered_;
  bool readable_ = true;
  Scanned event_;
  std::string boot_, last_run_, first_time_, last_time_;
  std::int64_t mono_ = 0;
  std::unordered_set<std::string> runs_;
  std::optional<std::int64_t> stepped_back_;
  std::vector<Wanted> wanted_;
  std::size_t tidy_at_ = 1 << 16;
};

// Every piece is there, as it was cited, and cited.
struct EvidencePass {
  std::optional<Flaw> first;
  std::int64_t pieces = 0, bytes = 0;

  // `all_cited`: a piece that nobody cites is wrong, too.
  void go_through(const Database& database, const std::vector<Wanted>& wanted, bool all_cited);
};

}  // namespace interlock
