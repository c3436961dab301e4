#include "engine/endpoints/pg_connect.h"

#include <libpq-fe.h>
#include <poll.h>

#include <algorithm>
#include <memory>

#include "engine/endpoints/failure.h"

namespace interlock {

namespace {

using Clock = std::chrono::steady_clock;

struct Finish {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};

constexpr Cause causes[] = {
    {"28P01", "the password of {user} was refused"},
    {"28000", "{user} may not connect from here"},
    {"3D000", "there is no database {name}"},
    {"42501", "{user} may not use the database {name}"},
    {"53300", "all of its connections are taken"},
    {"57P03", "it is starting up, or shutting down"},
    {"Connection refused", "refused (nothing listens there)"},
    {"could not translate host name", "there is no such host"},
    {"No such file or directory", "there is no such socket"},
    {"no password supplied", "{user} needs a password"},
    {"certificate verify failed", "its certificate is not signed by an authority that is trusted"},
    {"server certificate for", "its certificate is for another host"},
    {"does not support SSL", "it offers no TLS"},
};

// What is set here, and is not empty, counts more than environment variables and service
// files; PGHOSTADDR would count more than `host` (libpq, 34.1.2) and is dropped in main().
struct Options {
  std::vector<const char*> names, values;
  void set(const char* name, const std::string& value) {
    names.push_back(name);
    values.push_back(value.c_str());
  }
  void set(const char* name, std::string&& value) = delete;  // it would be gone too early
  void set(const char* name, const char* value) {
    names.push_back(name);
    values.push_back(value);
  }
};

// With this the messages name their SQLSTATE: "FATAL:  28P01: password ...".
Failure failure_in(const std::string& text) {
  const auto is_code = [](std::string_view word) {
    return std::all_of(word.begin(), word.end(),
                       [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); });
  };
  for (auto at = text.find(":  "); at != std::string::npos; at = text.find(":  ", at + 1))
    if (text.size() > at + 10 && text.compare(at + 8, 2, ": ") == 0 &&
        is_code(std::string_view(text).substr(at + 3, 5)))
      return {text.substr(at + 3, 5), text.substr(at + 10)};
  return {"08001", text};
}

PGconn* started(const Address& at, std::chrono::milliseconds patience) {
  const std::string host = at.socket.empty() ? at.host : at.socket;
  const std::string mode = at.tls ? "verify-full" : "prefer";
  const std::string authority = at.tls ? authority_of(at) : "";
  // Without row_security a policy that would hide rows is an error, not a smaller answer.
  // To compile a question takes longer than most take.
  const std::string limits =
      "-c default_transaction_read_only=on -c row_security=off -c jit=off -c lock_timeout=1000 "
      "-c statement_timeout=" +
      std::to_string(patience.count());
  Options options;
  options.set("host", host);
  options.set("port", at.port);
  options.set("dbname", at.name);
  options.set("user", at.user);
  options.set("password", at.password.reveal());
  options.set("sslmode", mode);
  options.set("sslrootcert", authority);
  options.set("gssencmode", "disable");
  options.set("client_encoding", "UTF8");
  options.set("application_name", "interlock");
  options.set("options", limits);
  options.names.push_back(nullptr);
  options.values.push_back(nullptr);
  return PQconnectStartParams(options.names.data(), options.values.data(), 0);
}

// Whether it was connected in time.
bool finished(PGconn* connection, Clock::time_point until) {
  auto next = PGRES_POLLING_WRITING;
  while (next == PGRES_POLLING_READING || next == PGRES_POLLING_WRITING) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now()).count();
    pollfd ready{PQsocket(connection),
                 next == PGRES_POLLING_READING ? short{POLLIN} : short{POLLOUT}, 0};
    if (left <= 0 || ::poll(&ready, 1, static_cast<int>(left)) == 0) return false;
    next = PQconnectPoll(connection);
  }
  return true;
}

}  // namespace

PGconn* pg_connect(const Address& at, std::chrono::milliseconds patience) {
  const auto limit = std::min(patience, usual_patience);
  const auto until = Clock::now() + limit;
  std::unique_ptr<PGconn, Finish> connection(started(at, patience));
  if (!connection) throw no_connection(at, {"08001", "out of memory"}, {});
  PQsetErrorVerbosity(connection.get(), PQERRORS_VERBOSE);
  if (PQstatus(connection.get()) != CONNECTION_BAD && !finished(connection.get(), until))
    throw no_connection(at, {"08001", "no answer within " + seconds_in(limit)}, {});
  if (PQstatus(connection.get()) != CONNECTION_OK)
    throw no_connection(at, failure_in(PQerrorMessage(connection.get())), causes);
  PQsetErrorVerbosity(connection.get(), PQERRORS_DEFAULT);
  return connection.release();
}

}  // namespace interlock
