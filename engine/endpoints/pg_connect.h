#pragma once

#include <chrono>

#include "engine/endpoint.h"

struct pg_conn;

namespace interlock {

// A connection to PostgreSQL for a session that only reads: its limits are set,
// TLS is verified if it was asked for. Throws Error{endpoint} with the SQLSTATE, or
// 08001 where there is none. pqxx tells no code of a refused connection, and waits
// at least 2 s for each address of a host; so libpq is asked itself.
pg_conn* pg_connect(const Address& at, std::chrono::milliseconds patience);

}  // namespace interlock
