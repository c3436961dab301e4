#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <string>

#include "engine/endpoint.h"

// The throwaway servers that tests/servers.sh starts and names in the environment.
namespace interlock::live {

std::string env(const char* name);  // empty if it is not set

// As the account that may do everything, over TCP, in a database that is always
// there. Without a port if no such server is named.
Address postgres();
Address mysql();
Address redis();
Address memcached();

// With the account that needs its password.
Address as_clerk(Address address);

// "answered", or the code of the Error, and the whole of it.
std::string code_of(const Address& address, const Question& question);
std::string said_of(const Address& address, const Question& question);
std::string said_by(Endpoint& session, const Question& question);

// How long that took.
std::chrono::milliseconds time_of(const std::function<void()>& what);

// Skips what follows in this test if its server is not there.
#define INTERLOCK_NEEDS(address) \
  if ((address).port.empty()) GTEST_SKIP() << "tests/servers.sh has not started this server"

}  // namespace interlock::live
