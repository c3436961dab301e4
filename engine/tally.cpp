#include "engine/tally.h"

#include <set>

namespace interlock {

class Tally::Watched final : public Endpoint {
 public:
  Watched(std::unique_ptr<Endpoint> inner, Whom whom, Tally& tally)
      : inner_(std::move(inner)), whom_(std::move(whom)), tally_(tally) {}

  Table ask(const Question& question) override {
    const Asked asked{whom_, question.words, question.arguments};
    try {
      Table table = inner_->ask(question);
      tally_.answered(asked);
      return table;
    } catch (...) {
      tally_.answered(asked);
      throw;
    }
  }

 private:
  std::unique_ptr<Endpoint> inner_;
  Whom whom_;
  Tally& tally_;
};

void Tally::expect(const std::vector<std::optional<Errand>>& errands) {
  std::set<Asked> questions;
  for (const auto& errand : errands)
    if (errand) questions.insert({errand->whom, errand->words, errand->arguments});
  for (const Asked& question : questions) waiting_[question].push_back(missing_.size());
  missing_.push_back(questions.size());
  if (questions.empty()) ++done_;
}

Opener Tally::watched(const Opener& open) {
  if (!progress_) return open;
  if (!waiting_.empty()) progress_(done_, missing_.size());
  return [this, &open](const Whom& whom, std::chrono::milliseconds longest) {
    return std::make_unique<Watched>(open(whom, longest), whom, *this);
  };
}

void Tally::answered(const Asked& question) {
  const std::lock_guard lock(mutex_);
  const auto found = waiting_.find(question);
  if (found == waiting_.end()) return;
  for (const std::size_t guard : found->second)
    if (--missing_[guard] == 0) ++done_;
  waiting_.erase(found);
  progress_(done_, missing_.size());
}

}  // namespace interlock
