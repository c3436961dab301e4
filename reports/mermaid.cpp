#include <fmt/core.h>

#include "reports/drawing.h"
#include "reports/models.h"

namespace interlock {

namespace {

// What would end a text or a statement stands as a number.
std::string harmless(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '"' || c == '#' || c == ';' || c == '<' || c == '>' || c == '{' || c == '}')
      out += fmt::format("#{};", static_cast<int>(c));
    else
      out += c == '\n' ? ' ' : c;
  }
  return out;
}

std::string state_line(const State& state, std::string_view indent) {
  return fmt::format("{}state \"{}: {}\" as s_{}\n", indent, state.id, harmless(state.means),
                     state.id);
}

}  // namespace

std::string mermaid(const Machine& machine) {
  std::string text = fmt::format("%% {}\nstateDiagram-v2\n", harmless(machine.title));
  for (const DrawnPhase& phase : drawn_phases(machine)) {
    text += fmt::format("  state \"{}\" as phase_{} {{\n", phase.title, phase.name);
    for (const State* state : phase.states) text += state_line(*state, "    ");
    text += "  }\n";
  }
  for (const State& state : machine.states)
    if (state.final) text += state_line(state, "  ");
  text += fmt::format("  [*] --> s_{}\n", machine.states.front().id);
  const Transition* last = step_of_no_return(machine);
  for (const Transition& t : machine.transitions)
    text += fmt::format("  s_{} --> s_{} : {}{}\n", t.from, t.to, harmless(t.step),
                        &t == last ? " (point of no return)" : "");
  for (const State& state : machine.states)
    if (!state.back.empty()) text += fmt::format("  s_{} --> s_{} : back\n", state.id, state.back);
  for (const State& state : machine.states)
    if (state.final) text += fmt::format("  s_{} --> [*]\n", state.id);
  if (last)
    text += fmt::format("  classDef beyond stroke-width:4px\n  class s_{} beyond\n", last->to);
  return text;
}

}  // namespace interlock
