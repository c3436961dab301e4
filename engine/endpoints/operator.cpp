#include <algorithm>

#include "engine/endpoints/openers.h"
#include "engine/endpoints/words.h"

namespace interlock {

namespace {

// What the operator said: asked here, answered elsewhere.
class Operator final : public Endpoint {
 public:
  explicit Operator(std::vector<OperatorAnswer> answers) : answers_(std::move(answers)) {}

  Table ask(const Question& question) override {
    const Words words = words_of(question);
    if (words.verb != "ask" || words.arguments.size() != 1)
      throw Error(Error::Kind::bug, "the operator is not asked '" + question.words + "'");
    Table table{{"said", "by", "at"}, {}};
    const auto found = std::find_if(
        answers_.rbegin(), answers_.rend(),
        [&](const OperatorAnswer& answer) { return answer.question == words.arguments.front(); });
    if (found == answers_.rend()) return table;
    const auto at = std::chrono::floor<std::chrono::seconds>(found->at).time_since_epoch();
    table.rows.push_back({found->said, found->by, std::to_string(at.count())});
    return table;
  }

 private:
  std::vector<OperatorAnswer> answers_;
};

}  // namespace

std::unique_ptr<Endpoint> open_operator(std::vector<OperatorAnswer> answers) {
  return std::make_unique<Operator>(std::move(answers));
}

}  // namespace interlock
