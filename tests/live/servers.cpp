#include "tests/live/servers.h"

#include <cstdlib>

#include "engine/error.h"

namespace interlock::live {

std::string env(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

Address postgres() {
  return {.system = System::postgres,
          .host = "127.0.0.1",
          .port = env("INTERLOCK_PG_PORT"),
          .name = "postgres",
          .user = env("INTERLOCK_PG_USER")};
}

Address mysql() {
  return {.system = System::mysql,
          .host = "127.0.0.1",
          .port = env("INTERLOCK_MY_PORT"),
          .name = "mysql",
          .user = env("INTERLOCK_MY_USER")};
}

Address redis() {
  return {.system = System::redis, .host = "127.0.0.1", .port = env("INTERLOCK_REDIS_PORT")};
}

Address memcached() {
  return {
      .system = System::memcached, .host = "127.0.0.1", .port = env("INTERLOCK_MEMCACHED_PORT")};
}

Address as_clerk(Address address) {
  address.user = env("INTERLOCK_CLERK");
  address.password = Secret(env("INTERLOCK_CLERK_PASSWORD"));
  return address;
}

std::string code_of(const Address& address, const Question& question) {
  try {
    open(address, std::chrono::seconds(5))->ask(question);
    return "answered";
  } catch (const Error& failure) {
    return failure.code;
  }
}

std::string said_of(const Address& address, const Question& question) {
  try {
    return said_by(*open(address, std::chrono::seconds(5)), question);
  } catch (const Error& failure) {
    return failure.what();
  }
}

std::string said_by(Endpoint& session, const Question& question) {
  try {
    session.ask(question);
    return "answered";
  } catch (const Error& failure) {
    return failure.what();
  }
}

std::chrono::milliseconds time_of(const std::function<void()>& what) {
  const auto start = std::chrono::steady_clock::now();
  what();
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() -
                                                               start);
}

}  // namespace interlock::live
