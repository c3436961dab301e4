#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "engine/endpoints/reporter.h"

namespace interlock {

// An entry of an archive, as it says itself: nothing of it can be trusted.
struct ArchiveEntry {
  std::string name;    // without "." and empty parts; may lead anywhere, see leads_out()
  std::string kind;    // file, folder, link, other
  std::string target;  // of a link; of a file: the earlier entry that it is another name of
  std::int64_t size = 0;
  bool holes = false;  // found while it was read: not all of its bytes were told
};

// Whether a name is no name below a folder.
bool leads_out(std::string_view name);
// The same file, named in one way only: without "." and empty parts.
std::string plain_name(std::string_view name);

// A tar archive (also as gz, bz2, xz, zst), read once and in constant memory; nothing is
// unpacked onto the disk. What is damaged is a problem; what is no such archive, or
// unpacks to what nobody packs, is an Error{endpoint} (no_archive, too_large, too_many).
class Archive {
 public:
  Archive(const std::string& path, Reporter reporter);
  ~Archive();
  Archive(const Archive&) = delete;
  Archive& operator=(const Archive&) = delete;

  bool next_entry();  // false: that was all, down to the end mark, or it is broken
  const ArchiveEntry& entry() const;
  std::string_view next_piece();  // of the entry; empty: its end, or it is broken

  const std::string& problem() const;  // why it is broken; empty: it is not, so far

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace interlock
