#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/endpoint.h"

namespace interlock {

// The parts of a URL, percent-decoded; empty where a part is not there.
struct Url {
  std::string scheme;  // small letters
  std::string user;
  std::optional<Secret> password;
  std::string host;  // IPv6 without its brackets
  std::string port;  // 1 to 65535
  std::string path;  // with its leading slash; of sqlite: all that follows, as it is
  std::map<std::string, std::string, std::less<>> query;
};

// Nothing if it is no URL, has a fragment, or says something twice.
std::optional<Url> url_of(std::string_view written);

// "postgresql" is postgres, "https" is http; nothing for others.
std::optional<System> system_of(std::string_view scheme);

// How the URL of such a system looks, for remedies: "mysql://HOST:PORT/NAME".
std::string_view url_form(System system);

// Puts into the address what the URL says; what it leaves out stays. Gives a sentence for
// each part that has no meaning there. The password is left to the caller.
std::vector<std::string> put(const Url& url, Address& address);

// The address as a URL, without its password.
std::string written(const Address& address);

// Puts in the usual port if there is none.
void complete(Address& address);

}  // namespace interlock
