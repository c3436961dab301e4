#include "checks/redis_keys.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace interlock::checks {

std::map<std::string, Fields, std::less<>> hashes_in(const Table& answer) {
  std::map<std::string, Fields, std::less<>> hashes;
  for (std::size_t row = 0; row < answer.rows.size(); ++row)
    if (const auto& name = answer.at(row, "name"))
      hashes[std::string(answer.text(row, "key"))].insert_or_assign(
          *name, answer.at(row, "value").value_or(""));
  return hashes;
}

std::int64_t number_at(const Table& answer, std::string_view key) {
  for (std::size_t row = 0; row < answer.rows.size(); ++row)
    if (!answer.at(row, "name") && answer.text(row, "key") == key)
      return answer.integer(row, "value");
  return 0;
}

std::string field(const Fields& fields, std::string_view name) {
  const auto found = fields.find(name);
  return found == fields.end() ? std::string() : found->second;
}

std::optional<std::int64_t> seconds_of(std::string_view score) {
  double value = 0;
  const auto end = score.data() + score.size();
  if (const auto [at, error] = std::from_chars(score.data(), end, value);
      error != std::errc() || at != end || std::isnan(value))
    return {};
  constexpr double most = 9e15;
  if (value >= most) return std::numeric_limits<std::int64_t>::max();
  return static_cast<std::int64_t>(std::floor(std::max(value, -most)));
}

std::string counted_in(const std::string& queue, const std::vector<Count>& counts) {
  std::string text;
  for (const auto& [number, means] : counts)
    text += (text.empty() ? "" : ", ") + std::to_string(number) + " " + std::string(means);
  return queue + " (" + text + ")";
}

}  // namespace interlock::checks
