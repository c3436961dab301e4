#include "engine/cli/session.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "checks/index.h"
#include "engine/action.h"
#include "engine/cli/installation.h"
#include "engine/cli/secrets.h"
#include "engine/cli/told.h"
#include "engine/endpoints/openers.h"
#include "engine/error.h"
#include "engine/run.h"
#include "engine/subprocess.h"
#include "engine/url.h"

namespace interlock {

namespace {

std::optional<std::string> variable_if_set(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  if (!value) return {};
  return std::string(value);
}

// Nothing of a folder, nor of a pipe that lies where a file should, which may never end; of what
// is longer than any file of settings, only so much that this can be seen.
std::optional<std::string> file_text(const std::string& path) {
  std::error_code unseen;
  const auto type = std::filesystem::status(path, unseen).type();
  const bool pipe = type == std::filesystem::file_type::fifo && !path.starts_with("/dev/");
  if (pipe || type == std::filesystem::file_type::directory) return {};
  std::ifstream file(path, std::ios::binary);
  if (!file) return {};
  std::string text(1 << 20, '\0');
  file.read(text.data(), 1 << 20);
  text.resize(static_cast<std::size_t>(file.gcount()));
  return text;
}

// Puts the installation together. Docker is a program too.
void settle_installation(const Given& given, Session& session) {
  session.installation =
      installation_of(session.machine(), given, variable_if_set, file_text,
                      [&](const Installation& so_far, const Contained& contained) {
                        take_from_programs(so_far.secret_variables, session.variables);
                        return container_of(so_far.root, contained);
                      });
  take_from_programs(session.installation.secret_variables, session.variables);
}

// The commit of the code, if the machine speaks of it.
std::string commit_of(const Subject& subject, const Installation& installation) {
  if (subject.machine_text.find("${commit}") == std::string::npos) return {};
  const Ended git = run({.argv = {"git", "-C", installation.root, "rev-parse", "HEAD"}});
  return git.ok() ? git.out.substr(0, git.out.find('\n')) : std::string();
}

Given given_in(const Options& options) {
  return {options.root, options.at, options.to, options.user, options.set};
}

// The newest release that the machine's hops allow from here.
std::string newest(const Session& session) {
  const Texts releases = versions_in(session.catalogue);
  for (auto release = releases.rbegin(); release != releases.rend(); ++release)
    if (path_allowed(session.machine().versions, session.installation.installed, *release, releases)
            .allowed)
      return *release;
  return {};
}

void demand(const std::string& value, const std::string& what, const std::string& hint) {
  if (value.empty()) throw Error(Error::Kind::input, what, hint);
}

void complete(Session& session, const std::string& commit) {
  const std::string work = state_folder() + "/work/" + bare(session.run);
  session.values = values_of(session.machine(), session.installation, session.run, work, commit);
  session.found = found_in(session.installation);
}

}  // namespace

std::string program_version() {
  return INTERLOCK_VERSION;
}

Opener Session::opener(const std::vector<Said>& said) const {
  return [this, said](const Whom& whom, std::chrono::milliseconds longest) {
    if (whom.endpoint == "operator") {
      std::vector<OperatorAnswer> answers;
      for (const Said& each : said)
        answers.push_back({each.question, each.yes ? "yes" : "no", each.by, each.at});
      return open_operator(std::move(answers));
    }
    if (whom.endpoint == "catalogue")
      return open_catalogue(catalogue, machine().versions, installation.installed,
                            installation.target);
    if (whom.endpoint == "files")
      return open_files(
          installation.root,
          [this](const Reading& far) {
            if (reading) reading(far);
            return interrupts().load() == 0;
          },
          dumps);
    if (whom.endpoint == "host")
      return open_host(installation.root, programs_needed(machine(), installation, values, found));
    Address address = address_now(installation.root, installation.endpoints.at(whom.endpoint));
    const bool sql = address.system == System::postgres || address.system == System::mysql;
    if (whom.as_application && sql && !installation.user.empty() && address.user.empty())
      throw Error(Error::Kind::endpoint, "The application's own account is not known",
                  "Name it: --set " + whom.endpoint + "=" + std::string(url_form(address.system)) +
                      ", with USER@ before the host.");
    if (!whom.as_application && sql && !installation.user.empty()) {
      address.user = installation.user;
      const auto own = installation.passwords.find(whom.endpoint);
      address.password = own == installation.passwords.end() ? Secret() : own->second;
    }
    address.secrets = {installation.secrets.begin(), installation.secrets.end()};
    return silences->open(address, longest);
  };
}

Asking Session::asking() const {
  return {.machine = machine(),
          .checks = all_checks(),
          .values = values,
          .found = found,
          .open = opener({}),
          .baselines = {},
          .in_run = false,
          .patience = patience,
          .endpoints = &installation.endpoints};
}

std::unique_ptr<Session> session_of(const Options& options, const std::string& run,
                                    const std::string& kind, const Settle& settle) {
  auto session = std::make_unique<Session>();
  session->subject = subject_of(options);
  session->run = run;
  session->patience = std::chrono::seconds(options.timeout);
  session->releases = releases_of(session->machine().product, folders_of(options));
  session->catalogue = catalogue_in(session->releases);
  settle_installation(given_in(options), *session);
  if (settle) settle(session->machine(), session->installation);
  const bool named = !options.root.empty() || !options.at.empty();
  demand(session->installation.installed,
         named ? "which release is installed could not be found out."
               : "no installation was named, and there is none here.",
         named ? "Say it: --set installed=VERSION" : "Name it: --root DIR, or --at FILE");
  if (session->installation.target.empty())
    session->installation.target =
        kind == "verify" ? session->installation.installed : newest(*session);
  demand(session->installation.target,
         session->installation.installed + " is installed, and no later release is known.",
         "Say to which release: --to VERSION");
  complete(*session, commit_of(*session->subject, session->installation));
  session->told = told_of(*session, options, kind);
  return session;
}

std::map<Errand, Heard> product_questions(const Session& session) {
  const Check* check = find_check("server.reachable");
  std::map<Errand, Heard> questions;
  for (const auto& [name, found] : session.installation.endpoints)
    if (const System system = found.address.system; system != System::http)  // tells no product
      questions[{{name}, std::string(check->probes[0].words_for(system)), {}, session.patience}];
  return questions;
}

void tell_products(Session& session, const std::map<Errand, Heard>& heard) {
  Named<std::string> products;
  for (const auto& [errand, answer] : heard) {
    const std::string& name = errand.whom.endpoint;
    products[name] =
        product_in(session.installation.endpoints.at(name).address.system, answer.reply.answer);
  }
  session.told.set("installation", installation_value(session, products));
}

std::string installed_now(const Options& options, const Session& session) {
  const auto variable = [&](const std::string& name) {
    const auto taken = session.variables.find(name);
    return taken == session.variables.end() ? variable_if_set(name)
                                            : std::optional(taken->second.reveal());
  };
  return installation_of(session.machine(), given_in(options), variable, file_text).installed;
}

std::unique_ptr<Session> session_in(const Options& options, const Ledger& ledger,
                                    const std::vector<Event>& events) {
  auto session = std::make_unique<Session>();
  session->subject = subject_in(ledger, events);
  const auto started = std::find_if(events.begin(), events.end(),
                                    [](const Event& e) { return e.type == "run.started"; });
  const Value& told = started->data;
  session->told = told;
  session->run = started->run;
  session->patience = std::chrono::seconds(options.timeout);
  session->releases = releases_in(ledger, events);
  session->catalogue = catalogue_in(session->releases);
  Given given{std::string(told["installation"]["root"].text()),
              std::string(told["given"]["at"].text()), std::string(told["to"].text()),
              options.user.empty() ? std::string(told["given"]["user"].text()) : options.user,
              texts_in(told["given"]["set"])};
  settle_installation(given, *session);
  session->installation.id = told["installation"]["id"].text();
  session->installation.installed = told["from"].text();
  session->installation.target = told["to"].text();
  for (const auto& [name, value] : told["parameters"].members())
    session->installation.parameters[name] = value.text();
  complete(*session, std::string(told["commit"].text()));
  session->values["work"] = told["work"].text();
  return session;
}

std::vector<Draft> opening(const Session& session) {
  Draft opened{"ledger.opened"};
  opened.data.set("program", program_version());
  Draft loaded{"definition.loaded"};
  loaded.data.set("machine", session.machine().id).set("product", session.machine().product);
  loaded.evidence = {{"machine", "application/json", session.subject->machine_text},
                     {"groups", "application/json", session.subject->groups_text}};
  for (const ReleaseFile& file : session.releases)
    loaded.evidence.push_back({"releases", "application/json", file.text});
  Draft started{"run.started"};
  started.data = session.told;
  return {std::move(opened), std::move(loaded), std::move(started)};
}

}  // namespace interlock
