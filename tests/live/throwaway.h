#pragma once

#include <string>
#include <vector>

#include "engine/endpoint.h"

namespace interlock::live {

// Writes to a server of the tests, statement by statement: as the account of the
// address, outside of any transaction.
void write_to(const Address& address, const std::vector<std::string>& statements);

// A database of its own name in a server of the tests, as long as this object.
class Throwaway {
 public:
  explicit Throwaway(const Address& server, const std::vector<std::string>& statements = {});
  ~Throwaway();
  Throwaway(const Throwaway&) = delete;
  Throwaway& operator=(const Throwaway&) = delete;

  const Address& address() const { return address_; }

 private:
  Address server_, address_;
};

}  // namespace interlock::live
