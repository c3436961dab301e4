#include <fmt/core.h>

#include <algorithm>
#include <limits>

#include "engine/error.h"
#include "engine/verify_parts.h"

namespace interlock {

namespace {

// Pieces up to here are read at once, larger ones bit by bit.
constexpr std::int64_t small = 1 << 20;

Hash digest_of(const Database& database, const Statement& row) {
  if (row.integer(2) <= small) return sha256(row.bytes(3));
  Hasher hasher;
  database.each_piece("blob", row.integer(0), [&](std::string_view piece) { hasher.add(piece); });
  return hasher.end();
}

// The first and the end of the citations of a digest.
std::pair<std::size_t, std::size_t> citations(const std::vector<Wanted>& wanted,
                                              std::string_view digest) {
  auto at = std::lower_bound(
      wanted.begin(), wanted.end(), digest,
      [](const Wanted& one, std::string_view key) { return as_text(one.sha256) < key; });
  const auto first = static_cast<std::size_t>(at - wanted.begin());
  while (at != wanted.end() && as_text(at->sha256) == digest) ++at;
  return {first, static_cast<std::size_t>(at - wanted.begin())};
}

struct Search {
  const Database& database;
  const std::vector<Wanted>& wanted;
  bool all_cited;
  std::vector<bool> seen = std::vector<bool>(wanted.size());
  std::optional<Flaw> first = {};

  // Keeps the finding of the earliest event; what concerns no event comes last.
  void find(Flaw found) {
    constexpr auto last = std::numeric_limits<std::int64_t>::max();
    if (!first || found.event.value_or(last) < first->event.value_or(last))
      first = std::move(found);
  }

  void take(const Statement& row) {
    const std::string_view stored = row.bytes(1);
    const Hash computed = digest_of(database, row);
    const auto [from, to] = citations(wanted, stored);
    for (std::size_t i = from; i < to; ++i) seen[i] = true;
    if (as_text(computed) != stored) return find(altered(stored, computed));
    if (from == to && all_cited)
      find({fmt::format("Evidence {} is cited by no event.", hex(stored))});
    for (std::size_t i = from; i < to; ++i)
      if (wanted[i].size != row.integer(2))
        find({fmt::format("Evidence {} has {} bytes, not {} as event {} says.", hex(stored),
                          row.integer(2), wanted[i].size, wanted[i].event),
              wanted[i].event});
  }

  Flaw altered(std::string_view stored, const Hash& computed) {
    if (const auto [from, to] = citations(wanted, stored); from != to)
      return {fmt::format("Evidence {} was altered: its bytes no longer give the digest that event "
                          "{} names.",
                          hex(stored), wanted[from].event),
              wanted[from].event};
    const auto [from, to] = citations(wanted, as_text(computed));
    for (std::size_t i = from; i < to; ++i) seen[i] = true;
    if (from == to)
      return {fmt::format(
          "Evidence {} is cited by no event, and its bytes do not give that digest.", hex(stored))};
    return {fmt::format("The digest stored with evidence {} was altered: event {} names another.",
                        hex(computed), wanted[from].event),
            wanted[from].event};
  }

  void look_for_missing() {
    for (std::size_t i = 0; i < wanted.size(); ++i)
      if (!seen[i])
        find({fmt::format("Evidence {} is missing; event {} cites it.", hex(wanted[i].sha256),
                          wanted[i].event),
              wanted[i].event});
  }
};

}  // namespace

void EvidencePass::go_through(const Database& database, const std::vector<Wanted>& wanted,
                              bool all_cited) {
  Search search{database, wanted, all_cited};
  try {
    Statement rows = database.prepare(
        fmt::format("SELECT rowid, sha256, length(body), "
                    "CASE WHEN length(body) <= {} THEN body END FROM blob ORDER BY rowid",
                    small));
    Statement by_digest = database.prepare("SELECT rowid FROM blob WHERE sha256 = ?1");
    while (rows.step()) {
      ++pieces;
      bytes += rows.integer(2);
      search.take(rows);
      by_digest.reset();
      by_digest.bind_blob(1, rows.bytes(1));
      if (!by_digest.step() || by_digest.integer(0) != rows.integer(0))
        search.find(
            {fmt::format("The index of the evidence does not lead to {}.", hex(rows.bytes(1)))});
    }
    search.look_for_missing();
  } catch (const Error& error) {
    search.find({fmt::format("The file is damaged where evidence should be. {}", error.what())});
  }
  first = search.first;
}

}  // namespace interlock
