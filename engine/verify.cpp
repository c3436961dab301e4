#include <fmt/core.h>
#include <sys/stat.h>

#include <filesystem>

#include "engine/error.h"
#include "engine/ledger.h"
#include "engine/ledger_file.h"
#include "engine/verify_parts.h"

namespace interlock {

namespace {

constexpr const char* proved = "proved";
constexpr const char* broken = "broken";
constexpr const char* not_provable = "not_provable";

// One thing and its number, as people write it.
std::string counted(std::int64_t number, std::string_view thing) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return fmt::format("{} {}{}", digits, thing, number == 1 ? "" : "s");
}

std::string sized(std::int64_t bytes) {
  static constexpr std::string_view units[] = {"B", "kB", "MB", "GB", "TB"};
  auto number = static_cast<double>(bytes);
  std::size_t unit = 0;
  while (number >= 999.5 && unit + 1 < std::size(units)) number /= 1000, ++unit;
  return fmt::format("{:.{}f} {}", number, unit > 0 && number < 9.95 ? 1 : 0, units[unit]);
}

Proof proof_of(const std::string& id, const std::optional<Flaw>& wrong, const std::string& right) {
  if (!wrong) return {id, proved, right};
  return {id, broken, wrong->said, wrong->event, wrong->about};
}

Proof end_of(const EventsPass& events, const std::optional<Head>& expected) {
  if (!expected)
    return {"end", not_provable,
            "Whether events are missing after the last one cannot be seen from the ledger alone."};
  const std::int64_t size = events.tree().size();
  const auto& wrong = events.first();
  if (size < expected->size)
    return {"end", broken,
            fmt::format("The line tells of {}, the ledger has {}.",
                        counted(expected->size, "event"), size),
            size};
  if (wrong && (!wrong->event || *wrong->event < expected->size))
    return {"end", not_provable, "Not compared with the line: the events before it are broken."};
  const std::string root = expected->size == 0 ? hex(Tree().root()) : events.prefix_root();
  const bool all = size == expected->size;
  if (root != expected->root)
    return {"end", broken,
            fmt::format("{} events are not those of the line: their hashes give another root.",
                        all ? fmt::format("The {}", size)
                            : fmt::format("The first {} of {}", expected->size, size))};
  return {
      "end", proved,
      all ? fmt::format("The {} are those of the line.", counted(size, "event"))
          : fmt::format("The first {} of {} events are those of the line.", expected->size, size)};
}

std::string said_of(const EventsPass& events) {
  std::string said =
      counted(events.tree().size(), "event") + ": every byte, every link, every position.";
  if (events.stepped_back())
    said += fmt::format(" The wall clock was set back before event {}.", *events.stepped_back());
  return said;
}

// Not about rights, locks or a disk that fails: those say nothing of the ledger.
bool about_contents(const Error& error) {
  return error.code.empty() || error.code == "NOTADB" || error.code == "CORRUPT";
}

// Why the file cannot be taken for a ledger.
std::optional<Flaw> wrong_file(const Database& database, const std::string& path) try {
  database.run("BEGIN");  // one view of the file, whoever writes meanwhile
  if (still_empty(database, path)) return Flaw{"The file holds no ledger: it is empty."};
  const std::string wrong = wrong_layout(database);
  if (wrong.empty()) return {};
  return Flaw{wrong};
} catch (const Error& error) {
  if (!about_contents(error)) throw;
  return Flaw{error.what()};
}

Verification judged(const Database& database, const std::string& path,
                    const std::optional<Head>& expected) {
  EventsPass events(expected ? expected->size : -1);
  EvidencePass evidence;
  if (auto wrong = wrong_file(database, path)) events.find(*wrong);
  const bool can_be_read = !events.first() || tables_are_ours(database);
  if (can_be_read) {
    events.go_through(database);
    evidence.go_through(database, events.wanted(), events.all_readable());
  }
  Verification told;
  told.proofs = {
      proof_of("whole", events.first(), said_of(events)),
      can_be_read ? proof_of("evidence", evidence.first,
                             fmt::format("{}, {}: none changed, none missing.",
                                         counted(evidence.pieces, "piece"), sized(evidence.bytes)))
                  : Proof{"evidence", not_provable, "Not looked at: there is no table for it."},
      end_of(events, expected)};
  told.head = {events.tree().size(), hex(events.tree().root())};
  told.first_time = events.first_time();
  told.last_time = events.last_time();
  told.evidence = evidence.pieces;
  told.evidence_bytes = evidence.bytes;
  told.runs = events.runs();
  if (told.proofs[2].verdict == proved) told.proved_through = expected->size - 1;
  return told;
}

// A file that cannot be read as SQLite at all.
Verification unread(const std::string& why) {
  Verification told;
  told.proofs = {{"whole", broken, why},
                 {"evidence", not_provable, "Not looked at: the file cannot be read."},
                 {"end", not_provable, "Not looked at: the file cannot be read."}};
  told.head = {0, hex(Tree().root())};
  return told;
}

// What tells whether somebody wrote meanwhile.
struct Sight {
  bool wal = false;
  off_t size = 0;
  std::int64_t changed_s = 0, changed_ns = 0;

  bool operator==(const Sight&) const = default;
};

Sight sight_of(const std::string& path) {
  Sight sight{.wal = std::filesystem::exists(path + "-wal")};
  struct stat seen {};
  if (stat(path.c_str(), &seen) == 0) {
    sight.size = seen.st_size;
    sight.changed_s = seen.st_mtim.tv_sec;
    sight.changed_ns = seen.st_mtim.tv_nsec;
  }
  return sight;
}

Verification looked_at(const std::string& path, bool wal, const std::optional<Head>& expected) try {
  using Access = Database::Access;
  const Database database(path, wal ? Access::read : Access::untouched);
  return judged(database, path, expected);
} catch (const Error& error) {
  if (!about_contents(error)) throw;
  return unread(error.what());
}

}  // namespace

bool Verification::whole() const {
  return proofs.size() == 3 && proofs[0].verdict == proved && proofs[1].verdict == proved &&
         proofs[2].verdict != broken;
}

// Without a -wal file nobody writes, and the file is read without leaving anything
// beside it. Should somebody begin just then, it is read again.
Verification verify(const std::string& path, const std::optional<Head>& expected) {
  const std::string whole = std::filesystem::absolute(path);
  if (!std::filesystem::is_regular_file(whole))
    throw Error(Error::Kind::ledger,
                fmt::format("The ledger {} is {}.", whole,
                            std::filesystem::exists(path) ? "no file" : "not there"),
                "Name the right one by --ledger.");
  for (int attempt = 1;; ++attempt) {
    const Sight before = sight_of(whole);
    Verification told = looked_at(whole, before.wal, expected);
    if (told.whole() || before.wal || attempt == 3 || sight_of(whole) == before) return told;
  }
}

}  // namespace interlock
