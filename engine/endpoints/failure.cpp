#include "engine/endpoints/failure.h"

#include <fmt/args.h>
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <filesystem>

#include "engine/written.h"

namespace interlock {

namespace {

std::string_view noun(System system) {
  switch (system) {
    case System::postgres:
    case System::mysql:
    case System::sqlite: return "the database";
    case System::redis: return "Redis";
    case System::memcached: return "memcached";
    case System::http: return "the web server";
    case System::files:
    case System::host:
    case System::operator_:
    case System::catalogue: break;
  }
  return word(system);
}

std::size_t host_begins(std::string_view url) {
  const auto scheme = url.find("://");
  return scheme == std::string_view::npos ? 0 : scheme + 3;
}

std::size_t host_ends(std::string_view url) {
  return std::min(url.find_first_of("/?#", host_begins(url)), url.size());
}

std::string_view first_line(std::string_view text) {
  text = text.substr(0, text.find('\n'));
  const auto end = text.find_last_not_of(" \t\r.");
  return end == std::string_view::npos ? std::string_view{} : text.substr(0, end + 1);
}

std::string not_connected(const Address& at) {
  return (at.system == System::sqlite ? "cannot open " : "cannot connect to ") + place_of(at) +
         ": ";
}

bool is_code(std::string_view sign) {
  return std::all_of(sign.begin(), sign.end(),
                     [](unsigned char c) { return std::isalnum(c) != 0; });
}

std::string_view why(const Failure& failure, std::span<const Cause> causes) {
  for (const Cause& cause : causes)
    if (is_code(cause.sign) ? cause.sign == failure.code
                            : failure.text.find(cause.sign) != std::string::npos)
      return cause.why;
  return {};
}

}  // namespace

std::string without_account(std::string_view url) {
  const auto begin = host_begins(url), end = host_ends(url);
  const auto account = url.substr(begin, end - begin).rfind('@');
  if (account == std::string_view::npos) return std::string(url);
  return std::string(url.substr(0, begin)) + std::string(url.substr(begin + account + 1));
}

std::string place_of(const Address& at) {
  std::string where;
  if (at.system == System::http)
    where = without_account(at.name).substr(0, host_ends(without_account(at.name)));
  else if (at.system == System::sqlite)
    where = at.name;
  else
    where = at.socket.empty() ? at.host + ":" + at.port : at.socket;
  return std::string(noun(at.system)) + " at " + where;
}

int port_of(const Address& address) {
  const auto port = whole_number(address.port);
  if (port && *port > 0 && *port < 65536) return static_cast<int>(*port);
  throw Error(Error::Kind::endpoint, not_connected(address) + "'" + address.port + "' is no port");
}

std::string authority_of(const Address& address) {
  if (!address.authority.empty()) return address.authority;
  for (const auto* usual : {"/etc/ssl/certs/ca-certificates.crt",
                            "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem"})
    if (std::error_code none; std::filesystem::exists(usual, none)) return usual;
  throw Error(Error::Kind::endpoint,
              not_connected(address) + "no certificates to trust were found here");
}

std::string seconds_in(std::chrono::milliseconds time) {
  return fmt::format("{:.4g} s", static_cast<double>(time.count()) / 1000);
}

Error no_connection(const Address& address, const Failure& failure, std::span<const Cause> causes) {
  const std::string_view known = why(failure, causes);
  const std::string reason = known.empty()
                                 ? std::string(first_line(failure.text))
                                 : fmt::format(fmt::runtime(known), fmt::arg("user", address.user),
                                               fmt::arg("name", address.name));
  return {Error::Kind::endpoint, not_connected(address) + reason, {}, failure.code};
}

Error refusal(const std::string& place, const Failure& failure, std::span<const Cause> causes) {
  const std::string_view known = why(failure, causes);
  return {Error::Kind::endpoint,
          fmt::format("{} refused the question: {}{}{}", place, known, known.empty() ? "" : ": ",
                      first_line(failure.text)),
          {},
          failure.code};
}

Error too_late(const std::string& place, std::chrono::milliseconds patience, std::string code) {
  return {Error::Kind::endpoint,
          place + " did not answer within " + seconds_in(patience),
          {},
          std::move(code)};
}

Error lost(const std::string& place, const Failure& failure) {
  return {Error::Kind::endpoint,
          fmt::format("the connection to {} was lost: {}", place, first_line(failure.text)),
          {},
          failure.code};
}

}  // namespace interlock
