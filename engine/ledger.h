#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/secret.h"
#include "engine/value.h"

// The append-only book of events. Its bytes are described in engine/README.md.
namespace interlock {

// The closed list. ledger.genesis is written by the ledger itself.
inline constexpr std::array<std::string_view, 21> event_types = {
    "ledger.genesis",  "ledger.opened",  "definition.loaded", "definition.proved",
    "run.started",     "run.resumed",    "run.held",          "run.finished",
    "guard.decided",   "check.result",   "baseline.captured", "state.entered",
    "action.intent",   "action.started", "action.outcome",    "action.in_doubt",
    "action.resolved", "timer.armed",    "timer.fired",       "operator.event",
    "report.issued"};

// A piece of evidence, before it is stored and after.
struct Piece {
  std::string role;        // "answers", "stdout", "definition" ...
  std::string media_type;  // "application/json", "text/plain"
  std::string body;
};
struct Citation {
  std::string sha256;  // hex
  std::int64_t size = 0;
  std::string media_type;
  std::string role;
  std::int64_t redactions = 0;  // how often a secret was taken out of it

  bool operator==(const Citation&) const = default;
};

// The two files that say what a run may do, by the SHA-256 of their bytes, in hex.
struct Definition {
  std::string machine;
  std::string groups;
};

// What the writer says of an event; the ledger adds number, link, time, host and actor.
struct Draft {
  std::string type;  // one of event_types
  std::string run = {};
  std::string installation = {};
  std::string state = {};
  std::string outcome = {};  // of a check, a guard set, an action; else empty
  Definition definition = {};
  Value data = Value::Object{};  // no fractions
  std::vector<Piece> evidence = {};
};

struct Event {
  std::int64_t seq = 0;
  std::string leaf;  // hex: SHA-256(0x00, the stored bytes)
  std::string prev;  // the leaf of the event before; 64 zeros for the first
  std::string type;
  std::string run;
  std::string at;  // UTC, nanoseconds
  std::string installation;
  std::string host;
  std::string state;
  std::string outcome;
  Definition definition;
  Value actor;
  Value data;
  std::vector<Citation> evidence;
  std::string bytes;  // as they are stored
};

struct Head {
  std::int64_t size = 0;
  std::string root;  // hex, RFC 6962 Merkle tree hash
};

// A run of the record: the number of its run.started.
struct Begun {
  std::string run;
  std::int64_t started = 0;
  bool finished = false;
};

// Everything throws Error{ledger}: a full disk, a file of others, a foreign format.
class Ledger {
 public:
  // Creates the file (0600) and its genesis if it is not there. Durable: WAL,
  // synchronous=FULL, asserted. May be used by several processes at once, but an
  // open Ledger must not be used on the other side of a fork.
  static Ledger open(const std::string& path);
  // Never writes; the file must be there.
  static Ledger read(const std::string& path);
  ~Ledger();
  Ledger(Ledger&&) noexcept;

  // From now on these are taken out of `data` and evidence before they are hashed
  // (engine/redact.h). Leave out what is also a name in the machine: it is no secret.
  void guard(const std::vector<Secret>& secrets);

  // All or nothing, and on disk when it returns. Re-reads the tail first.
  std::vector<Event> append(const std::vector<Draft>& drafts);

  // Of one run, in order. What is handed over here and by `each` was compared with its hash and
  // with the one before it.
  std::vector<Event> events(const std::string& run) const;
  std::vector<Begun> runs() const;  // the oldest first
  // Hands over the events first <= seq < end, in order.
  void each(std::int64_t first, std::int64_t end, const std::function<void(Event)>& take) const;
  std::string evidence(const std::string& sha256) const;
  Head head() const;                   // of all that is there
  Head head(std::int64_t size) const;  // of the first `size` events
  std::string path() const;

 private:
  struct State;
  class Appending;
  explicit Ledger(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// What is read out of the stored bytes of one event. Throws Error{ledger}.
Event event_of(std::int64_t seq, const std::string& leaf, std::string_view bytes);

// `audit verify`: recomputes everything. Never throws for what the file holds.
struct Proof {
  std::string id;       // whole, evidence, end
  std::string verdict;  // proved, broken, not_provable
  std::string said;
  std::optional<std::int64_t> event = {};
  std::string about = {};  // "action.outcome, run a3f9-k2mt, 22:04:33 UTC"
};
struct Verification {
  std::vector<Proof> proofs;  // these three, in this order
  Head head;
  std::string first_time, last_time;
  std::int64_t evidence = 0, evidence_bytes = 0, runs = 0;
  std::optional<std::int64_t> proved_through;

  bool whole() const;
};
Verification verify(const std::string& path, const std::optional<Head>& expected);

}  // namespace interlock
