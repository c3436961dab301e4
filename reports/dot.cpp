#include <fmt/core.h>

#include "reports/drawing.h"
#include "reports/models.h"

namespace interlock {

namespace {

std::string in_dot(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out + '"';
}

std::string node(const State& state, std::string_view indent) {
  return fmt::format("{}{} [tooltip={}{}];\n", indent, in_dot(state.id), in_dot(state.means),
                     state.final ? ", peripheries=2" : "");
}

std::string edge(std::string_view from, std::string_view to, std::string_view how) {
  return fmt::format("  {} -> {} [{}];\n", in_dot(from), in_dot(to), how);
}

}  // namespace

std::string dot(const Machine& machine) {
  std::string text = fmt::format(R"(digraph {} {{
  label={};
  rankdir=LR;
  node [shape=box, style=rounded];
)",
                                 in_dot(machine.id), in_dot(machine.title));
  for (const DrawnPhase& phase : drawn_phases(machine)) {
    text +=
        fmt::format("  subgraph cluster_{} {{\n    label={};\n", phase.name, in_dot(phase.title));
    for (const State* state : phase.states) text += node(*state, "    ");
    text += "  }\n";
  }
  for (const State& state : machine.states)
    if (state.final) text += node(state, "  ");
  const Transition* last = step_of_no_return(machine);
  for (const Transition& t : machine.transitions) {
    std::string how = fmt::format("label={}, tooltip={}", in_dot(t.id), in_dot(t.step));
    if (&t == last)
      how = fmt::format("label={}, tooltip={}, style=bold, penwidth=4",
                        in_dot(t.id + " (point of no return)"), in_dot(t.step));
    text += edge(t.from, t.to, how);
  }
  for (const State& state : machine.states)
    if (!state.back.empty())
      text += edge(state.id, state.back, "label=\"back\", style=dashed, constraint=false");
  return text + "}\n";
}

}  // namespace interlock
