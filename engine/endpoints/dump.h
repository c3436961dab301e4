#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <tuple>

#include "engine/dump_facts.h"
#include "engine/endpoints/openers.h"

namespace interlock {

struct DumpTime {
  std::int64_t seconds = 0;
  bool zoned = false;
};

// "2026-11-19 22:00:04 CET". Without a zone it is the later of what it means in UTC and in
// ours; nothing if it is no time, or its zone is unknown.
std::optional<DumpTime> dump_time(std::string_view written);

// One dump, read whole.
struct Dump {
  std::string format, compression;
  DumpFacts facts;
};

// A dump of pg_dump -Fc as SQL, piece by piece, as pg_restore writes it; what is wrong with
// it, or nothing. Throws Error{endpoint} if pg_restore cannot tell.
std::string read_custom(const std::string& path, std::uint64_t size,
                        const std::function<void(std::string_view)>& reads);
Dump custom_dump(const std::string& path, std::uint64_t size);

// The dumps that were read whole, as long as the files stay what they were. Sessions on
// several threads may share it.
class ReadDumps {
 public:
  // Device, inode, size, mtime, ctime.
  using Key = std::tuple<std::uint64_t, std::uint64_t, std::int64_t, std::int64_t, std::int64_t>;

  std::shared_ptr<const Dump> find(const Key& key) const;
  void remember(const Key& key, std::shared_ptr<const Dump> dump);

 private:
  mutable std::mutex mutex_;
  std::map<Key, std::shared_ptr<const Dump>> dumps_;
};

Table dump_at(const std::string& path, const Progress& progress, ReadDumps& known);
Table dumped_tables(const std::string& path, const Progress& progress, ReadDumps& known);
// What the dump records of migrations, as that framework does it.
Table dumped_migrations(const std::string& path, const std::string& framework,
                        const Progress& progress, ReadDumps& known);

}  // namespace interlock
