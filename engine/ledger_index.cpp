#include "engine/ledger_index.h"

#include <fmt/core.h>

#include <algorithm>
#include <future>
#include <thread>

#include "engine/error.h"
#include "engine/event.h"
#include "engine/ledger_file.h"

namespace interlock {

namespace {

constexpr std::int64_t block_size = 4096;         // events between two trees that are kept
constexpr std::int64_t worth_a_thread = 1 << 16;  // events that take longer than to begin one

Hash as_hash(std::string_view bytes) {
  Hash hash{};
  std::copy_n(bytes.begin(), std::min(bytes.size(), hash.size()), hash.begin());
  return hash;
}

}  // namespace

// What one thread reads of [first, end). The nodes are whole blocks where they begin at a multiple
// of their size, and leaves at both ends.
struct LedgerIndex::Part {
  struct Node {
    Hash root;
    std::int64_t leaves;
  };
  std::int64_t first, end;
  Tree block = {};  // the one that is being read
  std::vector<Node> nodes = {};
  Runs runs = {};

  void add(std::int64_t seq, const Hash& leaf) {
    const std::int64_t begins = seq - seq % block_size;
    if (begins < first || begins + block_size > end) {
      nodes.push_back({leaf, 1});
      return;
    }
    block.add(leaf);
    if (block.size() < block_size) return;
    nodes.push_back({block.root(), block_size});
    block = {};
  }
};

LedgerIndex::Part LedgerIndex::read(const Database& database, const std::string& path,
                                    std::int64_t first, std::int64_t end) {
  const auto broken_at = [&path](std::int64_t seq) {
    return Error(Error::Kind::ledger,
                 fmt::format("The ledger {} is broken at event {}.", path, seq),
                 "Copy the ledger before anything touches it: interlock audit verify");
  };
  Statement rows = database.prepare(
      "SELECT seq, leaf, body FROM event WHERE seq >= ?1 AND seq < ?2 ORDER BY seq");
  rows.bind(1, first).bind(2, end);
  Statement before = database.prepare("SELECT leaf FROM event WHERE seq = ?1");
  std::string last_leaf = before.bind(1, first - 1).step() ? hex(before.bytes(0)) : "";
  Part part{first, end};
  Tail event;
  Run* last = nullptr;
  std::string last_run;
  std::int64_t next = first;
  for (; rows.step(); ++next) {
    if (rows.integer(0) != next || !scan_end(rows.bytes(2), event)) throw broken_at(next);
    if (next > 0 && event.prev != last_leaf) throw broken_at(next - 1);
    last_leaf = hex(rows.bytes(1));
    part.add(next, as_hash(rows.bytes(1)));
    if (!last || event.run != last_run) {
      last_run = event.run;
      last = &part.runs[last_run];
    }
    last->events.push_back(next);
    if (event.type == "run.started") last->started = next;
    if (event.type == "run.finished") last->finished = next;
  }
  if (next != end) throw broken_at(next);
  return part;
}

void LedgerIndex::add(const Part& part) {
  for (const auto& [root, leaves] : part.nodes) {
    if (tree_.size() % block_size == 0) trees_.push_back(tree_);
    tree_.add(root, leaves);
  }
  for (const auto& [id, more] : part.runs) {
    Run& run = runs_[id];
    run.events.insert(run.events.end(), more.events.begin(), more.events.end());
    if (more.started >= 0) run.started = more.started;
    if (more.finished >= 0) run.finished = more.finished;
  }
}

void LedgerIndex::read_on(const Database& database, const std::string& path) {
  const std::int64_t first = size();
  Statement count = database.prepare("SELECT max(seq) + 1 FROM event");
  const std::int64_t end = count.step() ? std::max(first, count.integer(0)) : first;
  const std::int64_t parts = std::min<std::int64_t>(
      std::max(1u, std::thread::hardware_concurrency()), (end - first) / worth_a_thread + 1);
  std::vector<std::int64_t> bounds{first};
  for (std::int64_t part = 1; part < parts; ++part)
    bounds.push_back((first + (end - first) / parts * part) / block_size * block_size);
  bounds.push_back(end);
  std::vector<std::future<Part>> others;
  for (std::size_t part = 1; part + 1 < bounds.size(); ++part)
    others.push_back(
        std::async(std::launch::async, [&path, from = bounds[part], to = bounds[part + 1]] {
          return read(ledger_to_read(path), path, from, to);
        }));
  add(read(database, path, first, bounds[1]));
  for (std::future<Part>& other : others) add(other.get());
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
  Tree tree = trees_[static_cast<std::size_t>(size / block_size)];
  Statement rows =
      database.prepare("SELECT leaf FROM event WHERE seq >= ?1 AND seq < ?2 ORDER BY seq");
  rows.bind(1, tree.size()).bind(2, size);
  while (rows.step()) tree.add(as_hash(rows.bytes(0)));
  return {tree.size(), hex(tree.root())};
}

}  // namespace interlock
