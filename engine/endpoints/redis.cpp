#include <hiredis/hiredis.h>

#include <algorithm>
#include <set>

#include "engine/endpoints/failure.h"
#include "engine/endpoints/openers.h"
#include "engine/endpoints/watchdog.h"
#include "engine/endpoints/words.h"

namespace interlock {

namespace {

constexpr Cause no_connections[] = {
    {"WRONGPASS", "the account or its password was refused"},
    {"NOPERM", "this account may not do that"},
    {"NOAUTH", "it needs a password"},
    {"ERR DB index", "there is no database {name}"},
    {"ERR invalid DB", "there is no database {name}"},
    {"Connection refused", "refused (nothing listens there)"},
    {"No such file", "there is no such socket"},
    {"timed out", "no answer in time"},
    {"Name or service", "there is no such host"},
    {"name resolution", "there is no such host"},
};

constexpr Cause refusals[] = {
    {"NOAUTH", "it needs a password"},
    {"NOPERM", "this account may not read it"},
    {"WRONGTYPE", "the key holds another kind of value"},
    {"LOADING", "it is starting up"},
};

// Redis has no session that only reads.
constexpr std::string_view reading[] = {"PING",     "INFO",   "EXISTS",  "TYPE",   "GET",
                                        "LLEN",     "LRANGE", "ZCARD",   "ZCOUNT", "ZRANGEBYSCORE",
                                        "SMEMBERS", "HGET",   "HGETALL", "SCAN"};

struct Free {
  void operator()(redisContext* context) const { redisFree(context); }
  void operator()(redisReply* reply) const { freeReplyObject(reply); }
};
using Replied = std::unique_ptr<redisReply, Free>;

timeval interval(std::chrono::milliseconds patience) {
  return {static_cast<time_t>(patience.count() / 1000),
          static_cast<suseconds_t>(patience.count() % 1000 * 1000)};
}

redisContext* connected(const Address& at, std::chrono::milliseconds longest) {
  const auto patience = std::min(longest, usual_patience);
  return at.socket.empty()
             ? redisConnectWithTimeout(at.host.c_str(), port_of(at), interval(patience))
             : redisConnectUnixWithTimeout(at.socket.c_str(), interval(patience));
}

// The first word of a refusal is its code.
Failure failure_in(const redisReply& reply) {
  const std::string text(reply.str, reply.len);
  return {text.substr(0, text.find(' ')), text};
}

// Answers every command with one column, "value", and one row for each element,
// those of elements within elements included.
void add_rows(const redisReply& reply, Table& table) {
  switch (reply.type) {
    case REDIS_REPLY_ARRAY:
      for (std::size_t i = 0; i < reply.elements; ++i) add_rows(*reply.element[i], table);
      return;
    case REDIS_REPLY_INTEGER: table.rows.push_back({std::to_string(reply.integer)}); return;
    case REDIS_REPLY_NIL: table.rows.push_back({std::nullopt}); return;
    default: table.rows.push_back({std::string(reply.str, reply.len)});
  }
}

class Redis final : public Endpoint {
 public:
  Redis(const Address& at, std::chrono::milliseconds patience)
      : place_(place_of(at)),
        context_(connected(at, patience)),
        dog_(context_ ? context_->fd : -1) {
    if (!context_ || context_->err) throw no_connection(at, own_failure(), no_connections);
    if (at.tls) throw no_connection(at, {"TLS", "Interlock asks Redis without TLS only"}, {});
    if (!at.password.empty()) {
      std::vector<std::string> words{"AUTH"};
      if (!at.user.empty()) words.push_back(at.user);
      words.push_back(at.password.reveal());
      log_in(at, words, patience);
    }
    if (!at.name.empty()) log_in(at, {"SELECT", at.name}, patience);
  }

  Table ask(const Question& question) override {
    const Words asked = words_of(question);
    std::vector<std::string> words{asked.verb};
    words.insert(words.end(), asked.arguments.begin(), asked.arguments.end());
    if (std::find(std::begin(reading), std::end(reading), words.front()) == std::end(reading))
      throw Error(Error::Kind::bug, "Redis is only read, not asked " + words.front());
    const Watch watch(dog_, question.patience);
    if (words.front() == "SCAN") return scan(words, question.patience);
    Table table{{"value"}, {}};
    add_rows(*reply_to(words, question.patience), table);
    return table;
  }

 private:
  Failure own_failure() const {
    if (!context_) return {"ENOMEM", "out of memory"};
    return {std::to_string(context_->err), context_->errstr};
  }

  // A refusal of these commands may repeat them, and with them the password.
  void log_in(const Address& at, const std::vector<std::string>& words,
              std::chrono::milliseconds patience) {
    const Watch watch(dog_, patience);
    const Replied reply = sent(words);
    if (!reply)
      throw no_connection(at, dog_.bit() ? Failure{own_failure().code, "timed out"} : own_failure(),
                          no_connections);
    if (reply->type != REDIS_REPLY_ERROR) return;
    const Failure failure = failure_in(*reply);
    const bool known = failure.text.find("unknown command") == std::string::npos;
    throw no_connection(at, {failure.code, known ? failure.text : "it does not know " + words[0]},
                        no_connections);
  }

  Replied sent(const std::vector<std::string>& words) {
    std::vector<const char*> texts;
    std::vector<std::size_t> sizes;
    for (const auto& word : words) {
      texts.push_back(word.data());
      sizes.push_back(word.size());
    }
    return Replied(static_cast<redisReply*>(redisCommandArgv(
        context_.get(), static_cast<int>(texts.size()), texts.data(), sizes.data())));
  }

  Replied reply_to(const std::vector<std::string>& words, std::chrono::milliseconds patience) {
    Replied reply = sent(words);
    if (!reply && dog_.bit() && !gave_up_) {
      gave_up_ = true;
      throw too_late(place_, patience, own_failure().code);
    }
    if (!reply) throw lost(place_, own_failure());
    if (reply->type == REDIS_REPLY_ERROR) throw refusal(place_, failure_in(*reply), refusals);
    return reply;
  }

  // "SCAN MATCH pattern" is the whole iteration; a key may come twice in it.
  Table scan(const std::vector<std::string>& words, std::chrono::milliseconds patience) {
    std::set<std::string> keys;
    std::string cursor = "0";
    do {
      std::vector<std::string> step{"SCAN", cursor};
      step.insert(step.end(), words.begin() + 1, words.end());
      step.insert(step.end(), {"COUNT", "1000"});
      Table answer{{"value"}, {}};
      add_rows(*reply_to(step, patience), answer);
      cursor = answer.text(0, "value");
      for (std::size_t row = 1; row < answer.rows.size(); ++row)
        keys.emplace(answer.text(row, "value"));
    } while (cursor != "0");
    Table table{{"value"}, {}};
    for (const auto& key : keys) table.rows.push_back({key});
    return table;
  }

  std::string place_;
  std::unique_ptr<redisContext, Free> context_;
  Watchdog dog_;
  bool gave_up_ = false;
};

}  // namespace

std::unique_ptr<Endpoint> open_redis(const Address& address, std::chrono::milliseconds patience) {
  return std::make_unique<Redis>(address, patience);
}

}  // namespace interlock
