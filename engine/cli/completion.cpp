#include "engine/cli/completion.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>

namespace interlock {

namespace {

using Words = std::vector<std::string>;

// What can stand at one place of a command.
struct Slot {
  enum class Files { none, any, machines, folders };

  std::string verb;  // behind it; empty: behind `interlock`
  std::string option;
  std::size_t place = 0;  // of a positional, from 0
  std::string value;      // the word that stands for it; empty: a flag
  std::string means;
  Words words;  // that complete it
  Files files = Files::none;
};

Slot slot_of(const VerbWords& verb, const VerbWords::Option& option, std::size_t place,
             const Known& known) {
  Slot slot{verb.name,    option.positional ? "" : option.name,
            place,        option.positional ? option.name : option.value,
            option.means, option.choices};
  if (const auto found = known.find(slot.value); found != known.end()) slot.words = found->second;
  if (slot.value == "FILE") slot.files = Slot::Files::any;
  if (slot.value == "MACHINE") slot.files = Slot::Files::machines;
  if (slot.value == "DIR") slot.files = Slot::Files::folders;
  return slot;
}

// One row a place where something can be completed: the verbs below a verb, its words in
// their order, its options.
std::vector<Slot> slots_of(const VerbWords& verb, const Known& known) {
  std::vector<Slot> slots;
  if (!verb.verbs.empty()) {
    Slot below{verb.name, "", 0, "VERB", "what to do", {}};
    for (const VerbWords& each : verb.verbs)
      below.words.push_back(each.name.substr(each.name.rfind(' ') + 1));
    slots.push_back(std::move(below));
  }
  std::size_t place = 0;
  for (const VerbWords::Option& option : verb.options)
    slots.push_back(slot_of(verb, option, option.positional ? place++ : 0, known));
  slots.push_back({verb.name, "--help", 0, "", "what it does and takes", {}});
  for (const VerbWords& below : verb.verbs)
    for (Slot& slot : slots_of(below, known)) slots.push_back(std::move(slot));
  return slots;
}

std::string joined(const Words& words, std::string_view between) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : std::string(between)) + word;
  return text;
}

// The names of all verbs that stand below `interlock` or below another verb.
Words verbs_of(const VerbWords& all) {
  Words names;
  for (const VerbWords& verb : all.verbs) {
    names.push_back(verb.name);
    for (const std::string& below : verbs_of(verb)) names.push_back(below);
  }
  return names;
}

// For a shell, as one word.
std::string in_single_quotes(std::string_view text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

// A pattern of `case` for several words.
std::string pattern(const Words& words) {
  Words all;
  for (const std::string& word : words) all.push_back(in_single_quotes(word));
  return joined(all, "|");
}

// How each shell completes files; in zsh beside words, in a list of actions.
struct ShellFiles {
  std::string_view bash, zsh, fish;
};
constexpr std::array<ShellFiles, 4> shell_files = {
    {{"", "", ""},
     {" _interlock_files -f;", "_files", ""},
     {" _interlock_files -f -X '!*.json'; _interlock_files -d;", "_files -g \"*.json\"",
      "(__fish_complete_suffix .json)"},
     {" _interlock_files -d;", "_files -/", "(__fish_complete_directories)"}}};

std::string bash_row(const std::string& key, const Slot& slot) {
  std::string act;
  if (!slot.words.empty())
    act += fmt::format(" _interlock_words {};", in_single_quotes(joined(slot.words, " ")));
  act += shell_files[static_cast<std::size_t>(slot.files)].bash;
  return fmt::format("    {}){} return ;;\n", in_single_quotes(key), act);
}

constexpr std::string_view bash_frame = R"(# bash completion for interlock
_interlock_words() {{
  local IFS=$' \n'
  COMPREPLY+=($(compgen -W "$1" -- "$word"))
}}
_interlock_files() {{
  local name
  compopt -o filenames 2> /dev/null  # else a folder ends the word
  while IFS= read -r name; do COMPREPLY+=("$name"); done < <(compgen "$@" -- "$word")
}}
_interlock() {{
  local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}} verb= place=0 i
  if [[ $word == = ]]; then
    word=
  elif [[ $before == = ]]; then
    before=${{COMP_WORDS[COMP_CWORD-2]}}
  fi
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "${{verb:+$verb }}${{COMP_WORDS[i]}}" in
      {0}) verb=${{verb:+$verb }}${{COMP_WORDS[i]}} place=0 ; continue ;;
    esac
    case "$verb ${{COMP_WORDS[i]}}" in
      {1}) [[ ${{COMP_WORDS[i+1]}} == = ]] && ((i++)); ((i++)) ;;
      *' '[=:]) ((i++)) ;;
      *' -'*) ;;
      *) ((++place)) ;;
    esac
  done
  case "$verb $before" in
{2}  esac
  if [[ $word == -* ]]; then
    case "$verb" in
{3}    esac
    return
  fi
  case "$verb $place" in
{4}  esac
}}
complete -F _interlock interlock
)";

// The options of each verb.
std::map<std::string, Words> options_in(const std::vector<Slot>& slots) {
  std::map<std::string, Words> options;
  for (const Slot& slot : slots)
    if (!slot.option.empty()) options[slot.verb].push_back(slot.option);
  return options;
}

std::string bash_text(const VerbWords& all, const std::vector<Slot>& slots) {
  Words taking;
  std::string values, flags, places;
  for (const Slot& slot : slots) {
    const std::string key = slot.verb + " " + slot.option;
    if (slot.option.empty()) {
      places += bash_row(slot.verb + " " + std::to_string(slot.place), slot);
    } else if (!slot.value.empty()) {
      taking.push_back(key);
      values += bash_row(key, slot);
    }
  }
  for (const auto& [verb, options] : options_in(slots))
    flags += fmt::format("      {}) _interlock_words {} ;;\n", in_single_quotes(verb),
                         in_single_quotes(joined(options, " ")));
  return fmt::format(bash_frame, pattern(verbs_of(all)), pattern(taking), values, flags, places);
}

// A text within a specification of _arguments.
std::string zsh_text_of(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == ':' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

// ":MACHINE:(demo ...)", or with files beside the words.
std::string zsh_value(const Slot& slot) {
  const std::string message = ":" + zsh_text_of(slot.value) + ":";
  const std::string words = joined(slot.words, " ");
  const std::string files(shell_files[static_cast<std::size_t>(slot.files)].zsh);
  if (!files.empty())
    return message + (words.empty() ? files : "{compadd -- " + words + "; " + files + "}");
  return message + (words.empty() ? " " : "(" + words + ")");
}

std::string zsh_row(const Slot& slot) {
  const std::string means = zsh_text_of(slot.means);
  if (slot.option.empty())
    return in_single_quotes(std::to_string(slot.place + 1) + zsh_value(slot));
  const std::string head = slot.option.starts_with("--") && !slot.value.empty()
                               ? slot.option + "=[" + means + "]"
                               : slot.option + "[" + means + "]";
  return in_single_quotes("*" + head + (slot.value.empty() ? "" : zsh_value(slot)));
}

constexpr std::string_view zsh_frame = R"(#compdef interlock
_interlock() {{
  local verb= depth=1
  while (( depth < CURRENT - 1 )); do
    case "${{verb:+$verb }}${{words[depth+1]}}" in
      {0}) verb=${{verb:+$verb }}${{words[depth+1]}} ;;
      *) break ;;
    esac
    (( ++depth ))
  done
  shift $(( depth - 1 )) words
  (( CURRENT -= depth - 1 ))
  case "$verb" in
{1}  esac
}}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
  _interlock "$@"
else
  compdef _interlock interlock
fi
)";

std::string zsh_text(const VerbWords& all, const std::vector<Slot>& slots) {
  std::map<std::string, std::string> rows;
  for (const Slot& slot : slots) rows[slot.verb] += " \\\n        " + zsh_row(slot);
  std::string cases;
  for (const auto& [verb, row] : rows)
    cases += fmt::format("    {})\n      _arguments{} ;;\n", in_single_quotes(verb), row);
  return fmt::format(zsh_frame, pattern(verbs_of(all)), cases);
}

// For fish, as one word: nothing but these two ends it.
std::string fish_quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

constexpr std::string_view fish_frame = R"(# fish completion for interlock
function __interlock_at
    set -l verb
    for word in (commandline -opc)[2..-1]
        if contains -- (string join -- ' ' $verb $word) {0}
            set verb $verb $word
        end
    end
    test "$verb" = "$argv[1]"
end
complete -c interlock -f
)";

std::string fish_row(const Slot& slot) {
  std::string row = fmt::format("complete -c interlock -n {}",
                                fish_quoted("__interlock_at " + fish_quoted(slot.verb)));
  if (slot.option.starts_with("--"))
    row += " -l " + slot.option.substr(2);
  else if (!slot.option.empty())
    row += " -s " + slot.option.substr(1);
  if (!slot.option.empty() && !slot.value.empty())
    row += slot.files == Slot::Files::any ? " -r" : " -x";
  const std::string files(shell_files[static_cast<std::size_t>(slot.files)].fish);
  const std::string words = joined(slot.words, " ");
  if (!files.empty() || !words.empty())
    row += " -a " + fish_quoted(words + (files.empty() || words.empty() ? "" : " ") + files);
  return row + " -d " + fish_quoted(slot.means) + "\n";
}

std::string fish_text(const VerbWords& all, const std::vector<Slot>& slots) {
  Words verbs;
  for (const std::string& verb : verbs_of(all)) verbs.push_back(fish_quoted(verb));
  std::string text = fmt::format(fish_frame, joined(verbs, " "));
  for (const Slot& slot : slots) text += fish_row(slot);
  return text;
}

struct Shell {
  std::string_view name;
  std::string (*text)(const VerbWords& all, const std::vector<Slot>& slots);
};
constexpr Shell shells[] = {{"bash", bash_text}, {"zsh", zsh_text}, {"fish", fish_text}};

}  // namespace

std::string completion_text(const VerbWords& all, const Known& known, std::string_view shell) {
  const auto* const found = std::find_if(std::begin(shells), std::end(shells),
                                         [&](const Shell& each) { return each.name == shell; });
  return found == std::end(shells) ? std::string() : found->text(all, slots_of(all, known));
}

}  // namespace interlock
