#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/secret.h"
#include "engine/value.h"

namespace interlock {

// Puts [REDACTED] where a secret stands: as it is, escaped as in JSON, quoted as in SQL
// or for a shell, encoded for a URL, or in base64 at any offset. Secrets of fewer than
// four characters are left alone: they would be found everywhere.
class Redactor {
 public:
  void know(const Secret& secret);

  std::int64_t redact(std::string& text) const;  // how many it replaced
  std::int64_t redact(Value& value) const;       // in its texts, not in its keys

 private:
  std::vector<Secret> forms_;  // the longest first
};

}  // namespace interlock
