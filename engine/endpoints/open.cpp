#include "engine/endpoints/openers.h"
#include "engine/error.h"

namespace interlock {

std::unique_ptr<Endpoint> open(const Address& address, std::chrono::milliseconds patience) {
  switch (address.system) {
    case System::postgres: return open_postgres(address, patience);
    case System::mysql: return open_mysql(address, patience);
    case System::sqlite: return open_sqlite(address, patience);
    case System::redis: return open_redis(address, patience);
    case System::memcached: return open_memcached(address, patience);
    case System::http: return open_http(address, patience);
    case System::files: return open_files(address, patience);
    case System::host: return open_host(address, patience);
    case System::operator_:
    case System::catalogue: break;
  }
  throw Error(Error::Kind::bug, "no opener for " + std::string(word(address.system)));
}

}  // namespace interlock
