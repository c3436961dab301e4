#include <fmt/core.h>

#include "reports/drawing.h"
#include "reports/models.h"

namespace interlock {

namespace {

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out + '"';
}

std::string node(const State& state, std::string_view indent) {
  return fmt::format("{}{} [tooltip={}{}];\n", indent, quoted(state.id), quoted(state.means),
                     state.final ? ", peripheries=2" : "");
}

std::string edge(std::string_view from, std::string_view to, std::string_view how) {
  return fmt::format("  {} -> {} [{}];\n", quoted(from), quoted(to), how);
}

}  // namespace

std::string dot(const Machine& machine) {
  std::string text = fmt::format(R"(digraph {} {{
  label={};
  rankdir=LR;
  node [shape=box, style=rounded];
)",
                                 quoted(machine.id), quoted(machine.title));
  for (const DrawnPhase& phase : drawn_phases(machine)) {
    text +=
        fmt::format("  subgraph cluster_{} {{\n    label={};\n", phase.name, quoted(phase.title));
    for (const State* state : phase.states) text += node(*state, "    ");
    text += "  }\n";
  }
  for (const State& state : machine.states)
    if (state.final) text += node(state, "  ");
  const Transition* last = step_of_no_return(machine);
  for (const Transition& t : machine.transitions) {
    std::string how = fmt::format("label={}, tooltip={}", quoted(t.id), quoted(t.step));
    if (&t == last)
      how = fmt::format("label={}, tooltip={}, style=bold, penwidth=4",
                        quoted(t.id + " (point of no return)"), quoted(t.step));
    text += edge(t.from, t.to, how);
  }
  for (const State& state : machine.states)
    if (!state.back.empty())
      text += edge(state.id, state.back, "label=\"back\", style=dashed, constraint=false");
  return text + "}\n";
}

}  // namespace interlock
