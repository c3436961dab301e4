#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "engine/endpoints/reporter.h"

namespace interlock {

// What a backup file holds, unpacked piece by piece in constant memory: one entry, or
// those of a tar. It is read by its checksums: what is damaged is a problem, not an
// Error; only what cannot be read at all throws Error{endpoint}.
class Backup {
 public:
  // `whole`: a tar is not looked into, it is one entry like everything else.
  Backup(const std::string& path, Reporter reporter, bool whole = false);
  ~Backup();
  Backup(const Backup&) = delete;
  Backup& operator=(const Backup&) = delete;

  bool next_entry();              // false: that was all, or it is broken
  std::string_view next_piece();  // of the entry; empty: its end, or it is broken

  std::string compression() const;  // none gz bz2 xz zst
  bool in_tar() const;
  const std::string& problem() const;  // why it is broken; empty: it is not, so far

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace interlock
