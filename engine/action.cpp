#include "engine/action.h"

#include <set>

#include "engine/command.h"
#include "engine/error.h"

namespace interlock {

namespace {

// Replaces the first word as long as it is the name of a command; within its own
// words a name is the program.
Alias resolved(const Texts& argv, const Machine& machine, const Installation& installation) {
  Alias command{argv, {}};
  std::set<std::string> open;
  for (;;) {
    const std::string name = command.argv.front();
    const auto own = installation.commands.find(name);
    const auto common = machine.commands.find(name);
    const Alias* alias = own != installation.commands.end() ? &own->second
                         : common != machine.commands.end() ? &common->second
                                                            : nullptr;
    if (!alias || !open.insert(name).second) return command;
    Texts words = alias->argv;
    words.insert(words.end(), command.argv.begin() + 1, command.argv.end());
    command.argv = std::move(words);
    command.env.insert(alias->env.begin(), alias->env.end());
  }
}

std::string path_in(const std::string& written, const std::string& root, const Values& values) {
  if (written.empty()) return {};
  const std::string path = filled(written, values);
  return path.starts_with('/') ? path : root + "/" + path;
}

bool applies(const Command& command, const Values& values, const Names& found) {
  return command.when.empty() || holds(condition_of(command.when).value(), values, found);
}

// As it is written, where nothing is known of what it names.
std::string filled_or_not(const std::string& word, const Values& values) {
  for (const std::string& name : variables_in(word))
    if (!values.contains(name)) return word;
  return filled(word, values);
}

}  // namespace

std::vector<Program> programs_of(const Machine& machine, const Transition& transition,
                                 const Installation& installation, const Values& values,
                                 const Names& found) {
  std::vector<Program> programs;
  for (const Command& command : transition.run) {
    if (!applies(command, values, found)) continue;
    const Alias alias = resolved(command.argv, machine, installation);
    Program& program = programs.emplace_back();
    for (const std::string& word : alias.argv) program.argv.push_back(filled(word, values));
    for (const auto* env : {&command.env, &alias.env})
      for (const auto& [name, text] : *env) program.env.emplace(name, filled(text, values));
    program.folder =
        command.in.empty() ? installation.root : path_in(command.in, installation.root, values);
    program.input = path_in(command.input, installation.root, values);
    program.output = path_in(command.output, installation.root, values);
    program.outlives_us = true;
  }
  return programs;
}

Texts programs_needed(const Machine& machine, const Installation& installation,
                      const Values& values, const Names& found) {
  std::set<std::string> needed;
  for (const Transition& transition : machine.transitions)
    for (const Command& command : transition.run) {
      if (!applies(command, values, found)) continue;
      Texts words = resolved(command.argv, machine, installation).argv;
      for (std::string& word : words) word = filled_or_not(word, values);
      for (const std::string& program : programs_in(words))
        if (program.find("${") == std::string::npos &&
            (program.find('/') == std::string::npos ||
             (program.starts_with('/') && !program.starts_with(installation.root + "/"))))
          needed.insert(program);
    }
  return {needed.begin(), needed.end()};
}

Program revealed(Program program, const Named<Secret>& secrets) {
  for (auto& [unused, text] : program.env) {
    for (const std::string& name : variables_in(text)) {
      if (!name.starts_with("secret:")) continue;
      const auto secret = secrets.find(name.substr(7));
      if (secret == secrets.end())
        throw Error(Error::Kind::input, "The secret \"" + name.substr(7) + "\" is not known.",
                    "Give it in the environment, in upper case: INTERLOCK_SECRET_NAME.");
      const std::string written = "${" + name + "}";
      text.replace(text.find(written), written.size(), secret->second.reveal());
    }
  }
  return program;
}

Value value_of(const Program& program) {
  Value env = Value::Object{};
  for (const auto& [name, text] : program.env) env.set(name, text);
  return Value::Object{{"argv", list_of(program.argv)},
                       {"in", program.folder},
                       {"stdin", program.input},
                       {"stdout", program.output},
                       {"env", std::move(env)}};
}

}  // namespace interlock
