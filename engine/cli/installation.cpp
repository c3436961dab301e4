#include "engine/cli/installation.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "engine/cli/addresses.h"
#include "engine/cli/installation_file.h"
#include "engine/cli/overrides.h"
#include "engine/cli/refused.h"
#include "engine/cli/secrets.h"
#include "engine/digest.h"
#include "engine/trusted.h"
#include "engine/url.h"

namespace interlock {

namespace {

namespace fs = std::filesystem;

using Problems = std::vector<Problem>;

void refuse(const Problems& problems) {
  if (problems.empty()) return;
  const auto line = [](const Problem& problem) {
    return problem.where.empty() ? problem.what : problem.where + ": " + problem.what;
  };
  if (problems.size() == 1)
    throw Error(Error::Kind::input, line(problems.front()), problems.front().hint);
  throw Refused(std::to_string(problems.size()) + " things that were given are wrong.", problems);
}

InstallationFile file_at(const std::string& path, const Machine& machine, const Read& read,
                         Problems& problems) {
  if (path.empty()) return {};
  const auto text = read(path);
  if (!text) {
    problems.push_back({path, "This file is not there, or may not be read."});
    return {};
  }
  if (const std::string why = ::geteuid() == 0 ? written_by_others(path) : ""; !why.empty())
    problems.push_back({path, why + " Its commands would be run as root.",
                        "chown root " + path + "; chmod go-w " + path});
  if (text->find_first_not_of(" \t\r\n") == std::string::npos) {
    problems.push_back({path, "This file is empty."});
    return {};
  }
  Problems found;
  InstallationFile file = installation_file(*text, machine, found);
  for (Problem& problem : found) {
    problem.where = path + " " + problem.where;
    problems.push_back(std::move(problem));
  }
  return file;
}

std::string root_of(const std::array<std::string_view, 3>& wishes, Problems& problems) {
  std::string wish(".");
  for (const std::string_view one : wishes)
    if (!one.empty()) {
      wish = one;
      break;
    }
  std::error_code failure;
  fs::path root = fs::absolute(wish, failure).lexically_normal();
  if (!root.has_filename()) root = root.parent_path();
  if (!fs::is_directory(root, failure))
    problems.push_back({"--root", "There is no folder " + root.string() + "."});
  return root.string();
}

// The account that asks has one name; each database may have another password for it.
void settle_asker(const SecretSources& sources, Installation& installation) {
  if (installation.user.empty()) return;
  for (const auto& [name, found] : installation.endpoints)
    if (found.address.system == System::postgres || found.address.system == System::mysql)
      installation.passwords[name] = sources.of_asker(installation.user, name, found.address);
}

void settle_secrets(const Machine& machine, const InstallationFile& file,
                    const SecretSources& sources, Installation& installation) {
  Names names = secrets_in(machine);
  for (const auto& [name, unused] : machine.endpoints) names.insert(name);
  for (const auto& [name, unused] : file.secrets) names.insert(name);
  for (const auto& [name, unused] : installation.secrets) names.insert(name);
  for (const std::string& name : names)
    if (auto secret = sources.called(name))
      installation.secrets.insert_or_assign(name, std::move(*secret));
  for (auto& [name, found] : installation.endpoints) {
    const auto own = installation.secrets.find(name);
    if (own != installation.secrets.end()) found.address.password = own->second;
    if (found.address.system != System::http) continue;
    for (const auto& [secret, value] : installation.secrets)
      if (!machine.endpoints.contains(secret))
        found.address.secrets.insert_or_assign(secret, value);
  }
  for (const std::string& name : secrets_in(machine))
    if (!installation.secrets.contains(name))
      installation.problems.push_back({name, "This secret was not found.",
                                       "Put it into the environment: " + secret_variable(name)});
  settle_asker(sources, installation);
  for (const auto& [unused, place] : file.secrets)
    if (!place.env.empty()) installation.secret_variables.push_back(place.env);
}

Values values_at_hand(const Installation& installation) {
  Values values;
  const auto know = [&](const std::string& name, const std::string& value) {
    if (!value.empty()) values[name] = value;
  };
  know("root", installation.root);
  know("installed", installation.installed);
  know("target", installation.target);
  for (const auto& [name, found] : installation.endpoints) {
    const Address& address = found.address;
    values[name + ".host"] = address.host;
    values[name + ".port"] = address.port;
    values[name + ".socket"] = address.socket;
    values[name + ".name"] = address.name;
    values[name + ".user"] = address.user;
    values[name + ".url"] = written(address);
  }
  return values;
}

bool is_known(const std::string& text, const Values& values) {
  const Texts names = variables_in(text);
  return std::all_of(names.begin(), names.end(),
                     [&](const std::string& name) { return values.contains(name); });
}

// Puts into `values` the parameters, and the defaults of those that nobody gave. A default
// may speak of other parameters, in any order; one that cannot be told yet stays out.
void add_parameters(const Machine& machine, const Installation& installation, Values& values) {
  for (const auto& [name, value] : installation.parameters) values[name] = value;
  for (bool more = true; more;) {
    more = false;
    for (const auto& [name, parameter] : machine.parameters) {
      if (values.contains(name) || !parameter.fallback) continue;
      if (!is_known(*parameter.fallback, values)) continue;
      values[name] = filled(*parameter.fallback, values);
      more = true;
    }
  }
}

void settle_parameters(const Machine& machine, Installation& installation) {
  Values values = values_at_hand(installation);
  add_parameters(machine, installation, values);
  for (const auto& [name, unused] : machine.parameters)
    if (const auto value = values.find(name); value != values.end())
      installation.parameters[name] = value->second;
}

void identify(const Machine& machine, const std::string& root, Installation& installation) {
  installation.root = root;
  installation.id = hex_of(machine.product + "\n" + fs::canonical(root).string()).substr(0, 16);
  std::array<char, 256> host = {};
  ::gethostname(host.data(), host.size() - 1);
  installation.host = host.data();
}

// The later word counts: discovery's, the file's, the command line's.
void put_texts(const InstallationFile& file, const Overrides& set, Installation& installation) {
  if (!file.name.empty()) installation.name = file.name;
  if (installation.name.empty())
    installation.name = fs::path(installation.root).filename().string();
  if (!file.installed.empty()) installation.installed = file.installed;
  if (!set.installed.empty()) installation.installed = set.installed;
  installation.commands = file.commands;
  for (const auto& [name, value] : file.parameters) installation.parameters[name] = value;
  for (const auto& [name, value] : set.parameters) installation.parameters[name] = value;
}

}  // namespace

Installation installation_of(const Machine& machine, const Given& given,
                             const Environment& environment, const Read& read,
                             const Containers& containers) {
  Problems problems;
  const InstallationFile file = file_at(given.at, machine, read, problems);
  const Overrides set = overrides_of(given.set, machine, problems);
  const std::string root = root_of({given.root, set.root, file.root}, problems);
  refuse(problems);

  Installation installation = discover(machine.discover, root, read);
  keep_declared(machine, installation);
  identify(machine, root, installation);
  put_texts(file, set, installation);
  installation.target = given.to;
  installation.user = given.user;
  put_endpoints(file, given.at, set, machine, installation, problems);
  settle_endpoints(machine, installation);
  settle_secrets(machine, file, {environment, read, file.secrets, problems}, installation);
  settle_containers(containers, installation);
  settle_parameters(machine, installation);
  refuse(problems);
  return installation;
}

Texts missing_parameters(const Machine& machine, const Installation& installation) {
  Texts missing;
  for (const auto& [name, parameter] : machine.parameters)
    if (!parameter.fallback && !installation.parameters.contains(name)) missing.push_back(name);
  return missing;
}

Values values_of(const Machine& machine, const Installation& installation, const std::string& run,
                 const std::string& work, const std::string& commit) {
  Values values = values_at_hand(installation);
  std::string id;
  std::copy_if(run.begin(), run.end(), std::back_inserter(id), [](char c) { return c != '-'; });
  if (!id.empty()) values["run"] = id;
  if (!work.empty()) values["work"] = work;
  if (!commit.empty()) values["commit"] = commit;
  add_parameters(machine, installation, values);
  return values;
}

Names found_in(const Installation& installation) {
  Names names = {"files", "host", "operator", "catalogue"};
  for (const auto& [name, unused] : installation.endpoints) names.insert(name);
  return names;
}

}  // namespace interlock
