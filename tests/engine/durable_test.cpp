// What is on the disk when a command is started: not only written, but synced.
#include <sqlite3.h>

#include "tests/engine/leading.h"

namespace interlock {
namespace {

// SQLite's own access to files, which also counts what is written to a write-ahead log,
// and how much of it is not on the disk yet.
class Counting {
 public:
  Counting() {
    real_vfs = sqlite3_vfs_find(nullptr);
    vfs_ = *real_vfs;
    vfs_.zName = "counting";
    vfs_.xOpen = open;
    sqlite3_vfs_register(&vfs_, 1);
    written = unsynced = 0;
  }
  ~Counting() {
    sqlite3_vfs_unregister(&vfs_);
    sqlite3_vfs_register(real_vfs, 1);
  }
  Counting(const Counting&) = delete;
  Counting& operator=(const Counting&) = delete;

  static inline int written, unsynced;

 private:
  static int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* given) {
    const int result = real_vfs->xOpen(real_vfs, name, file, flags, given);
    if (result != SQLITE_OK || (flags & SQLITE_OPEN_WAL) == 0) return result;
    real = file->pMethods;
    ours = *real;
    ours.xWrite = write;
    ours.xSync = sync;
    file->pMethods = &ours;
    return result;
  }
  static int write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 at) {
    ++written;
    ++unsynced;
    return real->xWrite(file, bytes, size, at);
  }
  static int sync(sqlite3_file* file, int flags) {
    unsynced = 0;
    return real->xSync(file, flags);
  }

  static inline sqlite3_vfs* real_vfs;
  static inline const sqlite3_io_methods* real;
  static inline sqlite3_io_methods ours;
  sqlite3_vfs vfs_;
};

struct Durable : Counting, Leading {};

TEST_F(Durable, IsTheIntentBeforeItsCommandIsStarted) {
  Texts last;
  runner.before_it_starts = [&] {
    EXPECT_GT(written, 0);
    EXPECT_EQ(unsynced, 0);
    const std::vector<Event> on_disk = Ledger::read(ledger.path()).events(run.id);
    last.push_back(on_disk.back().type + " " +
                   std::string(on_disk.back().data["transition"].text()));
    written = 0;
  };
  script.say("after", {"fail"});
  work().attempts = 2;
  begin();
  EXPECT_EQ(go(), Stopped::held);
  EXPECT_TRUE(go_back(lead(), run));
  EXPECT_EQ(go(), Stopped::finished);
  EXPECT_EQ(last, (Texts{"action.intent work", "action.intent work", "action.intent undo"}));
}

}  // namespace
}  // namespace interlock
