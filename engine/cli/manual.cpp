#include "engine/cli/manual.h"

#include <fmt/core.h>

#include <map>
#include <span>

#include "engine/cli/exit.h"
#include "states/shipped.h"

namespace interlock {

namespace {

// What a line says to roff: no request at its front, no escape, hyphens that can be
// copied.
std::string roff(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\')
      out += "\\e";
    else if (c == '-')
      out += "\\-";
    else
      out += c;
  }
  return (out.starts_with('.') || out.starts_with('\'') ? "\\&" : "") + out;
}

std::string item(const std::string& head, std::string_view text) {
  return ".TP\n" + head + "\n" + roff(text) + "\n";
}
std::string bold(std::string_view text) {
  return "\\fB" + roff(text) + "\\fR";
}
std::string italic(std::string_view text) {
  return "\\fI" + roff(text) + "\\fR";
}

std::string usage(const VerbWords& verb) {
  std::string text = bold("interlock " + verb.name);
  for (const VerbWords::Option& option : verb.options)
    if (option.positional)
      text += option.required ? " " + italic(option.name) : " [" + italic(option.name) + "]";
  return text + " [options]";
}

// A verb that has verbs below it does nothing by itself.
std::string verbs_text(const VerbWords& above) {
  std::string text;
  for (const VerbWords& verb : above.verbs) {
    if (!verb.verbs.empty()) {
      text += verbs_text(verb);
      continue;
    }
    text += fmt::format(".SS {}\n{}\n.PP\n{}\n", roff(verb.name), usage(verb), roff(verb.about));
    for (const VerbWords::Option& option : verb.options)
      text += item(option.positional ? italic(option.name)
                                     : bold(option.name) +
                                           (option.value.empty() ? "" : " " + italic(option.value)),
                   option.means + ".");
  }
  return text;
}

void variables_of(const VerbWords& verb, std::map<std::string, std::string>& variables) {
  for (const VerbWords::Option& option : verb.options)
    if (!option.variable.empty()) variables.emplace(option.variable, option.name);
  for (const VerbWords& below : verb.verbs) variables_of(below, variables);
}

struct Topic {
  std::string_view name, means;
};

constexpr Topic other_variables[] = {
    {"INTERLOCK_SECRET_NAME",
     "The secret NAME that a machine or an installation file speaks of; INTERLOCK_SECRET_USER is "
     "the password of the account of --user, INTERLOCK_SECRET_DATABASE that of the application."},
    {"CREDENTIALS_DIRECTORY", "A folder with a file for each secret, as systemd gives it."},
    {"NO_COLOR", "No colours, unless --color says so."},
    {"COLUMNS", "How wide to write where there is no terminal: 60 to 100."},
    {"XDG_STATE_HOME", "Where the record lies; see FILES."},
};

constexpr Topic files_topics[] = {
    {"/var/lib/interlock/ledger.db", "The record, of root."},
    {"$XDG_STATE_HOME/interlock/ledger.db",
     "The record, of anybody else; without that variable below ~/.local/state."},
    {machines_of_this_host, "Machines of this host, found by their names."},
    {"~/.pgpass", "Passwords of --user at PostgreSQL; mode 0600."},
    {"~/.my.cnf", "Password of --user at MySQL and MariaDB, under [client]; mode 0600."},
};

std::string section(std::string_view name) {
  return fmt::format(".SH \"{}\"\n", name);
}

std::string topics(std::span<const Topic> all) {
  std::string text;
  for (const auto& [name, means] : all) text += item(italic(name), means);
  return text;
}

constexpr std::string_view description =
    "Interlock takes a self\\-hosted system through an upgrade the way a railway interlocking lets "
    "a train through a junction: nothing moves until it is proved safe, and everything that moved "
    "is on record.\nAn upgrade procedure is a formal state machine.\nIts transitions are guarded "
    "by checks that only read; every question, answer, decision and action goes into a "
    "tamper\\-evident record, and every report is computed from that record alone.\n";

constexpr std::string_view notes =
    "Unknown is never pass: what could not be asked opens nothing.\nPasswords are never taken from "
    "a command line.\n";

}  // namespace

std::string manual_text(const VerbWords& all, const std::string& version) {
  std::string text =
      fmt::format(".TH INTERLOCK 1 \"\" \"Interlock {}\" \"User Commands\"\n", version);
  text += section("NAME") +
          "interlock \\- upgrades of self\\-hosted systems, proved, guarded and "
          "on record\n";
  text += section("SYNOPSIS") + bold("interlock") + " " + italic("VERB") + " [options]\n.br\n" +
          bold("interlock demo") + "\n.br\n" + bold("interlock") + " " + italic("VERB") + " " +
          bold("--help") + "\n";
  text += section("DESCRIPTION") + std::string(description);
  text += section("VERBS") + verbs_text(all);
  text += section("EXIT STATUS");
  for (const ExitWords& each : exit_words)
    text += item(bold(std::to_string(static_cast<int>(each.exit))), each.whole);
  std::map<std::string, std::string> variables;
  variables_of(all, variables);
  text += section("ENVIRONMENT");
  for (const auto& [name, option] : variables)
    text += item(bold(name), "As " + option + "; what is typed counts more.");
  text += topics(other_variables) + section("FILES") + topics(files_topics) + section("NOTES") +
          std::string(notes);
  return text;
}

}  // namespace interlock
