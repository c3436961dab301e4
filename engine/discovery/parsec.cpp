#include "engine/discovery/composed.h"
#include "engine/discovery/search.h"
#include "engine/dotenv.h"
#include "engine/url.h"

namespace interlock {

namespace {

constexpr std::string_view compose_file = "parsec-server.docker.yaml";
constexpr std::string_view database_file = "parsec-db.env";

void find_database(Search& search, const Composed& composed) {
  const auto settings = search.settings(
      database_file,
      "Is --root the folder of the compose file? Else: --set database=postgresql://HOST/NAME");
  if (!settings) return;
  const auto url = url_of(value_or(*settings, "PARSEC_DB", ""));
  if (!url || system_of(url->scheme) != System::postgres)
    return search.problem(database_file, "PARSEC_DB is no URL of a PostgreSQL database.",
                          "Give it: --set database=postgresql://HOST/NAME");
  Address address{.system = System::postgres};
  for (std::string& wrong : put(*url, address))
    search.problem(database_file, "PARSEC_DB: " + wrong,
                   "Say it better: --set database=postgresql://HOST/NAME?sslmode=...");
  address.password = url->password.value_or(Secret());
  find_composed(search, composed, "database", std::move(address), database_file);
}

// parsec3://HOST:PORT?no_ssl=true is how clients are told where the server is; without
// it the server's own settings say where it listens.
std::string web_url(const Settings& settings) {
  if (const auto told = url_of(value_or(settings, "PARSEC_SERVER_ADDR", "")); told) {
    const auto no_ssl = told->query.find("no_ssl");
    const bool bare =
        no_ssl == told->query.end() ? told->scheme == "http" : no_ssl->second == "true";
    return (bare ? "http://" : "https://") + told->host +
           (told->port.empty() ? "" : ":" + told->port);
  }
  std::string host = value_or(settings, "PARSEC_HOST", "127.0.0.1");
  if (host == "0.0.0.0") host = "127.0.0.1";
  const bool ssl =
      settings.contains("PARSEC_SSL_CERTFILE") || settings.contains("PARSEC_SSL_KEYFILE");
  return (ssl ? "https://" : "http://") + host + ":" + value_or(settings, "PARSEC_PORT", "6777");
}

// Where a release is named in the file, the step that names another one there puts it in place of
// all behind the image's name, up to a blank or a quote: a variable may only be part of that.
bool can_be_renamed(std::string_view written) {
  const auto dollar = written.find('$');
  if (dollar == std::string_view::npos) return true;
  const std::string_view before = written.substr(0, dollar);
  const auto colon = before.rfind(':'), slash = before.rfind('/');
  const bool in_tag =
      colon != std::string_view::npos && (slash == std::string_view::npos || colon > slash);
  return in_tag && written.substr(colon).find_first_of(" \t\"'") == std::string_view::npos;
}

void find_image(Search& search, const Compose& compose) {
  const auto image = compose.image("parsec-server");
  if (!image)
    return search.problem(compose_file, "It names no image of the service parsec-server.",
                          "Give it: --set image=IMAGE --set installed=VERSION");
  const std::string written = compose.image_as_written("parsec-server").value_or("");
  if (!can_be_renamed(written))
    return search.problem(compose_file,
                          "The image is written " + written +
                              ": the step that names the new release would not find its name.",
                          "Write name and tag out there, or only the tag as a variable.");
  const auto slash = image->rfind('/');
  const auto colon = image->rfind(':');
  const bool tagged = colon != std::string::npos && (slash == std::string::npos || colon > slash);
  const std::string tag = tagged ? image->substr(colon + 1) : "";
  search.found.parameters["image"] = image->substr(0, tagged ? colon : image->size());
  const std::size_t number = tag.starts_with('v') ? 1 : 0;
  if (tag.find_first_of("0123456789") == number)
    search.found.installed = tag.substr(number);
  else
    search.problem(compose_file, "The image " + *image + " names no version.",
                   "Name one there, or: --set installed=VERSION");
}

}  // namespace

void find_parsec(Search& search) {
  const auto text = search.text(compose_file);
  const auto variables = search.text(".env");  // docker reads it beside the compose file
  const Composed composed{Compose({text.value_or("")}, dotenv(variables.value_or(""))),
                          std::string(compose_file), false};
  if (!text || !composed.compose.sound())
    search.problem(compose_file,
                   text ? "It is no compose file." : "This file is not there, or may not be read.",
                   "Is --root the folder of the compose file?");
  else
    find_image(search, composed.compose);
  find_database(search, composed);
  if (const auto settings = search.settings("parsec.env", "Give it: --set web=https://HOST"))
    search.web(web_url(*settings), "parsec.env");
  const auto settings =
      search.settings("parsec-admin-token.env", "Give it: INTERLOCK_SECRET_ADMINISTRATION_TOKEN");
  if (settings && settings->contains("PARSEC_ADMINISTRATION_TOKEN"))
    search.found.secrets.insert_or_assign(
        "administration_token", Secret(value_or(*settings, "PARSEC_ADMINISTRATION_TOKEN", "")));
}

}  // namespace interlock
