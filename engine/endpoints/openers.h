#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "engine/catalogue.h"
#include "engine/endpoint.h"

namespace interlock {

// Each connects within its patience, but never longer than usual_patience: an hour
// for one question is no hour for a server that is down.
using OpenerFor = std::unique_ptr<Endpoint>(const Address&, std::chrono::milliseconds patience);

OpenerFor open_postgres, open_mysql, open_sqlite, open_redis, open_memcached, open_http, open_files,
    open_host;

// How far a long reading has come: bytes of `total`, which is 0 if it is not known.
struct Reading {
  std::string what;
  std::uint64_t done = 0;
  std::uint64_t total = 0;
};
// Called at most ten times a second, on the session's thread; false: do not go on.
using Progress = std::function<bool(const Reading&)>;

// Remembers the dumps that were read whole; sessions that share one read none twice.
class ReadDumps;
std::shared_ptr<ReadDumps> no_dumps_yet();

// `known` may be null.
std::unique_ptr<Endpoint> open_files(const std::string& root, Progress progress,
                                     std::shared_ptr<ReadDumps> known = {});

// `programs`: what the steps need there, by name or path.
std::unique_ptr<Endpoint> open_host(const std::string& root, Texts programs);

// What the operator said to a question, and who he was.
struct OperatorAnswer {
  std::string question;
  std::string said;  // yes, no
  std::string by;
  Moment at;
};
std::unique_ptr<Endpoint> open_operator(std::vector<OperatorAnswer> answers);

// Catalogue and hops must outlive it.
std::unique_ptr<Endpoint> open_catalogue(const Catalogue& catalogue, const std::vector<Hop>& hops,
                                         const std::string& installed, const std::string& target);

}  // namespace interlock
