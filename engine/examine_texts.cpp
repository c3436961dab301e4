#include <algorithm>

#include "engine/command.h"
#include "engine/condition.h"
#include "engine/examination.h"
#include "engine/values.h"
#include "engine/written.h"

namespace interlock {

namespace {

// "database.host", of an endpoint that is declared.
bool endpoint_value(Examination& seen, std::string_view name) {
  const auto dot = std::min(name.find('.'), name.size());
  const std::string endpoint(name.substr(0, dot));
  if (!seen.machine.endpoints.contains(endpoint) || dot == name.size()) return false;
  seen.used_endpoints.insert(endpoint);
  return has(endpoint_values, name.substr(dot + 1));
}

std::string meant(const Examination& seen, std::string_view wrong) {
  Texts names(built_in_values.begin(), built_in_values.end());
  for (const auto& [name, unused] : seen.machine.parameters) names.push_back(name);
  for (const auto& [name, unused] : seen.machine.endpoints)
    for (const std::string_view value : endpoint_values)
      names.push_back(name + "." + std::string(value));
  for (std::string& name : names) name = "${" + name + "}";
  return suggestion("${" + std::string(wrong) + "}", {names.begin(), names.end()});
}

void secret(Examination& seen, const std::string& at, const std::string& name, Setting setting) {
  if (seen.machine.endpoints.contains(name)) seen.used_endpoints.insert(name);
  if (!is_name(name)) return seen.add(at, "${secret:" + name + "} names no secret.");
  if (setting != Setting::secret)
    seen.add(at, "${secret:" + name +
                     "} would be seen here: a secret goes only into env, stdin, or a parameter "
                     "that takes one.");
}

void variable(Examination& seen, const std::string& at, const std::string& name, Setting setting) {
  if (name.starts_with("secret:")) return secret(seen, at, name.substr(7), setting);
  if (name.starts_with("time:")) {
    if (setting == Setting::fallback)
      return seen.add(at, "${" + name + "} is not known yet when a run begins.");
    seen.known_name(at, seen.moments, name.substr(5));
    if (name.size() == 5) seen.add(at, "${time:} names no moment.");
    return;
  }
  if (seen.machine.parameters.contains(name))
    seen.used_parameters.insert(name);
  else if (!has(built_in_values, name) && !endpoint_value(seen, name))
    seen.add(at, "There is no variable ${" + name + "}.", meant(seen, name));
}

// Commands that begin with each other without end; one that begins with its own
// name does not, for that is the program.
bool within_itself(const Machine& machine, const std::string& name) {
  std::set<std::string> met;
  for (std::string now = name;;) {
    const auto found = machine.commands.find(now);
    if (found == machine.commands.end() || found->second.argv.empty()) return false;
    const std::string& next = found->second.argv.front();
    if (next == now) return false;
    if (next == name) return true;
    if (!met.insert(next).second) return false;
    now = next;
  }
}

void texts(Examination& seen, const std::string& at, const Texts& argv,
           const Named<std::string>& env) {
  for (const std::string& word : argv) examine_text(seen, at, word, Setting::command);
  for (const auto& [name, value] : env)
    examine_text(seen, at + "/env/" + name, value, Setting::secret);
}

// A word that stands for a parameter says what its default says.
Texts with_defaults(const Machine& machine, Texts argv) {
  for (std::string& word : argv) {
    if (!word.starts_with("${") || !word.ends_with('}')) continue;
    const auto found = machine.parameters.find(word.substr(2, word.size() - 3));
    if (found != machine.parameters.end() && found->second.fallback) word = *found->second.fallback;
  }
  return argv;
}

std::string shell_of(const Machine& machine, const Texts& argv) {
  return shell_in(with_defaults(machine, spelled_out(argv, machine.commands).argv));
}

void no_shell(Examination& seen, const std::string& at, const std::string& shell) {
  if (!shell.empty())
    seen.add(at,
             quoted(shell) + " is a shell, or calls one: a command is a program and its words.");
}

void command(Examination& seen, const std::string& at, const Command& command) {
  const Machine& machine = seen.machine;
  texts(seen, at, command.argv, command.env);
  examine_text(seen, at + "/in", command.in, Setting::command);
  examine_text(seen, at + "/stdin", command.input, Setting::secret);
  examine_text(seen, at + "/stdout", command.output, Setting::command);
  examine_condition(seen, at + "/when", command.when);
  if (command.argv.empty()) return;
  const auto alias = machine.commands.find(command.argv.front());
  const bool told = alias != machine.commands.end() && !shell_of(machine, {alias->first}).empty();
  if (!told) no_shell(seen, at, shell_of(machine, command.argv));
}

}  // namespace

void examine_text(Examination& seen, const std::string& at, std::string_view text,
                  Setting setting) {
  const auto last = text.rfind("${");
  if (last != std::string_view::npos && text.find('}', last) == std::string_view::npos)
    seen.add(at, "\"${\" has no end here.");
  else
    for (const std::string& name : variables_in(text)) variable(seen, at, name, setting);
}

void examine_argv(Examination& seen, const std::string& at, const Texts& argv) {
  no_shell(seen, at, shell_in(with_defaults(seen.machine, argv)));
}

void examine_condition(Examination& seen, const std::string& at, std::string_view written) {
  const auto condition = condition_of(written);
  if (!condition) return;
  for (const Condition::Part& part : condition->parts) {
    if (const auto* has_part = std::get_if<Condition::Has>(&part)) {
      seen.known_name(at, seen.endpoints, has_part->endpoint);
      seen.used_endpoints.insert(has_part->endpoint);
    } else if (const auto* is = std::get_if<Condition::Is>(&part)) {
      seen.known_name(at, seen.parameters, is->parameter);
      seen.used_parameters.insert(is->parameter);
    }
  }
}

void examine_commands(Examination& seen) {
  const Machine& machine = seen.machine;
  for (const auto& [name, alias] : machine.commands) {
    const std::string at = "/commands/" + in_pointer(name);
    texts(seen, at, alias.argv, alias.env);
    if (within_itself(machine, name))
      seen.add(at, "Command " + quoted(name) + " begins with itself.");
    else
      no_shell(seen, at, shell_of(machine, {name}));
  }
  for (std::size_t i = 0; i < machine.transitions.size(); ++i)
    for (std::size_t j = 0; j < machine.transitions[i].run.size(); ++j)
      command(seen, place_of("transitions", i) + "/run/" + std::to_string(j),
              machine.transitions[i].run[j]);
}

}  // namespace interlock
