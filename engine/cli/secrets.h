#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/cli/installation.h"
#include "engine/cli/installation_file.h"

namespace interlock {

// Whether somebody else than the owner, by `bits` as in S_IROTH, may use the file.
bool open_to_others(const std::string& path, unsigned bits);

// "INTERLOCK_SECRET_DATABASE" for "database".
std::string secret_variable(std::string_view name);

// Where secrets are looked for. What is refused, because others could read it, becomes
// a problem.
struct SecretSources {
  const Environment& environment;
  const Read& read;
  const Named<SecretPlace>& places;  // of the installation file
  std::vector<Problem>& problems;

  // INTERLOCK_SECRET_NAME, $CREDENTIALS_DIRECTORY/name, the installation file's place.
  std::optional<Secret> called(const std::string& name) const;

  // The password of the account that asks this endpoint: INTERLOCK_SECRET_USER_NAME,
  // INTERLOCK_SECRET_USER, else for PostgreSQL ~/.pgpass or PGPASSFILE, for MySQL
  // [client] of ~/.my.cnf. Empty: none is known.
  Secret of_asker(const std::string& user, const std::string& endpoint,
                  const Address& database) const;

 private:
  std::optional<std::string> private_file(const std::string& path, unsigned bits) const;
};

// Takes the variables INTERLOCK_SECRET_*, and `more`, out of the environment, into `taken`:
// programs that are run get the secrets that they are given, and no others.
void take_from_programs(const Texts& more, Named<Secret>& taken);

// The password that a .pgpass has for this account; nothing if no line is for it.
std::optional<std::string> pgpass_password(std::string_view text, const Address& database,
                                           std::string_view user);

// The password in [client] of a my.cnf, unless that is another user's.
std::optional<std::string> my_cnf_password(std::string_view text, std::string_view user);

// The names in ${secret:NAME} wherever a machine may say it.
Names secrets_in(const Machine& machine);

}  // namespace interlock
