#include <algorithm>

#include "engine/endpoints/dump.h"
#include "engine/endpoints/words.h"
#include "engine/sql_words.h"
#include "engine/subprocess.h"

namespace interlock {

namespace {

using namespace std::chrono_literals;

// A table of contents.
constexpr std::size_t most = 64 << 20;

std::string last_line(const std::string& text) {
  const auto lines = items_of(text);
  return lines.empty() ? "it said nothing" : readable(lines.back());
}

// Times are written in UTC, and messages in English.
Ended restore(const std::vector<std::string>& argv, std::chrono::milliseconds deadline,
              const std::function<void(std::string_view)>& reads = {}) {
  const std::string& path = argv.back();
  Ended ended = run(
      {.argv = argv, .env = {{"TZ", "UTC"}, {"LC_ALL", "C"}}, .reads = reads, .deadline = deadline},
      {}, {}, {}, most);
  const auto cannot = [&](const std::string& why, const std::string& hint, const char* code) {
    return Error(Error::Kind::endpoint, readable(path) + ": pg_restore " + why, hint, code);
  };
  if (ended.how == Ended::How::not_started)
    throw cannot("could not be started: " + ended.why, "Install PostgreSQL's client programs.",
                 "no_pg_restore");
  if (ended.how == Ended::How::overdue)
    throw cannot("had not ended in time", "Look whether the dump is whole with 'pg_restore -f'.",
                 "overdue");
  if (ended.err.find("unsupported version") != std::string::npos)
    throw cannot("is too old: " + last_line(ended.err),
                 "Install the client programs of the version that made the dump.",
                 "old_pg_restore");
  return ended;
}

std::string after(const std::string& line, std::string_view beginning) {
  return std::string(trimmed(std::string_view(line).substr(beginning.size())));
}

// What the comments at the head of the table of contents say.
void read_contents(const std::string& contents, DumpFacts& facts) {
  for (const std::string& line : items_of(contents)) {
    if (!line.starts_with(';')) break;
    const std::string said(trimmed(std::string_view(line).substr(1)));
    if (said.starts_with("Archive created at ")) facts.started = after(said, "Archive created at ");
    if (said.starts_with("Dumped from database version: "))
      facts.server = after(said, "Dumped from database version: ");
    if (said.starts_with("Dumped by pg_dump version: "))
      facts.tool = "pg_dump " + after(said, "Dumped by pg_dump version: ");
  }
}

}  // namespace

std::string read_custom(const std::string& path, std::uint64_t size,
                        const std::function<void(std::string_view)>& reads) {
  // A damaged one may keep pg_restore busy for ever; a whole one is read at 100 MB/s and more.
  const auto deadline = 60s + std::chrono::seconds(size / 5'000'000);
  // "-f -" makes a file of that name before version 12.
  const Ended whole = restore({"pg_restore", "-f", "/dev/stdout", path}, deadline, reads);
  return whole.ok() ? std::string() : last_line(whole.err);
}

Dump custom_dump(const std::string& path, std::uint64_t size) {
  DumpReader reader(DumpKind::postgres);
  const std::string problem =
      read_custom(path, size, [&](std::string_view piece) { reader.add(piece); });
  Dump dump{"custom", "none", reader.end()};
  if (!problem.empty()) dump.facts.problem = problem;
  const Ended contents = restore({"pg_restore", "-l", path}, 60s);
  if (contents.ok()) read_contents(contents.out, dump.facts);
  return dump;
}

}  // namespace interlock
