#pragma once

#include <atomic>
#include <functional>
#include <optional>
#include <string>

#include "engine/installation.h"
#include "engine/lock.h"
#include "engine/run.h"
#include "engine/subprocess.h"
#include "reports/json.h"

namespace interlock {

// What the lock of an installation says of the one who holds it.
struct Holding {
  std::string run, user, host;
  Started process;
  std::string since;
  std::string ledger;  // its path, absolute
};

std::string lock_path(const std::string& installation_id);
std::string text_of(const Holding& holding);
Holding holding_in(const std::string& text);
// Whoever holds that installation, or has held it last; nothing if nobody ever did.
std::optional<Holding> last_holding(const std::string& installation_id);
// Throws Error{locked} if another process holds it.
void refuse_if_alive(const Holding& holding);
// "Run a3f9-k2mt, ops on app1, process 4711, since 2026-11-19 22:00:04 UTC."
std::string sentence_of(const Holding& holding);

struct Taken {
  Lock lock;
  std::optional<Lock> folder = {};  // of the installation
  bool overdue = false;             // a step's command was ended at its deadline
};

// The lock of the installation, and that of its folder, at once or within a second. A command that
// outlived the Interlock that led this run is waited for up to its deadline, which `tell` is told;
// then its process group is killed, if it is still that very process. Nothing if the operator
// interrupted that. Throws Error{locked} if somebody else holds it.
std::optional<Taken> take_lock(const Installation& installation, const Holding& ours,
                               const Run& run, const std::atomic<int>& interrupts,
                               const std::function<void(const std::string&)>& tell);

}  // namespace interlock
