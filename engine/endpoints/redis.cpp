#include <hiredis/hiredis.h>

#include <algorithm>
#include <set>

#include "engine/endpoints/failure.h"
#include "engine/endpoints/openers.h"
#include "engine/endpoints/redis_words.h"
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
    {"NOPERM",
     "this account may not read it (it needs ~* +@read +@connection +@transaction +info)"},
    {"WRONGTYPE", "the key holds another kind of value"},
    {"LOADING", "it is starting up"},
};

// Redis has no session that only reads.
constexpr std::string_view reading[] = {"PING",   "INFO",   "EXISTS",  "TYPE",     "GET",
                                        "LLEN",   "LRANGE", "ZCARD",   "ZCOUNT",   "ZRANGEBYSCORE",
                                        "ZRANGE", "HGET",   "HGETALL", "SMEMBERS", "SCAN"};

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

// The elements of a reply, those of elements within elements included.
void add_elements(const redisReply& reply, std::vector<Table::Cell>& elements) {
  switch (reply.type) {
    case REDIS_REPLY_ARRAY:
      for (std::size_t i = 0; i < reply.elements; ++i) add_elements(*reply.element[i], elements);
      return;
    case REDIS_REPLY_INTEGER: elements.emplace_back(std::to_string(reply.integer)); return;
    case REDIS_REPLY_NIL: elements.emplace_back(); return;
    default: elements.emplace_back(std::string(reply.str, reply.len));
  }
}

std::vector<Table::Cell> elements_of(const redisReply& reply) {
  std::vector<Table::Cell> elements;
  add_elements(reply, elements);
  return elements;
}

// Of one command among several: key, name, value.
void add_rows(const RedisCommand& command, const redisReply& reply, Table& table) {
  const auto elements = elements_of(reply);
  const Table::Cell key = command.size() > 1 ? Table::Cell(command[1]) : Table::Cell();
  const bool named = command.front() == "HGETALL" || command.back() == "WITHSCORES";
  for (std::size_t i = 0; i < elements.size(); i += named ? 2 : 1) {
    if (named && i + 1 < elements.size())
      table.rows.push_back({key, elements[i], elements[i + 1]});
    else
      table.rows.push_back({key, std::nullopt, elements[i]});
  }
}

void must_read(const RedisCommand& command) {
  if (std::find(std::begin(reading), std::end(reading), command.front()) == std::end(reading))
    throw Error(Error::Kind::bug, "Redis is only read, not asked " + command.front());
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

  Table ask(const Question& asked) override {
    Question question = asked;
    const std::string end = take_end(question);
    const Watch watch(dog_, question.patience);
    Table table;
    if (const auto each = for_each_in(question)) {
      std::vector<RedisCommand> commands;
      for (const Table::Cell& value : values_of(commands_of(each->first).at(0), question.patience))
        if (value) commands.push_back(commands_of(each->second(*value)).at(0));
      table = together(commands, question.patience);
    } else if (is_several(question)) {
      table = together(commands_of(question), question.patience);
    } else {
      table.columns = {"value"};
      for (Table::Cell& value : values_of(commands_of(question).at(0), question.patience))
        table.rows.push_back({std::move(value)});
    }
    if (!end.empty())
      for (auto& row : table.rows)
        if (row.back()) row.back() = row.back()->substr(0, row.back()->find(end));
    make_readable(table);
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

  void send(const RedisCommand& words) {
    std::vector<const char*> texts;
    std::vector<std::size_t> sizes;
    for (const auto& word : words) {
      texts.push_back(word.data());
      sizes.push_back(word.size());
    }
    redisAppendCommandArgv(context_.get(), static_cast<int>(texts.size()), texts.data(),
                           sizes.data());
  }

  // Null if the connection was lost.
  Replied received() {
    void* reply = nullptr;
    if (redisGetReply(context_.get(), &reply) != REDIS_OK) return nullptr;
    return Replied(static_cast<redisReply*>(reply));
  }

  Replied sent(const RedisCommand& words) {
    send(words);
    return received();
  }

  // What came, be it a refusal.
  Replied received_in(std::chrono::milliseconds patience) {
    Replied reply = received();
    if (!reply && dog_.bit() && !gave_up_) {
      gave_up_ = true;
      throw too_late(place_, patience, own_failure().code);
    }
    if (!reply) throw lost(place_, own_failure());
    return reply;
  }

  void must_be_answer(const redisReply& reply) const {
    if (reply.type == REDIS_REPLY_ERROR) throw refusal(place_, failure_in(reply), refusals);
  }

  Replied reply_to(const RedisCommand& words, std::chrono::milliseconds patience) {
    send(words);
    Replied reply = received_in(patience);
    must_be_answer(*reply);
    return reply;
  }

  std::vector<Table::Cell> values_of(const RedisCommand& command,
                                     std::chrono::milliseconds patience) {
    must_read(command);
    return command.front() == "SCAN" ? scan(command, patience)
                                     : elements_of(*reply_to(command, patience));
  }

  // In one transaction: what moves from one key to another is seen once, and not missed.
  Table together(const std::vector<RedisCommand>& commands, std::chrono::milliseconds patience) {
    Table table{{"key", "name", "value"}, {}};
    if (commands.empty()) return table;
    for (const RedisCommand& command : commands) must_read(command);
    send({"MULTI"});
    for (const RedisCommand& command : commands) send(command);
    send({"EXEC"});
    std::vector<Replied> replies;
    for (std::size_t i = 0; i < commands.size() + 2; ++i) replies.push_back(received_in(patience));
    for (const Replied& reply : replies) must_be_answer(*reply);
    const redisReply& all = *replies.back();
    for (std::size_t i = 0; i < std::min(all.elements, commands.size()); ++i) {
      must_be_answer(*all.element[i]);
      add_rows(commands[i], *all.element[i], table);
    }
    return table;
  }

  // "SCAN MATCH pattern" is the whole iteration; a key may come twice in it.
  std::vector<Table::Cell> scan(const RedisCommand& words, std::chrono::milliseconds patience) {
    std::set<std::string> keys;
    std::string cursor = "0";
    do {
      RedisCommand step{"SCAN", cursor};
      step.insert(step.end(), words.begin() + 1, words.end());
      step.insert(step.end(), {"COUNT", "1000"});
      const auto answer = elements_of(*reply_to(step, patience));
      cursor = answer.at(0).value_or("0");
      for (std::size_t i = 1; i < answer.size(); ++i) keys.insert(answer[i].value_or(""));
    } while (cursor != "0");
    return {keys.begin(), keys.end()};
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
