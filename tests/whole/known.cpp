#include "tests/whole/known.h"

#include <gtest/gtest.h>

#include "engine/jcs.h"
#include "states/load.h"
#include "states/shipped.h"
#include "tests/whole/typed.h"

namespace interlock {

namespace {

std::string shipped_text(const std::string& name) {
  for (const Shipped& file : shipped_machines())
    if (file.name == name) return std::string(file.text);
  throw std::runtime_error("no such machine: " + name);
}

Configuration flying(Configuration intended) {
  intended.standing = Standing::flight;
  return intended;
}

}  // namespace

Known::Known(const std::string& name)
    : name_(name),
      machine_(load(shipped_text(name), shipped_groups()).machine),
      plan_(plan_of(machine_)),
      explored_(explore(plan_)) {
  EXPECT_FALSE(explored_.too_large);
  first_edge_.assign(explored_.configurations.size() + 1, explored_.edges.size());
  for (std::size_t i = explored_.edges.size(); i-- > 0;) first_edge_[explored_.edges[i].from] = i;
  for (std::size_t i = explored_.configurations.size(); i-- > 0;)
    first_edge_[i] = std::min(first_edge_[i], first_edge_[i + 1]);
}

std::string Known::text(const std::string& overdue) const {
  Value machine = json(shipped_text(name_));
  Value::List transitions = machine["transitions"].list();
  for (Value& transition : transitions) {
    if (!transition["ensure"].null()) transition.set("within", "1s");
    if (transition["id"].text() == overdue) transition.set("deadline", "1s");
  }
  machine.set("transitions", std::move(transitions));
  return canonical(machine);
}

Run Known::fold(const std::vector<Event>& events) const {
  return replay(machine_, plan_, events);
}

Known::Places Known::after(const Places& at, Rule rule, const Configuration& folded) const {
  Places reached;
  for (const std::uint32_t place : at)
    for (std::size_t i = first_edge_[place]; i < first_edge_[place + 1]; ++i) {
      const Edge& edge = explored_.edges[i];
      if (edge.rule == rule && covers(folded, explored_.configurations[edge.to]))
        reached.insert(edge.to);
    }
  return reached;
}

std::string Known::unknown_in(const std::vector<Event>& events) const {
  Run run = fresh(plan_);
  Places at{0};
  bool whole = true;
  for (const Event& event : events) {
    const std::string where = "event " + std::to_string(event.seq) + ", " + event.type + ": ";
    const Configuration before = run.at;
    take(run, machine_, plan_, event);
    if (!run.problems.empty()) return where + run.problems.front().what;
    const Rule rule = rule_of(event.data["rule"].text()).value_or(Rule::none);
    if (event.data["input"].null()) {
      if (run.at != before) return where + "it moves without an input";
      if (rule != Rule::none && event.type != "run.finished") whole = false;
      continue;
    }
    whole = true;
    if (rule == Rule::none) {
      if (run.at != before) return where + "it moves without a rule";
      continue;
    }
    // Where Interlock was killed between the start of a command and its record, the
    // world went through flight.
    Places from = at;
    if (rule == Rule::crash && before.standing == Standing::intent)
      from.merge(after(at, Rule::begin, flying(before)));
    at = after(from, rule, run.at);
    if (at.empty()) return where + "the prover knows no such " + std::string(word(rule));
  }
  return whole ? "" : "the records of the last rule are not all there";
}

}  // namespace interlock
