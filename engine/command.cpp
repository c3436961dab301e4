#include "engine/command.h"

#include <algorithm>
#include <array>

namespace interlock {

namespace {

constexpr std::array<std::string_view, 12> shells = {
    "sh", "bash", "dash", "ash", "zsh", "ksh", "mksh", "csh", "tcsh", "fish", "su", "rbash"};

// A program that starts another: its options that take a word of their own, and how
// many words stand before the other program.
struct Starter {
  std::string_view name;
  std::string_view options;
  int operands = 0;
};
constexpr std::array<Starter, 19> starters = {{{"sudo", "ugghpCDRTUrt"},
                                               {"doas", "uC"},
                                               {"env", "uC"},
                                               {"nice", "n"},
                                               {"ionice", "cnpPu"},
                                               {"nohup", ""},
                                               {"setsid", ""},
                                               {"timeout", "ks", 1},
                                               {"stdbuf", "ioe"},
                                               {"time", "fo"},
                                               {"xargs", "adEILnPs"},
                                               {"chroot", "", 1},
                                               {"busybox", ""},
                                               {"flock", "wE", 1},
                                               {"runuser", "ugGw"},
                                               {"systemd-run", "pMu"},
                                               {"nsenter", "tSG"},
                                               {"chrt", "", 1},
                                               {"taskset", "", 1}}};
constexpr std::array<std::string_view, 8> long_options = {"--user",       "--group",     "--chdir",
                                                          "--unset",      "--host",      "--signal",
                                                          "--kill-after", "--adjustment"};

template <class Words>
bool lists(const Words& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::string_view program(std::string_view word) {
  return word.substr(word.find_last_of('/') + 1);
}

bool is_shell(std::string_view word) {
  return lists(shells, program(word));
}

// "-c", "-lc": what follows is a script.
bool takes_script(std::string_view option) {
  return option.size() > 1 && option[0] == '-' && option[1] != '-' &&
         option.find('c') != std::string_view::npos;
}

bool takes_word(const Starter& starter, std::string_view option) {
  if (option.starts_with("--")) return lists(long_options, option);
  return option.size() == 2 && starter.options.find(option[1]) != std::string_view::npos;
}

// Makes the starter itself a shell, or split a text into words: sudo -s, env -S.
bool calls_shell(const Starter& starter, std::string_view option) {
  if (starter.name == "sudo")
    return lists(std::array<std::string_view, 4>{"-s", "-i", "--shell", "--login"}, option);
  if (starter.name == "env")
    return option.starts_with("-S") || option.starts_with("--split-string");
  const bool runs_scripts = starter.name == "runuser" || starter.name == "flock";
  return runs_scripts && (option == "-c" || option == "--command");
}

// Steps over a starter, its options and its operands; false if it calls a shell.
bool step_over(const Starter& starter, const Texts& argv, std::size_t& place) {
  int operands = starter.operands;
  for (++place; place < argv.size(); ++place) {
    const std::string& word = argv[place];
    if (word == "--") continue;
    if (word.starts_with('-')) {
      if (calls_shell(starter, word)) return false;
      if (takes_word(starter, word)) ++place;
    } else if (word.find('=') == std::string::npos && operands-- <= 0) {
      return true;
    }
  }
  return true;
}

const Starter* starter_at(const Texts& argv, std::size_t place) {
  const auto found = std::find_if(starters.begin(), starters.end(), [&](const Starter& each) {
    return each.name == program(argv[place]);
  });
  return found == starters.end() ? nullptr : &*found;
}

}  // namespace

Alias spelled_out(const Texts& argv, const Named<Alias>& commands) {
  Alias all{argv, {}};
  Texts within;
  for (;;) {
    if (all.argv.empty() || lists(within, all.argv.front())) return all;
    const auto found = commands.find(all.argv.front());
    if (found == commands.end()) return all;
    within.push_back(found->first);
    const auto& [words, env] = found->second;
    all.argv.erase(all.argv.begin());
    all.argv.insert(all.argv.begin(), words.begin(), words.end());
    all.env.insert(env.begin(), env.end());
  }
}

Texts programs_in(const Texts& argv) {
  Texts programs;
  for (std::size_t place = 0; place < argv.size();) {
    programs.push_back(argv[place]);
    const Starter* starter = starter_at(argv, place);
    if (!starter || !step_over(*starter, argv, place)) break;
  }
  return programs;
}

std::string shell_in(const Texts& argv) {
  for (std::size_t i = 0; i + 1 < argv.size(); ++i)
    if (is_shell(argv[i]) && takes_script(argv[i + 1])) return argv[i];
  for (std::size_t place = 0; place < argv.size();) {
    if (is_shell(argv[place])) return argv[place];
    const Starter* starter = starter_at(argv, place);
    if (!starter) return {};
    const std::string& name = argv[place];
    if (!step_over(*starter, argv, place)) return name;
  }
  return {};
}

}  // namespace interlock
