#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "engine/gather.h"

namespace interlock {

// Counts how many guards have all their answers, as these come in on several threads.
class Tally {
 public:
  using Progress = std::function<void(std::size_t done, std::size_t all)>;
  explicit Tally(Progress progress) : progress_(std::move(progress)) {}

  // One guard, before anything is asked.
  void expect(const std::vector<std::optional<Errand>>& errands);
  // Sessions that tell of their answers; all is as it was where nobody wants to know.
  // Must not outlive the tally or `open`.
  Opener watched(const Opener& open);

 private:
  using Asked = std::tuple<Whom, std::string, std::vector<std::string>>;
  class Watched;

  void answered(const Asked& question);

  Progress progress_;
  std::mutex mutex_;
  std::map<Asked, std::vector<std::size_t>> waiting_;
  std::vector<std::size_t> missing_;  // of each guard
  std::size_t done_ = 0;
};

}  // namespace interlock
