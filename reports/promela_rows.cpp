#include "reports/promela_rows.h"

#include <fmt/core.h>

#include "reports/promela_work.h"

namespace interlock {

namespace {

std::string met(const Literals& needs) {
  std::string condition = always;
  for (const auto& [fact, holds] : needs) {
    const bool outside = fact == "serving" || fact == "maintenance";
    condition = both(condition, fmt::format("{}{}{}", holds ? "" : "!", outside ? "" : "f_", fact));
  }
  return condition;
}

std::string unmet(bool binds, const Literals& needs) {
  const std::string condition = met(needs);
  return !binds || condition == always ? never : "!(" + condition + ")";
}

class Options {
 public:
  Options(const Model& model, const ModelRow& row) : model_(model), row_(row) {
    text_ = fmt::format("\n  /* {}: {} */\n", row.transition->id, in_comment(row.transition->step));
  }

  std::string all() {
    const Transition& t = *row_.transition;
    before();
    if (t.acts()) {
      begin();
      after("flight", in_flight());
      after("doubt", in_doubt());
      faults();
    } else {
      option({"move", "ready", "", always, cross()});
    }
    operators();
    return std::move(text_);
  }

 private:
  // How a step may come out, and when that is calm; empty: it may not.
  struct Outcome {
    std::string when, calm;
    bool possible = true;
  };
  struct Outcomes {
    Outcome done, fail, unsure;
  };

  // Where the run stands, when the rule may come about and when that is calm, and what it
  // does. `asked`: the operator asks for it.
  struct Option {
    std::string_view rule, standing;
    std::string when, calm, then;
    bool asked = false;
  };

  void option(const Option& it) {
    text_ += fmt::format("  /* {:<8} */ :: d_step {{ at(s_{}, {}){}{}{} && well({}) -> {} }}\n",
                         it.rule, row_.from->id, it.standing, it.when.empty() ? "" : " && ",
                         it.when, it.asked ? " && asked" : "", it.calm,
                         std::string_view(it.then).substr(0, it.then.size() - 2));
  }

  std::string cross() const {
    std::string text;
    for (const std::string& fact : row_.denies) text += fmt::format("f_{} = false; ", fact);
    for (const std::string& fact : row_.gains) text += fmt::format("f_{} = true; ", fact);
    return text + fmt::format("enter(s_{}); ", row_.to->id);
  }
  std::string lose() const {
    std::string text;
    for (const std::string& fact : row_.loses) text += fmt::format("f_{} = false; ", fact);
    return text;
  }

  void before() {
    const bool waits = row_.transition->wait.count() > 0;
    if (!row_.require_binds && !row_.hold_binds) return;
    const std::string first = row_.hold_binds ? "" : "attempt == 0";
    std::string require = unmet(row_.require_binds, row_.require_needs);
    if (require != never) require = "(attempt == 0 && " + require + ")";
    const std::string calm = either({unmet(row_.hold_binds, row_.hold_needs), require});
    if (waits) option({"wait", "ready", "attempt == 0 && !waiting", calm, "waiting = true; "});
    std::string when = first;
    if (waits) when += (first.empty() ? "" : " && ") + std::string("(attempt > 0 || waiting)");
    option({"refuse", "ready", when, calm, "hold(); "});
    option({"unknown", "ready", when, never, "hold(); "});
  }

  void begin() {
    const auto worlds = worlds_of(row_);
    const std::string already = alike(worlds.front(), worlds.back());
    std::string calm = always;
    if (!row_.transition->restores.empty() && row_.ensure_binds && already != never) {
      option({"needless", "ready", both("attempt == 0", already), always, lose() + cross()});
      calm = either({"!(" + both("attempt == 0", already) + ")", unmet(true, row_.ensure_needs)});
    }
    std::string touched;
    for (const std::string& name : model_.components)
      touched += fmt::format("{}part_{} != untouched", touched.empty() ? "" : " || ", name);
    if (row_.lets_in && !touched.empty())
      touched = fmt::format("beyond = (beyond || {}); ", touched);
    option({"begin", "ready", "", calm,
            "standing = intent; begun = true; attempt++; waiting = false; " +
                (row_.lets_in ? touched : "") + lose()});
    option({"begin", "intent", "", never, "standing = flight; "});
    for (std::size_t pieces = 1; pieces + 1 < worlds.size(); ++pieces) {
      const std::string when = looks_new(worlds, pieces);
      if (when != never)
        option({"begin", "intent", when == always ? "" : when, never,
                made_of(worlds.front(), worlds[pieces]) + "standing = flight; "});
    }
    option({"begin", "intent", "", always,
            made_of(worlds.front(), worlds.back()) + "standing = flight; reached = true; "});
  }

  Outcomes in_flight() const {
    const std::string hold = unmet(row_.hold_binds, row_.hold_needs),
                      ensure = unmet(row_.ensure_binds, row_.ensure_needs);
    Outcomes outcomes;
    if (row_.transition->manual) {
      // Only an `ensure` that passes ends it, or the operator who leaves it.
      const bool seen = row_.ensure_binds;
      outcomes.done = {"reached", always, seen};
      outcomes.fail = {"reached", hold, seen && row_.hold_binds};
      outcomes.unsure = {"", "!reached"};
      return outcomes;
    }
    outcomes.done = {row_.ensure_binds ? "reached" : "", always};
    outcomes.fail = {"", either({"!reached", hold, ensure})};
    outcomes.unsure = {"", never, row_.hold_binds || row_.ensure_binds};
    return outcomes;
  }

  // Only the guards can tell, and nobody can without one that binds.
  Outcomes in_doubt() const {
    const std::string hold = unmet(row_.hold_binds, row_.hold_needs),
                      ensure = unmet(row_.ensure_binds, row_.ensure_needs);
    Outcomes outcomes;
    outcomes.done = {"reached", always, row_.ensure_binds};
    outcomes.fail = {"", either({row_.ensure_binds ? "!reached" : "false", hold, ensure}),
                     row_.hold_binds || row_.ensure_binds};
    outcomes.unsure = {"", !row_.ensure_binds        ? "true"
                           : row_.transition->manual ? "!reached"
                                                     : "false"};
    return outcomes;
  }

  void after(std::string_view standing, const Outcomes& outcomes) {
    const auto& [done, fail, unsure] = outcomes;
    if (done.possible) option({"done", standing, done.when, done.calm, cross()});
    if (fail.possible) failed(standing, fail);
    if (unsure.possible) option({"unsure", standing, unsure.when, unsure.calm, "hold(); "});
  }

  void failed(std::string_view standing, const Outcome& fail) {
    const Transition& t = *row_.transition;
    const std::string last = t.on_fail == OnFail::back && !row_.to->back.empty()
                                 ? fmt::format("enter(s_{}); ", row_.to->back)
                                 : "hold(); ";
    const auto when = [&](std::string_view attempts) {
      return fail.when.empty() ? std::string(attempts) : fail.when + " && " + std::string(attempts);
    };
    if (t.attempts == 1) return option({"fail", standing, fail.when, fail.calm, last});
    option(
        {"fail", standing, when(fmt::format("attempt < {}", t.attempts)), fail.calm, "again(); "});
    option({"fail", standing, when(fmt::format("attempt >= {}", t.attempts)), fail.calm, last});
  }

  void faults() {
    option({"crash", "intent", "", never, "standing = doubt; "});
    option({"crash", "flight", "", never, "standing = doubt; "});
    if (!row_.transition->manual) option({"deadline", "flight", "", never, "standing = doubt; "});
  }

  void operators() {
    option({"check", "held", "!begun", always, "standing = ready; ", true});
    if (row_.transition->acts() && row_.ensure_binds) {
      const auto worlds = worlds_of(row_);
      option({"check", "held", "begun", always, made_of(worlds.front(), worlds.back()) + cross(),
              true});
    }
    option({"retry", "held", "", always, "standing = ready; ", true});
    for (const std::string_view standing : {"ready", "held"}) {
      const std::string& calm = standing == "held" ? always : never;
      if (!row_.from->back.empty())
        option({"back", standing, "!begun", calm, fmt::format("enter(s_{}); ", row_.from->back)});
      if (row_.transition->acts() && !row_.to->back.empty())
        option({"back", standing, "begun", calm, fmt::format("enter(s_{}); ", row_.to->back)});
    }
  }

  const Model& model_;
  const ModelRow& row_;
  std::string text_;
};

}  // namespace

std::string promela_options(const Model& model, const ModelRow& row) {
  return Options(model, row).all();
}

}  // namespace interlock
