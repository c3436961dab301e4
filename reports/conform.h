#pragma once

#include <string>

#include "engine/conform.h"
#include "engine/value.h"
#include "reports/style.h"

// What `audit conform` says of a run.
namespace interlock {

struct Conforming {
  // Null where the record is broken: then nothing was followed.
  const Machine* machine = nullptr;
  const Conformance* conformance = nullptr;
  const Verification& record;
  std::string path;                // of the ledger
  std::string from = {}, to = {};  // the releases
  std::string at;                  // when
  std::int64_t ms = 0;
};

std::string conform_text(const Conforming& conforming, const Style& style);
// interlock.audit-conform/1
Value conform_value(const Conforming& conforming, int exit);
Value conform_schema();

}  // namespace interlock
