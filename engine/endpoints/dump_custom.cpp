#include <algorithm>

#include "engine/endpoints/dump.h"
#include "engine/endpoints/words.h"
#include "engine/sql_words.h"
#include "engine/subprocess.h"

namespace interlock {

namespace {

using namespace std::chrono_literals;

// A table of contents, or the definitions of a large database.
constexpr std::size_t most = 64 << 20;

std::string last_line(const std::string& text) {
  const auto lines = items_of(text);
  return lines.empty() ? "it said nothing" : readable(lines.back());
}

// Times are written in UTC, and messages in English.
Ended restore(const std::vector<std::string>& argv, std::chrono::milliseconds deadline) {
  const std::string& path = argv.back();
  Ended ended = run({.argv = argv, .env = {{"TZ", "UTC"}, {"LC_ALL", "C"}}, .deadline = deadline},
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

Dump custom_dump(const std::string& path, std::uint64_t size) {
  Dump dump{"custom", "none", {}};
  // A damaged one may keep pg_restore busy for ever; a whole one is read at 100 MB/s and more.
  const auto deadline = 60s + std::chrono::seconds(size / 5'000'000);
  const Ended whole = restore({"pg_restore", "-f", "/dev/null", path}, deadline);
  if (!whole.ok()) dump.facts.problem = last_line(whole.err);
  const Ended contents = restore({"pg_restore", "-l", path}, 60s);
  if (!contents.ok()) return dump;
  read_contents(contents.out, dump.facts);
  // Names are certain only as SQL quotes them. "-f -" makes a file of that name before version 12.
  const Ended definitions = restore({"pg_restore", "-s", "-f", "/dev/stdout", path}, 60s);
  if (!definitions.ok() || definitions.out.size() >= most) {
    if (dump.facts.problem.empty()) dump.facts.problem = last_line(definitions.err);
    return dump;
  }
  DumpReader reader(DumpKind::postgres);
  reader.add(definitions.out);
  dump.facts.tables = reader.end().tables;
  for (DumpedTable& table : dump.facts.tables) table.rows.reset();
  return dump;
}

}  // namespace interlock
