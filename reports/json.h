#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/ledger.h"
#include "engine/value.h"
#include "reports/report.h"

// The JSON that people can jq: interlock.ready/1, verify/1, report/1, status/1,
// audit-verify/1. Every key is always there; keys may be added within a number.
namespace interlock {

// Null where the text is empty.
Value text_or_null(std::string_view text);

Value ready_value(const Report& report, const Machine& machine, const std::string& ledger);
Value report_value(const Report& report, const Machine& machine, const std::string& ledger);

// Who holds the lock of an installation.
struct Holder {
  std::string host, user;
  std::int64_t pid = 0;
  bool alive = false;
};
struct Standings {
  const Report* report;
  const Machine* machine;
  std::optional<Holder> holder;
};
Value status_value(const std::vector<Standings>& runs, const std::string& at, const Head& head,
                   const std::string& ledger, std::int64_t ms);

Value audit_value(const Verification& proof, const std::string& path,
                  const std::optional<Head>& expected, const std::string& at, std::int64_t ms,
                  int exit);

// place said hint of each.
Value problems_value(const std::vector<Problem>& problems);

// What could not be done, in the same head.
Value error_value(const std::string& format, const std::string& at,
                  const std::vector<Problem>& problems, int exit, std::int64_t ms);

}  // namespace interlock
