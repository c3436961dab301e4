#include "engine/stamp.h"

#include <fmt/core.h>
#include <pwd.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>

#include "engine/subprocess.h"
#include "engine/time.h"
#include "engine/written.h"

namespace interlock {

namespace {

// The account that logged in before sudo; 4294967295 if nobody did.
std::string login_uid() {
  std::ifstream in("/proc/self/loginuid");
  std::string digits;
  in >> digits;
  return digits;
}

std::int64_t nanoseconds(clockid_t clock) {
  timespec time{};
  clock_gettime(clock, &time);
  return std::int64_t{time.tv_sec} * 1000000000 + time.tv_nsec;
}

std::string utc(std::int64_t ns) {
  const Moment second{std::chrono::seconds(ns / 1000000000)};
  return written(second).substr(0, 19) + fmt::format(".{:09}Z", ns % 1000000000);
}

std::string host_name() {
  char name[256] = {};
  return gethostname(name, sizeof name - 1) == 0 ? name : "";
}

// Who writes: the account, and the one that logged in before sudo, if that is known.
Value actor() {
  const uid_t uid = geteuid();
  const passwd* account = getpwuid(uid);
  const auto login = whole_number(login_uid());
  const bool known = login && *login != 4294967295;
  return Value::Object{{"kind", "account"},
                       {"login_uid", known ? Value(*login) : Value()},
                       {"os_user", account ? Value(account->pw_name) : Value()},
                       {"uid", std::int64_t{uid}}};
}

}  // namespace

Stamp who_and_where() {
  return {.prev = std::string(64, '0'),
          .boot_id = interlock::boot_id(),
          .host = host_name(),
          .actor = actor(),
          .program = "interlock " INTERLOCK_VERSION};
}

void tick(Stamp& stamp) {
  stamp.ts = utc(nanoseconds(CLOCK_REALTIME));
  stamp.mono_ns = std::max(nanoseconds(CLOCK_MONOTONIC), stamp.mono_ns + 1);
}

}  // namespace interlock
