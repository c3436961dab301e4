#pragma once

#include <span>
#include <string>
#include <string_view>

#include "engine/endpoint.h"
#include "engine/error.h"

namespace interlock {

// How people are told what a driver says: a plain sentence that names the place,
// before the driver's own text, which may be in any language. No sentence holds a
// password.

// "the database at 127.0.0.1:3306", "Redis at /run/redis.sock".
std::string place_of(const Address& address);

// A URL without what stands before an @ in front of its host.
std::string without_account(std::string_view url);

// The number of the port; throws Error if there is none.
int port_of(const Address& address);

// The certificates to trust: those of the address, or the system's. Throws Error
// if there are none.
std::string authority_of(const Address& address);

// "0.5 s", "5 s", "120 s".
std::string seconds_in(std::chrono::milliseconds time);

// What a driver says of a failure.
struct Failure {
  std::string code;
  std::string text;
};

// What people are told instead, or before it: {user} and {name} are filled in.
struct Cause {
  std::string_view sign;  // the code; or, if it is not only letters and digits, a part of the text
  std::string_view why;
};

// "cannot connect to PLACE: WHY" (a file: "cannot open"), or the driver's text where no
// cause fits.
Error no_connection(const Address& address, const Failure& failure, std::span<const Cause> causes);

// "PLACE refused the question: WHY: TEXT"
Error refusal(const std::string& place, const Failure& failure, std::span<const Cause> causes);

// "PLACE did not answer within 5 s"
Error too_late(const std::string& place, std::chrono::milliseconds patience, std::string code);

// "the connection to PLACE was lost: TEXT"
Error lost(const std::string& place, const Failure& failure);

}  // namespace interlock
