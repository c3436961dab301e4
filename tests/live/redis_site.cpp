#include "tests/live/redis_site.h"

#include <unistd.h>

#include "tests/live/servers.h"

namespace interlock::live {

void RedisSite::SetUp() {
  INTERLOCK_NEEDS(redis());
  address_ = redis();
  address_.name = std::to_string(1 + ::getpid() % 999);
  writer_ = redisConnect("127.0.0.1", std::stoi(address_.port));
  ASSERT_TRUE(writer_ && !writer_->err);
  write({"SELECT", address_.name});
  write({"FLUSHDB"});
  site_.emplace(address_);
}

void RedisSite::TearDown() {
  if (!writer_) return;
  write({"FLUSHDB"});
  redisFree(writer_);
}

void RedisSite::write(const std::vector<std::string>& command) const {
  std::vector<const char*> words;
  for (const std::string& word : command) words.push_back(word.c_str());
  auto* reply = static_cast<redisReply*>(
      redisCommandArgv(writer_, static_cast<int>(words.size()), words.data(), nullptr));
  ASSERT_TRUE(reply);
  EXPECT_NE(reply->type, REDIS_REPLY_ERROR) << reply->str;
  freeReplyObject(reply);
}

void RedisSite::php(const std::string& name, const std::vector<std::string>& words) const {
  script("/usr/bin/php", name, words);
}

void RedisSite::python(const std::string& name, const std::vector<std::string>& words) const {
  script("/usr/bin/python3", name, words);
}

void RedisSite::script(const std::string& program, const std::string& name,
                       const std::vector<std::string>& words) const {
  std::vector<std::string> argv{program, INTERLOCK_SOURCE "/tests/live/" + name, address_.port,
                                address_.name};
  argv.insert(argv.end(), words.begin(), words.end());
  site_->run(argv, "said");
}

}  // namespace interlock::live
