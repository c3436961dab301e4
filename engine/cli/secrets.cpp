#include "engine/cli/secrets.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>

namespace interlock {

namespace {

std::string_view take_line(std::string_view& text) {
  std::string_view line = text.substr(0, text.find('\n'));
  text.remove_prefix(std::min(line.size() + 1, text.size()));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front())) != 0)
    text.remove_prefix(1);
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back())) != 0)
    text.remove_suffix(1);
  return text;
}

Secret first_line(std::string text) {
  if (text.ends_with('\n')) text.pop_back();
  if (text.ends_with('\r')) text.pop_back();
  return Secret(std::move(text));
}

// One line of a .pgpass: host, port, database, user, password; \: and \\ are themselves.
std::array<std::string, 5> fields_of(std::string_view line) {
  std::array<std::string, 5> fields;
  std::size_t at = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\\' && i + 1 < line.size())
      fields[at] += line[++i];
    else if (line[i] == ':' && at < 4)
      ++at;
    else
      fields[at] += line[i];
  }
  return fields;
}

// As option files of MySQL have it: \\ \" \' \s and the like; others stand for themselves.
std::string unescaped(std::string_view value) {
  constexpr std::string_view letters = "btnrs\"'\\", meant = "\b\t\n\r \"'\\";
  std::string text;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const auto letter = value[i] == '\\' && i + 1 < value.size() ? letters.find(value[i + 1])
                                                                 : std::string_view::npos;
    text += letter == std::string_view::npos ? value[i] : meant[letter];
    if (letter != std::string_view::npos) ++i;
  }
  return text;
}

void add_secrets(std::string_view text, Names& names) {
  for (const std::string& name : variables_in(text))
    if (name.starts_with("secret:")) names.insert(name.substr(7));
}

void add_secrets(const Arguments& arguments, Names& names) {
  for (const auto& [unused, argument] : arguments)
    if (const auto* text = std::get_if<std::string>(&argument)) add_secrets(*text, names);
}

void add_secrets(const Named<std::string>& env, Names& names) {
  for (const auto& [unused, text] : env) add_secrets(text, names);
}

}  // namespace

std::string secret_variable(std::string_view name) {
  std::string variable = "INTERLOCK_SECRET_";
  for (const char c : name)
    variable += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return variable;
}

bool open_to_others(const std::string& path, unsigned bits) {
  struct stat seen = {};
  return ::stat(path.c_str(), &seen) == 0 && (seen.st_mode & bits) != 0;
}

std::optional<std::string> SecretSources::private_file(const std::string& path,
                                                       unsigned bits) const {
  auto text = read(path);
  if (!text || !open_to_others(path, bits)) return text;
  problems.push_back(
      {path, "Others may read this file, and a secret stands in it.", "chmod 600 " + path});
  return {};
}

std::optional<Secret> SecretSources::called(const std::string& name) const {
  if (auto value = environment(secret_variable(name))) return Secret(std::move(*value));
  if (const auto folder = environment("CREDENTIALS_DIRECTORY"))
    if (auto text = read(*folder + "/" + name)) return first_line(std::move(*text));
  const auto place = places.find(name);
  if (place == places.end()) return {};
  if (!place->second.env.empty()) {
    if (auto value = environment(place->second.env)) return Secret(std::move(*value));
    problems.push_back({"/secrets/" + name, "The environment has no " + place->second.env + "."});
    return {};
  }
  const std::size_t before = problems.size();
  if (auto text = private_file(place->second.file, S_IROTH | S_IWOTH))
    return first_line(std::move(*text));
  if (problems.size() == before)
    problems.push_back(
        {"/secrets/" + name, place->second.file + " is not there, or may not be read."});
  return {};
}

Secret SecretSources::of_asker(const std::string& user, const std::string& endpoint,
                               const Address& database) const {
  for (const std::string& variable : {secret_variable("user_" + endpoint), secret_variable("user")})
    if (auto value = environment(variable)) return Secret(std::move(*value));
  const auto home = environment("HOME");
  std::optional<std::string> password;
  if (database.system == System::postgres) {
    const auto file = environment("PGPASSFILE");
    if (!file && !home) return {};
    if (const auto text = private_file(file ? *file : *home + "/.pgpass", S_IRWXG | S_IRWXO))
      password = pgpass_password(*text, database, user);
  }
  if (database.system == System::mysql && home)
    if (const auto text = private_file(*home + "/.my.cnf", S_IROTH | S_IWOTH))
      password = my_cnf_password(*text, user);
  return password ? Secret(std::move(*password)) : Secret();
}

void take_from_programs(const Texts& more, Named<Secret>& taken) {
  Texts names = more;
  for (char** entry = environ; entry && *entry; ++entry)
    if (const std::string_view text = *entry; text.starts_with("INTERLOCK_SECRET_"))
      names.emplace_back(text.substr(0, text.find('=')));
  for (const std::string& name : names) {
    if (const char* value = std::getenv(name.c_str())) taken.emplace(name, Secret(value));
    ::unsetenv(name.c_str());
  }
}

std::optional<std::string> pgpass_password(std::string_view text, const Address& database,
                                           std::string_view user) {
  const std::array<std::string_view, 4> wanted = {
      database.socket.empty() ? std::string_view(database.host) : "localhost", database.port,
      database.name, user};
  while (!text.empty()) {
    const std::string_view line = take_line(text);
    if (line.empty() || line.front() == '#') continue;
    const auto fields = fields_of(line);
    const bool matches = std::equal(wanted.begin(), wanted.end(), fields.begin(),
                                    [](std::string_view want, const std::string& field) {
                                      return field == "*" || field == want;
                                    });
    if (matches) return fields[4];
  }
  return {};
}

std::optional<std::string> my_cnf_password(std::string_view text, std::string_view user) {
  std::optional<std::string> password;
  bool in_client = false;
  bool another = false;
  while (!text.empty()) {
    const std::string_view line = trimmed(take_line(text));
    if (line.starts_with('[')) in_client = line == "[client]";
    const auto equals = line.find('=');
    if (!in_client || equals == std::string_view::npos) continue;
    const std::string_view key = trimmed(line.substr(0, equals));
    std::string_view value = trimmed(line.substr(equals + 1));
    const bool quoted = value.size() >= 2 && (value.front() == '"' || value.front() == '\'') &&
                        value.back() == value.front();
    if (quoted) value = value.substr(1, value.size() - 2);
    if (key == "user") another = value != user;
    if (key == "password") password = unescaped(value);
  }
  return another ? std::nullopt : password;
}

Names secrets_in(const Machine& machine) {
  Names names;
  add_secrets(machine.with, names);
  for (const auto& [unused, alias] : machine.commands) add_secrets(alias.env, names);
  for (const Transition& transition : machine.transitions) {
    for (const Command& command : transition.run) {
      add_secrets(command.env, names);
      add_secrets(command.input, names);
    }
    for (const Guards* guards : {&transition.require, &transition.hold, &transition.ensure})
      for (const Guard& guard : *guards) add_secrets(guard.with, names);
  }
  return names;
}

}  // namespace interlock
