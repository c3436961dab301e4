#include "engine/url.h"

#include <algorithm>
#include <cctype>

#include "engine/written.h"

namespace interlock {

namespace {

struct Scheme {
  std::string_view name;
  System system;
  std::string_view port;
  std::string_view form;
};

// The first of a system is the one that is written.
constexpr Scheme schemes[] = {
    {"postgresql", System::postgres, "5432", "postgresql://HOST:PORT/NAME"},
    {"postgres", System::postgres, "5432", ""},
    {"mysql", System::mysql, "3306", "mysql://HOST:PORT/NAME"},
    {"mariadb", System::mysql, "3306", ""},
    {"sqlite", System::sqlite, "", "sqlite:PATH"},
    {"redis", System::redis, "6379", "redis://HOST:PORT/NUMBER"},
    {"rediss", System::redis, "6379", ""},
    {"memcached", System::memcached, "11211", "memcached://HOST:PORT"},
    {"http", System::http, "80", "https://HOST"},
    {"https", System::http, "443", ""},
};

const Scheme* scheme_for(System system) {
  const auto* found = std::find_if(std::begin(schemes), std::end(schemes),
                                   [&](const Scheme& s) { return s.system == system; });
  return found == std::end(schemes) ? nullptr : found;
}

const Scheme* scheme_called(std::string_view name) {
  const auto* found = std::find_if(std::begin(schemes), std::end(schemes),
                                   [&](const Scheme& s) { return s.name == name; });
  return found == std::end(schemes) ? nullptr : found;
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Nothing for a % without two digits, and for what could end a line or a text early.
std::optional<std::string> decoded(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      if (i + 2 >= text.size()) return {};
      const int high = hex_digit(text[i + 1]), low = hex_digit(text[i + 2]);
      if (high < 0 || low < 0) return {};
      c = static_cast<char>(high * 16 + low);
      i += 2;
    }
    if (static_cast<unsigned char>(c) < ' ' || c == 0x7f) return {};
    result += c;
  }
  return result;
}

std::string encoded(std::string_view text, std::string_view also = {}) {
  static constexpr char digits[] = "0123456789ABCDEF";
  std::string result;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || std::string_view("-._~").find(c) != std::string_view::npos ||
        also.find(c) != std::string_view::npos)
      result += c;
    else
      (result += '%').append({digits[byte / 16], digits[byte % 16]});
  }
  return result;
}

bool port_is_sound(std::string_view port) {
  const auto number = whole_number(port);
  return port.empty() || (number && *number >= 1 && *number <= 65535 && port.front() != '+');
}

bool in_host(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return std::isalnum(byte) != 0 || byte >= 0x80 || c == '.' || c == '-' || c == '_';
}

bool take_host(std::string_view text, Url& url) {
  std::string_view host = text.substr(0, text.find(':')), after = text.substr(host.size());
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    if (end == std::string_view::npos) return false;
    host = text.substr(1, end - 1);
    after = text.substr(end + 1);
    if (host.find_first_not_of("0123456789abcdefABCDEF:.") != std::string_view::npos) return false;
  }
  if (!after.empty() && after.front() != ':') return false;
  const auto name = decoded(host);
  if (!name || (host.data() == text.data() && !std::all_of(name->begin(), name->end(), in_host)))
    return false;
  url.host = *name;
  url.port = after.substr(std::min<std::size_t>(1, after.size()));
  return port_is_sound(url.port);
}

bool take_authority(std::string_view text, Url& url) {
  const auto at = text.rfind('@');
  if (at == std::string_view::npos) return take_host(text, url);
  const std::string_view account = text.substr(0, at);
  const auto colon = account.find(':');
  const auto user = decoded(account.substr(0, colon));
  if (!user) return false;
  url.user = *user;
  if (colon != std::string_view::npos) {
    auto password = decoded(account.substr(colon + 1));
    if (!password) return false;
    url.password = Secret(std::move(*password));
  }
  return take_host(text.substr(at + 1), url);
}

bool take_query(std::string_view text, Url& url) {
  while (!text.empty()) {
    const std::string_view part = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(part.size() + 1, text.size()));
    const auto equals = std::min(part.find('='), part.size());
    const auto key = decoded(part.substr(0, equals));
    const auto value = decoded(part.substr(std::min(equals + 1, part.size())));
    if (!key || !value || key->empty() || !url.query.emplace(*key, *value).second) return false;
  }
  return true;
}

std::string http_text(const Url& url) {
  const bool six = url.host.find(':') != std::string::npos;
  std::string text = url.scheme + "://" + (six ? "[" + url.host + "]" : url.host);
  if (!url.port.empty()) text += ":" + url.port;
  return text + encoded(url.path, "/:@!$&'()*+,;=");
}

// sslmode is PostgreSQL's word, taken for the others too.
void put_tls(const std::string& mode, Address& address, std::vector<std::string>& wrong) {
  if (mode == "verify-full")
    address.tls = true;
  else if (mode == "disable")
    address.tls = false;
  else
    wrong.push_back("sslmode is verify-full or disable: anything between verifies nobody.");
}

void put_query(const Url& url, Address& address, std::vector<std::string>& wrong) {
  for (const auto& [key, value] : url.query) {
    if (address.system == System::http)
      wrong.push_back("The URL of a web site has no \"?\" here.");
    else if (key == "sslmode")
      put_tls(value, address, wrong);
    else if (key == "sslrootcert")
      address.authority = value;
    else if ((key == "socket" || key == "host") && value.starts_with('/'))
      address.socket = value;
    else
      wrong.push_back("\"" + key +
                      "\" has no meaning here; known are socket, sslmode, sslrootcert.");
  }
}

}  // namespace

std::optional<Url> url_of(std::string_view written) {
  const auto colon = written.find(':');
  if (colon == std::string_view::npos || colon == 0) return {};
  Url url;
  for (const char c : written.substr(0, colon)) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) == 0 && c != '+' && c != '-' && c != '.') return {};
    url.scheme += static_cast<char>(std::tolower(byte));
  }
  std::string_view rest = written.substr(colon + 1);
  if (url.scheme == "sqlite") {
    if (rest.starts_with("//")) rest.remove_prefix(2);
    if (rest.empty() || rest.find_first_of(std::string_view("\0\n", 2)) != rest.npos) return {};
    url.path = rest;
    return url;
  }
  if (!rest.starts_with("//") || rest.find('#') != std::string_view::npos) return {};
  rest.remove_prefix(2);
  const auto question = std::min(rest.find('?'), rest.size());
  const std::string_view before = rest.substr(0, question);
  const auto slash = std::min(before.find('/'), before.size());
  const auto path = decoded(before.substr(slash));
  if (!path || !take_authority(before.substr(0, slash), url) ||
      !take_query(rest.substr(std::min(question + 1, rest.size())), url))
    return {};
  url.path = *path;
  return url;
}

std::optional<System> system_of(std::string_view scheme) {
  const Scheme* known = scheme_called(scheme);
  return known == nullptr ? std::nullopt : std::optional(known->system);
}

std::string_view url_form(System system) {
  const Scheme* known = scheme_for(system);
  return known == nullptr ? std::string_view("URL") : known->form;
}

std::vector<std::string> put(const Url& url, Address& address) {
  std::vector<std::string> wrong;
  if (!url.host.empty()) {
    address.host = url.host;
    address.socket.clear();
  }
  if (!url.port.empty()) address.port = url.port;
  if (!url.user.empty()) address.user = url.user;
  if (url.scheme == "sqlite")
    address.name = url.path;
  else if (address.system == System::http)
    address.name = http_text(url);
  else if (url.path.size() > 1)
    address.name = url.path.substr(1);
  if (address.system == System::http) {
    if (url.host.empty()) wrong.emplace_back("It names no host.");
    address.tls = url.scheme == "https";
    address.port = url.port;
  }
  if (url.scheme == "rediss") address.tls = true;
  if (address.system == System::redis && !address.name.empty() && !whole_number(address.name))
    wrong.emplace_back("After the slash stands the number of the database.");
  put_query(url, address, wrong);
  return wrong;
}

std::string written(const Address& address) {
  const Scheme* known = scheme_for(address.system);
  if (known == nullptr || address.system == System::http) return address.name;
  if (address.system == System::sqlite) return "sqlite:" + address.name;
  std::string text = std::string(known->name) + "://";
  if (!address.user.empty()) text += encoded(address.user) + "@";
  if (address.socket.empty()) {
    const bool six = address.host.find(':') != std::string::npos;
    text += six ? "[" + address.host + "]" : encoded(address.host);
    if (!address.port.empty()) text += ":" + address.port;
  }
  if (!address.name.empty()) text += "/" + encoded(address.name);
  if (!address.socket.empty()) text += "?socket=" + encoded(address.socket, "/");
  return text;
}

void complete(Address& address) {
  const Scheme* known = address.system == System::http && address.tls ? scheme_called("https")
                                                                      : scheme_for(address.system);
  if (known != nullptr && address.port.empty()) address.port = known->port;
}

}  // namespace interlock
