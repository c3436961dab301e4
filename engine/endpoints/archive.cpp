#include "engine/endpoints/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/core.h>

#include <algorithm>
#include <exception>

#include "engine/endpoints/backup.h"
#include "engine/endpoints/tree.h"
#include "engine/endpoints/words.h"

namespace interlock {

namespace {

constexpr std::uint64_t end_mark = 1024;  // zeros, at least
constexpr std::uint64_t most_entries = 1'000'000;
// What is packed a thousandfold is a file of zeros; more is a trap.
constexpr std::uint64_t harmless = std::uint64_t{1} << 30, most_times = 2000;

struct Close {
  void operator()(archive* it) const { ::archive_read_free(it); }
};

std::string text_or(const char* wide, const char* raw) {
  return wide ? wide : raw ? raw : "";
}

std::string kind_of_entry(archive_entry* entry) {
  if (::archive_entry_hardlink(entry)) return "file";
  switch (::archive_entry_filetype(entry)) {
    case AE_IFREG: return "file";
    case AE_IFDIR: return "folder";
    case AE_IFLNK: return "link";
    default: return "other";
  }
}

ArchiveEntry told(archive_entry* entry) {
  ArchiveEntry its;
  its.name =
      plain_name(text_or(::archive_entry_pathname_utf8(entry), ::archive_entry_pathname(entry)));
  its.kind = kind_of_entry(entry);
  its.size = ::archive_entry_size(entry);
  const char* first = ::archive_entry_hardlink(entry);
  if (first || its.kind == "file")
    its.target = plain_name(text_or(::archive_entry_hardlink_utf8(entry), first));
  else
    its.target = text_or(::archive_entry_symlink_utf8(entry), ::archive_entry_symlink(entry));
  return its;
}

}  // namespace

std::string plain_name(std::string_view name) {
  std::string plain = name.starts_with('/') ? "/" : "";
  while (!name.empty()) {
    const auto end = std::min(name.find('/'), name.size());
    const auto part = name.substr(0, end);
    if (!part.empty() && part != ".")
      plain += (plain.empty() || plain == "/" ? "" : "/") + std::string(part);
    name.remove_prefix(std::min(end + 1, name.size()));
  }
  return plain;
}

bool leads_out(std::string_view name) {
  return name.starts_with('/') || name == ".." || name.starts_with("../") ||
         name.ends_with("/..") || name.find("/../") != std::string_view::npos ||
         name.find('\0') != std::string_view::npos;
}

struct Archive::State {
  State(const std::string& path, Reporter reporter)
      : name(path), source(path, std::move(reporter), true) {
    if (const auto seen = seen_at(path)) packed = static_cast<std::uint64_t>(seen->st_size);
  }

  std::string name;
  std::uint64_t packed = 0, unpacked = 0, entries = 0, zeros = 0;
  Backup source;
  std::unique_ptr<archive, Close> reader{::archive_read_new()};
  std::exception_ptr thrown;  // no exception may pass through the library
  std::string problem;
  ArchiveEntry entry;
  std::int64_t offset = 0;

  Error refusal(const std::string& why, const char* code, const std::string& hint = {}) const {
    return Error(Error::Kind::endpoint, readable(name) + ": " + why, hint, code);
  }

  std::string_view next_bytes() {
    const auto bytes = source.next_piece();
    unpacked += bytes.size();
    if (unpacked > harmless && unpacked / most_times > packed)
      throw refusal(fmt::format("unpacks to more than {} times its size", most_times), "too_large",
                    "Look where it comes from: archives like this are made to fill disks.");
    const auto other = bytes.find_last_not_of('\0');
    zeros = other == std::string_view::npos ? zeros + bytes.size() : bytes.size() - 1 - other;
    return bytes;
  }

  static la_ssize_t read(archive*, void* self, const void** bytes) {
    auto* state = static_cast<State*>(self);
    try {
      const auto next = state->next_bytes();
      *bytes = next.data();
      return static_cast<la_ssize_t>(next.size());
    } catch (...) {
      state->thrown = std::current_exception();
      return -1;
    }
  }

  // Whether one may go on. What the packed data lack comes first: the library only sees
  // that its input ends.
  bool good(int code) {
    if (thrown) std::rethrow_exception(thrown);
    if (problem.empty()) problem = source.problem();
    if (problem.empty() && code != ARCHIVE_OK && code != ARCHIVE_WARN && code != ARCHIVE_EOF) {
      const char* said = ::archive_error_string(reader.get());
      const std::string why = said ? said : "unknown";
      if (entries == 0 && why.find("nrecognized") != std::string::npos)
        throw refusal("is no tar archive", "no_archive",
                      "Pack it with tar; it may be compressed (gz, bz2, xz, zst).");
      problem = why.find("runcated") != std::string::npos ? "it breaks off"
                                                          : "it is damaged (" + why + ")";
    }
    return problem.empty() && code != ARCHIVE_EOF;
  }

  // What follows the last entry: to the end of the packed data, for their checksums.
  void end() {
    while (problem.empty() && !next_bytes().empty()) continue;
    if (problem.empty()) problem = source.problem();
    if (problem.empty() && zeros < end_mark) problem = "it does not end as a tar archive does";
  }
};

Archive::Archive(const std::string& path, Reporter reporter)
    : state_(std::make_unique<State>(path, std::move(reporter))) {
  archive* reader = state_->reader.get();
  ::archive_read_support_format_tar(reader);
  if (state_->source.next_entry())
    state_->good(::archive_read_open(reader, state_.get(), nullptr, &State::read, nullptr));
  else
    state_->problem = state_->source.problem().empty() ? "it is empty" : state_->source.problem();
}

Archive::~Archive() = default;

bool Archive::next_entry() {
  if (!state_->problem.empty()) return false;
  archive_entry* entry = nullptr;
  state_->offset = 0;
  const int code = ::archive_read_next_header(state_->reader.get(), &entry);
  if (!state_->good(code)) {
    state_->end();
    return false;
  }
  if (++state_->entries > most_entries)
    throw state_->refusal(fmt::format("has more than {} entries", most_entries), "too_many");
  state_->entry = told(entry);
  return true;
}

const ArchiveEntry& Archive::entry() const {
  return state_->entry;
}

std::string_view Archive::next_piece() {
  if (!state_->problem.empty()) return {};
  const void* bytes = nullptr;
  std::size_t size = 0;
  la_int64_t offset = 0;
  do {
    const int code = ::archive_read_data_block(state_->reader.get(), &bytes, &size, &offset);
    if (!state_->good(code)) return {};
  } while (size == 0);
  if (offset != state_->offset) state_->entry.holes = true;
  state_->offset = offset + static_cast<std::int64_t>(size);
  return {static_cast<const char*>(bytes), size};
}

const std::string& Archive::problem() const {
  return state_->problem;
}

}  // namespace interlock
