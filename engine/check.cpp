#include "engine/check.h"

#include <algorithm>

#include "engine/error.h"
#include "engine/written.h"

namespace interlock {

namespace {

const Reply& reply_in(const std::vector<Reply>& replies, std::size_t probe) {
  if (probe >= replies.size()) throw Error(Error::Kind::endpoint, "It was not asked.");
  return replies[probe];
}

const Table& table_in(const Answer& answer) {
  if (const auto* refusal = std::get_if<Unanswered>(&answer))
    throw Error(Error::Kind::endpoint, refusal->why, {}, refusal->code);
  return std::get<Table>(answer);
}

const Answer& further_in(const std::vector<Reply>& replies, std::size_t probe, std::size_t row) {
  const Reply& reply = reply_in(replies, probe);
  if (row >= reply.further.size()) throw Error(Error::Kind::endpoint, "It was not asked further.");
  return reply.further[row];
}

template <class Type>
const Type& argument(const Arguments& arguments, std::string_view param) {
  const auto found = arguments.find(param);
  if (found != arguments.end())
    if (const auto* value = std::get_if<Type>(&found->second)) return *value;
  throw Error(Error::Kind::bug, "no parameter '" + std::string(param) + "' of this kind");
}

}  // namespace

const Check* find_check(std::span<const Check* const> checks, std::string_view id) {
  const auto found =
      std::find_if(checks.begin(), checks.end(), [&](auto* check) { return check->id == id; });
  return found == checks.end() ? nullptr : *found;
}

std::string_view word(Outcome outcome) {
  switch (outcome) {
    case Outcome::not_applicable: return "not_applicable";
    case Outcome::pass: return "pass";
    case Outcome::warn: return "warn";
    case Outcome::unknown: return "unknown";
    case Outcome::fail: return "fail";
  }
  return {};
}

std::string_view Probe::words_for(System system) const {
  switch (system) {
    case System::postgres: return postgres;
    case System::mysql: return mysql;
    case System::sqlite: return sqlite;
    case System::redis: return redis;
    case System::memcached: return memcached;
    case System::http: return http;
    case System::files: return files;
    case System::host: return host;
    case System::operator_: return operator_;
    case System::catalogue: return catalogue;
  }
  return {};
}

bool Evidence::was_asked(std::size_t probe) const {
  const Unanswered* refused = refusal(probe);
  return !refused || refused->code != not_asked;
}

const Table& Evidence::answer(std::size_t probe) const {
  return table_in(reply_in(replies, probe).answer);
}

const Table& Evidence::before(std::size_t probe) const {
  return table_in(reply_in(earlier, probe).answer);
}

const Table& Evidence::further(std::size_t probe, std::size_t row) const {
  return table_in(further_in(replies, probe, row));
}

const Table& Evidence::further_before(std::size_t probe, std::size_t row) const {
  return table_in(further_in(earlier, probe, row));
}

const Unanswered* Evidence::refusal(std::size_t probe) const {
  return std::get_if<Unanswered>(&reply_in(replies, probe).answer);
}

const Unanswered* Evidence::further_refusal(std::size_t probe, std::size_t row) const {
  return std::get_if<Unanswered>(&further_in(replies, probe, row));
}

std::chrono::seconds Evidence::since_then() const {
  if (!since) throw Error(Error::Kind::endpoint, "The moment to compare with was not recorded.");
  return std::chrono::duration_cast<std::chrono::seconds>(asked - *since);
}

const std::string& Evidence::text(std::string_view param) const {
  return argument<std::string>(arguments, param);
}

std::int64_t Evidence::number(std::string_view param) const {
  return argument<std::int64_t>(arguments, param);
}

bool Evidence::flag(std::string_view param) const {
  return argument<bool>(arguments, param);
}

const std::vector<std::string>& Evidence::list(std::string_view param) const {
  return argument<std::vector<std::string>>(arguments, param);
}

std::chrono::seconds Evidence::duration(std::string_view param) const {
  if (const auto value = duration_of(text(param))) return *value;
  throw Error(Error::Kind::input, std::string(param) + " must be a duration such as 30s");
}

}  // namespace interlock
