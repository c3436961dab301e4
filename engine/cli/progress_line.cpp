#include "engine/cli/progress_line.h"

#include <fmt/core.h>

#include <algorithm>

#include "reports/style.h"

namespace interlock {

void ProgressLine::says(const std::string& what) {
  const std::lock_guard lock(mutex_);
  said_ = what;
  show_(said_ + reading_);
}

void ProgressLine::reads(const Reading& far) {
  const std::lock_guard lock(mutex_);
  if (far.what != file_) since_ = now();
  file_ = far.what;
  const std::int64_t took = (now() - since_).count();
  const auto done = static_cast<std::int64_t>(far.done),
             total = static_cast<std::int64_t>(far.total);
  reading_ = fmt::format("  {}: {} of {} read", far.what, size_words(done), size_words(total));
  if (took >= 1000 && done > 0)
    reading_ +=
        ", " + span_words(std::max<std::int64_t>(took * (total - done) / done, 0)) + " left";
  if (done >= total) reading_.clear();
  show_(said_ + reading_);
}

}  // namespace interlock
