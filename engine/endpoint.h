#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <string>

#include "engine/question.h"
#include "engine/secret.h"

namespace interlock {

// Where an outside system is, and as whom it is asked.
struct Address {
  System system = System::files;
  std::string host = {};
  std::string port = {};
  std::string socket = {};  // instead of host and port
  std::string name = {};    // of the database; the path of a file or folder; of http: the whole URL
  std::string user = {};
  Secret password = {};
  bool tls = false;            // asked for: then it is demanded, verified, and read back
  std::string authority = {};  // a file with the certificates to trust; empty: the system's
  // What ${secret:NAME} in an argument of a question stands for. Only http uses
  // it; so no secret is ever part of a question.
  std::map<std::string, Secret, std::less<>> secrets = {};
};

// One open, read-only session. Used by one thread; ended by its destructor.
class Endpoint {
 public:
  virtual ~Endpoint() = default;
  virtual Table ask(const Question& question) = 0;  // throws Error{endpoint}
};

// `patience` bounds the connecting, and whatever the server itself does not bound.
// `operator` and `catalogue` have no address: see engine/endpoints/openers.h.
std::unique_ptr<Endpoint> open(const Address& address, std::chrono::milliseconds patience);

}  // namespace interlock
