#include "engine/ledger_index.h"

#include <fmt/core.h>

#include <algorithm>

#include "engine/error.h"
#include "engine/event.h"

namespace interlock {

namespace {

constexpr std::int64_t between_trees = 4096;

Hash as_hash(std::string_view bytes) {
  Hash hash{};
  std::copy_n(bytes.begin(), std::min(bytes.size(), hash.size()), hash.begin());
  return hash;
}

}  // namespace

void LedgerIndex::read_on(const Database& database, const std::string& path) {
  Statement rows =
      database.prepare("SELECT seq, leaf, body FROM event WHERE seq >= ?1 ORDER BY seq");
  rows.bind(1, tree_.size());
  Scanned event;
  Run* last = nullptr;
  std::string last_run;
  while (rows.step()) {
    const std::int64_t seq = rows.integer(0);
    if (!scan_end(rows.bytes(2), event))
      throw Error(Error::Kind::ledger,
                  fmt::format("The ledger {} is broken at event {}.", path, seq),
                  "Copy the ledger before anything touches it: interlock audit verify");
    add(as_hash(rows.bytes(1)));
    if (!last || event.run != last_run) {
      last_run = event.run;
      last = &run(last_run);
    }
    last->events.push_back(seq);
    if (event.type == "run.started") last->started = seq;
    if (event.type == "run.finished") last->finished = seq;
  }
}

const std::vector<std::int64_t>& LedgerIndex::events(const std::string& id) const {
  static const std::vector<std::int64_t> none;
  const auto found = runs_.find(id);
  return found == runs_.end() ? none : found->second.events;
}

std::pair<std::int64_t, std::int64_t> LedgerIndex::span(const std::string& id) const {
  const auto found = runs_.find(id);
  if (found == runs_.end()) return {};
  const Run& run = found->second;
  return {run.events.front(), run.finished >= 0 ? run.finished + 1 : size()};
}

std::vector<Begun> LedgerIndex::runs() const {
  std::vector<Begun> all;
  for (const auto& [id, run] : runs_)
    if (run.started >= 0) all.push_back({id, run.started, run.finished >= 0});
  std::sort(all.begin(), all.end(),
            [](const Begun& one, const Begun& other) { return one.started < other.started; });
  return all;
}

Head LedgerIndex::head(const Database& database, std::int64_t size) const {
  if (size == tree_.size()) return {size, hex(tree_.root())};
  Tree tree = trees_[static_cast<std::size_t>(size / between_trees)];
  Statement rows =
      database.prepare("SELECT leaf FROM event WHERE seq >= ?1 AND seq < ?2 ORDER BY seq");
  rows.bind(1, tree.size()).bind(2, size);
  while (rows.step()) tree.add(as_hash(rows.bytes(0)));
  return {tree.size(), hex(tree.root())};
}

LedgerIndex::Run& LedgerIndex::run(std::string_view id) {
  const auto found = runs_.find(id);
  return found == runs_.end() ? runs_[std::string(id)] : found->second;
}

void LedgerIndex::add(const Hash& leaf) {
  if (tree_.size() % between_trees == 0) trees_.push_back(tree_);
  tree_.add(leaf);
}

}  // namespace interlock
