#include "engine/cli/told.h"

#include <unistd.h>

#include "reports/json.h"

namespace interlock {

namespace {

std::string address_text(const Address& address) {
  if (address.system == System::http || address.system == System::sqlite) return address.name;
  const std::string at =
      address.socket.empty() ? address.host + ":" + address.port : address.socket;
  return address.name.empty() ? at : at + "/" + address.name;
}

Value endpoints_value(const Session& session, const Named<std::string>& products) {
  Value::List endpoints;
  for (const auto& [name, found] : session.installation.endpoints) {
    const Address& address = found.address;
    const auto product = products.find(name);
    const std::string& user =
        session.installation.user.empty() ? address.user : session.installation.user;
    const bool sql = address.system == System::postgres || address.system == System::mysql;
    endpoints.push_back(Value::Object{
        {"name", name},
        {"system", word(address.system)},
        {"product",
         product == products.end() || product->second.empty() ? Value() : Value(product->second)},
        {"address", address_text(address)},
        {"account", sql && !user.empty() ? Value(user) : Value()},
        {"from", found.from}});
  }
  return endpoints;
}

}  // namespace

Value installation_value(const Session& session, const Named<std::string>& products) {
  const Installation& place = session.installation;
  return Value::Object{{"id", place.id},
                       {"name", place.name},
                       {"root", place.root},
                       {"host", place.host},
                       {"endpoints", endpoints_value(session, products)},
                       {"problems", problems_value(place.problems)}};
}

Value told_of(const Session& session, const Options& options, const std::string& kind) {
  const Installation& place = session.installation;
  Value parameters = Value::Object{};
  for (const auto& [name, value] : place.parameters) parameters.set(name, value);
  const auto value_or_null = [&](const char* name) {
    const auto found = session.values.find(name);
    return found == session.values.end() ? Value() : Value(found->second);
  };
  return Value::Object{
      {"kind", kind},
      {"mode", options.verb == "observe" ? "observe" : "run"},
      {"program", program_version()},
      {"machine", session.machine().id},
      {"product", session.machine().product},
      {"from", place.installed},
      {"to", place.target},
      {"operator", std::to_string(::getuid())},
      {"installation", installation_value(session, {})},
      {"parameters", std::move(parameters)},
      {"given",
       Value::Object{{"at", options.at}, {"user", options.user}, {"set", list_of(options.set)}}},
      {"commit", value_or_null("commit")},
      {"work", value_or_null("work")}};
}

}  // namespace interlock
