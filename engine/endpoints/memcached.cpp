#include <libmemcached/memcached.h>

#include "engine/endpoints/failure.h"
#include "engine/endpoints/openers.h"

namespace interlock {

namespace {

struct Free {
  void operator()(memcached_st* client) const { memcached_free(client); }
};

// NOLINTNEXTLINE(readability-function-size): the library asks for these six
memcached_return_t add_row(const memcached_instance_st*, const char* name, std::size_t name_size,
                           const char* value, std::size_t value_size, void* table) {
  static_cast<Table*>(table)->rows.push_back(
      {std::string(name, name_size), std::string(value, value_size)});
  return MEMCACHED_SUCCESS;
}

std::string_view why(memcached_return_t code) {
  switch (code) {
    case MEMCACHED_CONNECTION_FAILURE:
    case MEMCACHED_SERVER_TEMPORARILY_DISABLED: return "refused (nothing listens there)";
    case MEMCACHED_HOST_LOOKUP_FAILURE: return "there is no such host";
    case MEMCACHED_TIMEOUT: return "no answer in time";
    default: return {};
  }
}

class Memcached final : public Endpoint {
 public:
  Memcached(const Address& at, std::chrono::milliseconds patience)
      : at_(at), patience_(patience), client_(memcached_create(nullptr)) {
    if (at.tls) throw no_connection(at, {"TLS", "Interlock asks memcached without TLS only"}, {});
    check(at.socket.empty() ? memcached_server_add(client_.get(), at.host.c_str(),
                                                   static_cast<in_port_t>(port_of(at)))
                            : memcached_server_add_unix_socket(client_.get(), at.socket.c_str()));
  }

  // Its only words: "stats". Adding a server does not connect to it yet.
  Table ask(const Question& question) override {
    if (question.words != "stats")
      throw Error(Error::Kind::bug, "memcached is not asked '" + question.words + "'");
    const auto limit = static_cast<std::uint64_t>(std::min(patience_, question.patience).count());
    memcached_behavior_set(client_.get(), MEMCACHED_BEHAVIOR_CONNECT_TIMEOUT,
                           std::min(limit, static_cast<std::uint64_t>(usual_patience.count())));
    memcached_behavior_set(client_.get(), MEMCACHED_BEHAVIOR_POLL_TIMEOUT, limit);
    Table table{{"name", "value"}, {}};
    check(memcached_stat_execute(client_.get(), "", &add_row, &table));
    if (table.empty()) throw no_connection(at_, {"", "it told nothing of itself"}, {});
    return table;
  }

 private:
  void check(memcached_return_t code) const {
    if (memcached_success(code)) return;
    const std::string_view known = why(code);
    throw no_connection(
        at_,
        {std::to_string(code),
         known.empty() ? std::string(memcached_strerror(client_.get(), code)) : std::string(known)},
        {});
  }

  Address at_;
  std::chrono::milliseconds patience_;
  std::unique_ptr<memcached_st, Free> client_;
};

}  // namespace

std::unique_ptr<Endpoint> open_memcached(const Address& address,
                                         std::chrono::milliseconds patience) {
  return std::make_unique<Memcached>(address, patience);
}

}  // namespace interlock
