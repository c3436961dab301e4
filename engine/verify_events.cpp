#include <fmt/core.h>

#include <algorithm>

#include "engine/error.h"
#include "engine/verify_parts.h"

namespace interlock {

namespace {

int nibble(char c) {
  return c <= '9' ? c - '0' : c - 'a' + 10;
}

// Of a text that is known to be 64 hexadecimal digits.
Hash hash_of(std::string_view digits) {
  Hash hash{};
  for (std::size_t i = 0; i < hash.size(); ++i)
    hash[i] = static_cast<unsigned char>(16 * nibble(digits[2 * i]) + nibble(digits[2 * i + 1]));
  return hash;
}

bool same(const Hash& hash, std::string_view bytes) {
  return std::equal(hash.begin(), hash.end(), bytes.begin(), bytes.end(),
                    [](unsigned char a, char b) { return a == static_cast<unsigned char>(b); });
}

std::string about(const Scanned& event) {
  const std::string run = event.run.empty() ? "" : fmt::format(", run {}", event.run);
  return fmt::format("{}{}, {} UTC", event.type, run, event.ts.substr(11, 8));
}

}  // namespace

void EventsPass::find(Flaw finding) {
  if (!first_) first_ = std::move(finding);
}

void EventsPass::go_through(const Database& database) {
  try {
    Statement rows = database.prepare(
        fmt::format("SELECT seq, leaf, length(body), "
                    "CASE WHEN length(body) <= {} THEN body END FROM event ORDER BY seq",
                    largest_event));
    while (rows.step()) take(rows);
  } catch (const Error& error) {
    find({fmt::format("The file is damaged where event {} should be. {}", next_, error.what()),
          next_});
    readable_ = false;
  }
  if (altered_) settle_altered({});
  if (next_ == 0) find({"The ledger has no event: even its first, ledger.genesis, is missing."});
}

void EventsPass::take(const Statement& row) {
  const std::int64_t seq = row.integer(0);
  if (seq != next_) {
    if (altered_) settle_altered({});
    find(seq > next_ ? Flaw{fmt::format("Event {} is missing.", next_), next_}
                     : Flaw{fmt::format("There is an event {}.", seq), seq});
  }
  next_ = seq + 1;
  if (row.is_null(3) && row.integer(2) > 0) {
    find({fmt::format("Event {} is larger than any event may be.", seq), seq});
    readable_ = false;
    return add(Hash{});
  }
  const std::string_view bytes = row.bytes(3);
  const Hash leaf = leaf_hash(bytes);
  const bool read = scan(bytes, event_);
  if (altered_) settle_altered(read ? event_.prev : std::string_view());
  if (!same(leaf, row.bytes(1)))
    altered_ = {seq, leaf, hex(row.bytes(1)), read ? about(event_) : ""};
  else if (!read || !row.is_blob(1) || !row.is_blob(3))
    find({fmt::format("Event {} is not written as events are.", seq), seq});
  else if (!first_)
    judge(seq);
  readable_ = readable_ && read;
  if (read) count(seq);
  add(leaf);
}

void EventsPass::settle_altered(std::string_view named) {
  const auto& [event, computed, stored, what] = *altered_;
  std::string said = fmt::format(
      "Event {} was altered: its bytes no longer give the hash that is stored with it.", event);
  if (!named.empty() && named == stored)
    said =
        fmt::format("Event {} was altered: its bytes no longer give the hash that event {} names.",
                    event, event + 1);
  else if (!named.empty() && named == hex(computed))
    said = fmt::format("The hash stored with event {} was altered: event {} names another.", event,
                       event + 1);
  find({said, event, what});
  altered_.reset();
}

// The bytes of this event are those that its hash was made of.
void EventsPass::judge(std::int64_t seq) {
  const auto wrong = [&](std::int64_t event, const std::string& said) {
    find({said, event, about(event_)});
  };
  if (seq == 0 && (event_.type != event_types.front() || event_.prev != std::string(64, '0')))
    return wrong(0, "Event 0 does not begin a ledger.");
  if (event_.seq != seq)
    return wrong(seq, fmt::format("Event {} is not in its place: its bytes say that it is "
                                  "event {}.",
                                  seq, event_.seq));
  if (seq > 0 && event_.prev != hex(last_leaf_))
    return find({fmt::format("Event {} was altered or replaced together with its hash: event {} "
                             "names another.",
                             seq - 1, seq),
                 seq - 1});
  if (std::find(event_types.begin(), event_types.end(), event_.type) == event_types.end())
    return wrong(seq, fmt::format("Event {} is of a kind that no ledger has.", seq));
  if (event_.type == event_types.front() && seq > 0)
    return wrong(seq, fmt::format("Event {} begins a ledger anew.", seq));
  if (event_.boot_id == boot_ && event_.mono_ns <= mono_)
    return wrong(seq, fmt::format("Event {} was written before event {}: the clock that never "
                                  "goes back says so.",
                                  seq, seq - 1));
}

void EventsPass::count(std::int64_t seq) {
  if (first_time_.empty()) first_time_ = event_.ts;
  if (event_.ts < last_time_ && !stepped_back_) stepped_back_ = seq;
  last_time_ = event_.ts;
  boot_ = event_.boot_id;
  mono_ = event_.mono_ns;
  if (!event_.run.empty() && event_.run != last_run_) {
    last_run_ = event_.run;
    runs_.insert(last_run_);
  }
  for (const Cited& piece : event_.evidence)
    wanted_.push_back({hash_of(piece.sha256), piece.size, seq});
  if (wanted_.size() >= tidy_at_) tidy();
}

// The same output is cited again and again: one is enough.
void EventsPass::tidy() {
  std::sort(wanted_.begin(), wanted_.end());
  const auto same_piece = [](const Wanted& a, const Wanted& b) {
    return a.sha256 == b.sha256 && a.size == b.size;
  };
  wanted_.erase(std::unique(wanted_.begin(), wanted_.end(), same_piece), wanted_.end());
  tidy_at_ = std::max<std::size_t>(1 << 16, 2 * wanted_.size());
}

void EventsPass::add(const Hash& leaf) {
  tree_.add(leaf);
  last_leaf_ = leaf;
  if (tree_.size() == prefix_) prefix_root_ = hex(tree_.root());
}

std::vector<Wanted> EventsPass::wanted() {
  tidy();
  return std::move(wanted_);
}

}  // namespace interlock
