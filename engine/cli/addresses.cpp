#include "engine/cli/addresses.h"

#include "engine/url.h"

namespace interlock {

namespace {

Found& endpoint_to_change(const std::string& name, const Machine& machine, std::string_view from,
                          Installation& installation) {
  Found& found = installation.endpoints[name];
  found.address.system = machine.endpoints.at(name).system;
  found.from = from;
  return found;
}

void put_written(const WrittenEndpoint& written, Address& address) {
  const Address& said = written.address;
  if (!said.host.empty()) {
    address.host = said.host;
    address.socket.clear();
  }
  if (!said.port.empty()) address.port = said.port;
  if (!said.socket.empty()) address.socket = said.socket;
  if (!said.name.empty()) address.name = said.name;
  if (!said.user.empty()) address.user = said.user;
  if (!said.authority.empty()) address.authority = said.authority;
  if (written.says_tls) address.tls = said.tls;
}

// What an address must have for its kind of system.
std::string lacking(const Address& address) {
  const bool somewhere = !address.host.empty() || !address.socket.empty();
  switch (address.system) {
    case System::postgres:
    case System::mysql:
      if (!somewhere) return "host";
      return address.name.empty() ? "database" : "";
    case System::redis:
    case System::memcached: return somewhere ? "" : "host";
    case System::sqlite:
    case System::http: return address.name.empty() ? "address" : "";
    case System::files:
    case System::host:
    case System::operator_:
    case System::catalogue: return "";
  }
  return "";
}

std::string set_remedy(const std::string& name, System system) {
  return "Give it: --set " + name + "=" + std::string(url_form(system));
}

// A web site of which only host and port were said; a path that is below the root.
void finish(Address& address, const std::string& root) {
  if (address.system == System::http && address.name.empty() && !address.host.empty())
    address.name = (address.tls ? "https://" : "http://") + address.host +
                   (address.port.empty() ? "" : ":" + address.port);
  if (address.system == System::sqlite && !address.name.empty() && address.name.front() != '/')
    address.name = root + "/" + address.name;
  complete(address);
}

}  // namespace

void keep_declared(const Machine& machine, Installation& installation) {
  std::erase_if(installation.parameters,
                [&](const auto& one) { return !machine.parameters.contains(one.first); });
  std::erase_if(installation.endpoints, [&](const auto& one) {
    const auto declared = machine.endpoints.find(one.first);
    return declared == machine.endpoints.end() ||
           declared->second.system != one.second.address.system;
  });
}

// NOLINTNEXTLINE(readability-function-size): each is a source or a result of its own
void put_endpoints(const InstallationFile& file, const std::string& at, const Overrides& set,
                   const Machine& machine, Installation& installation,
                   std::vector<Problem>& problems) {
  for (const auto& [name, written] : file.endpoints) {
    Found& found = endpoint_to_change(name, machine, at, installation);
    put_written(written, found.address);
    if (written.url.empty()) continue;
    const std::string where = at + " /endpoints/" + name;
    if (const auto url = endpoint_url(written.url, name, found.address.system, where, problems))
      put(*url, found.address);
  }
  for (const auto& [name, url] : set.endpoints)
    put(url, endpoint_to_change(name, machine, "--set", installation).address);
}

void settle_endpoints(const Machine& machine, Installation& installation) {
  for (const auto& [name, declared] : machine.endpoints) {
    const auto found = installation.endpoints.find(name);
    if (found != installation.endpoints.end()) finish(found->second.address, installation.root);
    std::string what;
    if (found == installation.endpoints.end()) {
      if (!declared.optional) what = "This endpoint was not found.";
    } else if (const auto part = lacking(found->second.address); !part.empty()) {
      what = "What was found names no " + part + ".";
      installation.endpoints.erase(found);
    }
    if (!what.empty())
      installation.problems.push_back({name, what, set_remedy(name, declared.system)});
  }
}

}  // namespace interlock
