#include "engine/ledger.h"

#include <fmt/core.h>
#include <sys/random.h>

#include <algorithm>
#include <filesystem>

#include "engine/digest.h"
#include "engine/error.h"
#include "engine/event.h"
#include "engine/ledger_file.h"
#include "engine/ledger_index.h"
#include "engine/merkle.h"
#include "engine/redact.h"

namespace interlock {

namespace {

constexpr std::int64_t rows_at_once = 256;

// A UUID of version 4.
std::string new_uuid() {
  std::string bytes(16, '\0');
  if (getrandom(bytes.data(), bytes.size(), 0) != 16)
    throw Error(Error::Kind::ledger, "The system gave no random numbers.");
  bytes[6] = static_cast<char>((bytes[6] & 0x0f) | 0x40);
  bytes[8] = static_cast<char>((bytes[8] & 0x3f) | 0x80);
  std::string uuid = hex(std::string_view(bytes));
  for (const std::size_t at : {8u, 13u, 18u, 23u}) uuid.insert(at, 1, '-');
  return uuid;
}

std::string bytes_of_hex(const std::string& digits) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2)
    bytes += static_cast<char>(std::strtol(digits.substr(i, 2).c_str(), nullptr, 16));
  return bytes;
}

const std::string look = "Copy the ledger before anything touches it: interlock audit verify";

void demand_layout(const Database& database, const std::string& path) {
  const std::string wrong = wrong_layout(database);
  if (!wrong.empty())
    throw Error(Error::Kind::ledger, fmt::format("The ledger {} is broken. {}", path, wrong), look);
}

// Rolls back unless it was committed.
class Transaction {
 public:
  explicit Transaction(const Database& database) : database_(database) {
    database_.run("BEGIN IMMEDIATE");
  }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction() {
    if (committed_) return;
    try {
      database_.run("ROLLBACK");
    } catch (const Error&) {  // SQLite has rolled back already
    }
  }
  void commit() {
    database_.run("COMMIT");
    committed_ = true;
  }

 private:
  const Database& database_;
  bool committed_ = false;
};

}  // namespace

struct Ledger::State {
  State(std::string its_path, Database its_database)
      : path(std::move(its_path)), database(std::move(its_database)) {}

  Stamp stamp_after_tail() const;
  // Of the events first <= seq < end those of the run, if one is named; the hashes of all are
  // compared with their bytes.
  std::vector<Event> read(std::int64_t first, std::int64_t end,
                          const std::optional<std::string>& run) const;

  std::string path;
  Database database;
  Redactor redactor;
  LedgerIndex index;
};

// What stands in every event; number, link and clock as they follow from the last.
Stamp Ledger::State::stamp_after_tail() const {
  Stamp stamp = who_and_where();
  Statement tail = database.prepare("SELECT seq, leaf, body FROM event ORDER BY seq DESC LIMIT 1");
  if (!tail.step()) return stamp;
  const auto leaf = tail.bytes(1), body = tail.bytes(2);
  Scanned last;
  if (as_text(leaf_hash(body)) != leaf || !scan(body, last) || last.seq != tail.integer(0))
    throw Error(
        Error::Kind::ledger,
        fmt::format("The ledger {} is broken at its last event, {}.", path, tail.integer(0)), look);
  stamp.seq = last.seq + 1;
  stamp.prev = hex(leaf);
  if (last.boot_id == stamp.boot_id) stamp.mono_ns = last.mono_ns;
  return stamp;
}

// Writes events after the last one, in one transaction of the caller's.
class Ledger::Appending {
 public:
  Appending(const State& state, const Stamp& stamp) : state_(state), stamp_(stamp) {}

  Event append(const Draft& draft) {
    std::vector<Citation> evidence;
    for (const Piece& piece : draft.evidence) evidence.push_back(keep(piece));
    Draft told{draft.type,    draft.run,        draft.installation, draft.state,
               draft.outcome, draft.definition, draft.data,         {}};
    state_.redactor.redact(told.data);
    tick(stamp_);
    const std::string bytes = bytes_of(told, evidence, stamp_);
    const Hash leaf = leaf_hash(bytes);
    event_.bind(1, stamp_.seq).bind_blob(2, as_text(leaf)).bind_blob(3, bytes).step();
    event_.reset();
    Event event = event_of(stamp_.seq, hex(leaf), bytes);
    ++stamp_.seq;
    stamp_.prev = event.leaf;
    return event;
  }

 private:
  Citation keep(const Piece& piece) {
    std::string body = piece.body;
    const std::int64_t redactions = state_.redactor.redact(body);
    const Hash hash = sha256(body);
    blob_.bind_blob(1, as_text(hash)).bind_blob(2, body).step();
    blob_.reset();
    return {.sha256 = hex(hash),
            .size = static_cast<std::int64_t>(body.size()),
            .media_type = piece.media_type,
            .role = piece.role,
            .redactions = redactions};
  }

  const State& state_;
  Stamp stamp_;
  Statement blob_ = state_.database.prepare(
      "INSERT INTO blob(sha256, body) SELECT ?1, ?2 "
      "WHERE NOT EXISTS (SELECT 1 FROM blob WHERE sha256 = ?1)");
  Statement event_ =
      state_.database.prepare("INSERT INTO event(seq, leaf, body) VALUES (?1, ?2, ?3)");
};

std::vector<Event> Ledger::State::read(std::int64_t first, std::int64_t end,
                                       const std::optional<std::string>& run) const {
  std::vector<Event> events;
  Statement rows = database.prepare(
      "SELECT seq, leaf, body, (SELECT leaf FROM event AS before WHERE before.seq = event.seq - 1) "
      "FROM event WHERE seq >= ?1 AND seq < ?2 ORDER BY seq");
  rows.bind(1, first).bind(2, end);
  Scanned scanned;
  while (rows.step()) {
    const std::int64_t seq = rows.integer(0);
    const auto leaf = rows.bytes(1), body = rows.bytes(2), before = rows.bytes(3);
    if (as_text(leaf_hash(body)) != leaf || !scan(body, scanned) || scanned.seq != seq ||
        (seq > 0 && scanned.prev != hex(before)))
      throw Error(Error::Kind::ledger,
                  fmt::format("The ledger {} is broken at event {}: it was altered.", path, seq),
                  look);
    if (!run || scanned.run == *run) events.push_back(event_of(seq, hex(leaf), body));
  }
  return events;
}

Ledger::Ledger(std::unique_ptr<State> state) : state_(std::move(state)) {}
Ledger::~Ledger() = default;
Ledger::Ledger(Ledger&&) noexcept = default;

Ledger Ledger::open(const std::string& path) {
  const std::string whole = std::filesystem::absolute(path);
  Ledger ledger(std::make_unique<State>(whole, ledger_to_write(whole)));
  const Database& database = ledger.state_->database;
  if (still_empty(database, whole)) {
    Transaction transaction(database);
    if (still_empty(database, whole)) {  // nobody was quicker
      make_tables(database);
      const Value begins = Value::Object{{"format", ledger_format}, {"ledger", new_uuid()}};
      Appending(*ledger.state_, who_and_where()).append({.type = "ledger.genesis", .data = begins});
    }
    transaction.commit();
  }
  demand_layout(database, whole);
  return ledger;
}

Ledger Ledger::read(const std::string& path) {
  const std::string whole = std::filesystem::absolute(path);
  Ledger ledger(std::make_unique<State>(whole, ledger_to_read(whole)));
  demand_layout(ledger.state_->database, whole);
  return ledger;
}

void Ledger::guard(const std::vector<Secret>& secrets) {
  for (const Secret& secret : secrets) state_->redactor.know(secret);
}

std::vector<Event> Ledger::append(const std::vector<Draft>& drafts) {
  std::vector<Event> events;
  if (drafts.empty()) return events;
  Transaction transaction(state_->database);
  Appending appending(*state_, state_->stamp_after_tail());
  for (const Draft& draft : drafts) events.push_back(appending.append(draft));
  transaction.commit();
  return events;
}

// An event that was made to name another run is found among those that it stands between.
std::vector<Event> Ledger::events(const std::string& run) const {
  state_->index.read_on(state_->database, state_->path);
  const auto [first, end] = state_->index.span(run);
  std::vector<Event> events = state_->read(first, end, run);
  for (const std::int64_t seq : state_->index.events(run))
    if (seq >= end)
      for (Event& event : state_->read(seq, seq + 1, run)) events.push_back(std::move(event));
  return events;
}

std::vector<Begun> Ledger::runs() const {
  state_->index.read_on(state_->database, state_->path);
  return state_->index.runs();
}

// In batches, so that `take` may append: no statement is open meanwhile.
void Ledger::each(std::int64_t first, std::int64_t end,
                  const std::function<void(Event)>& take) const {
  while (first < end) {
    std::vector<Event> events = state_->read(first, std::min(end, first + rows_at_once), {});
    if (events.empty()) return;
    first = events.back().seq + 1;
    for (Event& event : events) take(std::move(event));
  }
}

std::string Ledger::evidence(const std::string& digest) const {
  Statement row = state_->database.prepare("SELECT body FROM blob WHERE sha256 = ?1");
  const std::string key = bytes_of_hex(digest);
  if (!row.bind_blob(1, key).step())
    throw Error(Error::Kind::ledger,
                fmt::format("The ledger {} has no evidence {}.", state_->path, digest), look);
  std::string body(row.bytes(0));
  if (hex_of(body) != digest)
    throw Error(Error::Kind::ledger,
                fmt::format("Evidence {} in the ledger {} was altered.", digest, state_->path),
                look);
  return body;
}

Head Ledger::head() const {
  state_->index.read_on(state_->database, state_->path);
  return state_->index.head(state_->database, state_->index.size());
}

Head Ledger::head(std::int64_t size) const {
  if (size < 0 || size > state_->index.size())
    state_->index.read_on(state_->database, state_->path);
  if (size < 0 || size > state_->index.size())
    throw Error(Error::Kind::ledger,
                fmt::format("The ledger {} has {} events, not {}.", state_->path,
                            state_->index.size(), size),
                "Look whether this is the right ledger.");
  return state_->index.head(state_->database, size);
}

std::string Ledger::path() const {
  return state_->path;
}

}  // namespace interlock
