#include <fmt/core.h>

#include <algorithm>

#include "engine/ask.h"
#include "reports/page_parts.h"
#include "reports/standing.h"
#include "reports/style.h"
#include "reports/track.h"

// The course of a run: the line that it took, its times, its steps.
namespace interlock {

namespace {

// What a rule says of the step that it is about, and whether that is amiss.
struct Course {
  std::string_view rule, before;
  bool amiss;
};
constexpr Course courses[] = {
    {"begin", "Begun: ", false},
    {"wait", "Waits until it may begin: ", false},
    {"refuse", "What must hold before it did not: ", true},
    {"unknown", "What must hold before it could not be told: ", true},
    {"fail", "Failed: ", true},
    {"unsure", "Whether it is done could not be told: ", true},
    {"crash", "In doubt, Interlock ended while it ran: ", true},
    {"deadline", "In doubt, its time was over: ", true},
    {"check", "Looked again: ", false},
    {"retry", "To be done again: ", false},
};

const Course* course_of(std::string_view rule) {
  const auto* const found = std::find_if(std::begin(courses), std::end(courses),
                                         [&](const Course& each) { return each.rule == rule; });
  return found == std::end(courses) ? nullptr : found;
}

// Where a run went or might have gone, a state each, and when it was entered last.
Phrases state_words(const Report& report, const State& state, bool start) {
  Phrases says{code(state.id), {": " + state.means}};
  std::string entered = start ? report.started_at : "", before = start ? state.id : "";
  for (const Station& station : report.timeline) {
    if (station.state == state.id && station.state != before) entered = station.at;
    before = station.state;
  }
  if (report.kind != "run") return says;
  says.push_back(soft(entered.empty() ? " Not entered." : " Entered " + time_words(entered) + "."));
  return says;
}

std::string argv_words(const Value& command) {
  std::string words;
  for (const std::string& word : texts_in(command["argv"]))
    words += (words.empty() ? "" : " ") + word;
  return words;
}

// What was told of the stretch of time that ends at a station; a hold ends with an act.
Phrases stretch_words(const Report& report, std::size_t number, bool locked_out) {
  const Station& here = report.timeline[number];
  Phrases says;
  const bool held = number > 0 && report.timeline[number - 1].held;
  if (held)
    says.push_back(strong(fmt::format(
        "Held{}.", here.by.empty() ? "" : " until " + here.by + " chose " + here.rule)));
  says.push_back({(held ? " " : "") + course_words(here)});
  if (here.locked_out != locked_out)
    says.push_back(strong(here.locked_out ? " Users were locked out." : " Users were let in."));
  return says;
}

// Of the time between two stations, which are numbers of the timeline; none before the first.
Stretch stretch_of(const Report& report, std::optional<std::size_t> before, std::size_t number) {
  const Station& here = report.timeline[number];
  const std::string& from = before ? report.timeline[*before].at : report.started_at;
  const bool locked_out = before && report.timeline[*before].locked_out;
  const std::int64_t whole = std::max<std::int64_t>(ms_between(report.started_at, report.at), 1);
  const auto share = [&](std::string_view at) {
    return std::clamp<std::int64_t>(1000 * ms_between(report.started_at, at) / whole, 0, 1000);
  };
  Stretch stretch{time_words(from),
                  stretch_words(report, number, locked_out),
                  {},
                  Stretch::Kind::went,
                  share(from),
                  share(here.at),
                  locked_out};
  if (const auto ms = ms_between(from, here.at); ms >= 100) stretch.took = span_words(ms);
  if (number && report.timeline[number - 1].held) stretch.kind = Stretch::Kind::waited;
  if (is_amiss(here)) stretch.kind = Stretch::Kind::failed;
  return stretch;
}

void put_asked(Stage& stage, const Source& source, const Transition& transition, When when) {
  static constexpr const char* labels[] = {"Before", "Meanwhile", "After"};
  Group group{labels[static_cast<std::size_t>(when)], {}, {}};
  for (const Line& line : source.report.lines)
    if (line.transition == transition.id && line.asked == word(when))
      put(group.inside, check_fold(source, line));
  if (!group.inside.empty()) put(stage.inside, std::move(group));
}

// What was run in one attempt, how it ended, and what it printed.
void put_attempt(Stage& stage, const Source& source, const Station& intent, const Station& end) {
  Group group{"Step", span_words(ms_between(intent.at, end.at)), {}};
  Grid grid{{"Command", "Ended", "Took"}, {}};
  for (const Value& command : end.commands.list())
    grid.rows.push_back({{code(argv_words(command))},
                         {{ending_words(command)}},
                         {{span_words(command["ms"].number())}}});
  if (!grid.rows.empty()) put(group.inside, std::move(grid));
  for (const Value& command : end.commands.list())
    for (const auto& [name, shown] : {std::pair("stdout", "Output"), {"stderr", "Messages"}})
      put_output(group.inside, source, shown, command[name]);
  put(group.inside,
      Paragraph{{{course_words(end)},
                 soft(fmt::format(" On record: the intent, before it ran, as event {}; what came "
                                  "of it as event {}.",
                                  intent.event, end.event))}});
  put(stage.inside, std::move(group));
}

void put_hold(Stage& stage, const Report& report, std::size_t number) {
  const Station& held = report.timeline[number];
  const bool ended = number + 1 < report.timeline.size();
  const std::string until = ended ? report.timeline[number + 1].at : report.at;
  std::string says = "Since " + time_words(held.at) + " UTC. ";
  if (ended) {
    const Station& act = report.timeline[number + 1];
    says = fmt::format("From {} to {} UTC. {}: {}, event {}.", time_words(held.at),
                       time_words(until), act.by.empty() ? "Then" : act.by, act.rule, act.event);
  }
  put(stage.inside,
      Group{"Held", span_words(ms_between(held.at, until)), {Block{Paragraph{{{says}}}}}});
}

// Its checks and attempts, in the order in which they were asked and made.
void fill(Stage& stage, const Source& source, const Transition& transition) {
  const Report& report = source.report;
  put_asked(stage, source, transition, When::before);
  const Station* intent = nullptr;
  for (std::size_t i = 0; i < report.timeline.size(); ++i) {
    const Station& station = report.timeline[i];
    if (station.transition != transition.id) continue;
    if (intent && station.rule != "begin") put_attempt(stage, source, *intent, station);
    intent = station.rule == "begin" ? &station : nullptr;
    if (station.held) put_hold(stage, report, i);
  }
  put_asked(stage, source, transition, When::meanwhile);
  put_asked(stage, source, transition, When::after);
}

std::string times_words(const Report& report, const Transition& transition) {
  std::string from, to, before = report.started_at;
  for (const Station& station : report.timeline) {
    if (station.transition == transition.id) {
      if (from.empty()) from = before;
      to = station.at;
    }
    before = station.at;
  }
  return from.empty() ? std::string() : time_words(from) + " to " + time_words(to);
}

// The main line first, then the way back as it is written.
std::vector<const Transition*> in_order(const Machine& machine) {
  std::vector<const Transition*> all = main_line(machine);
  for (const Transition& each : machine.transitions)
    if (std::find(all.begin(), all.end(), &each) == all.end()) all.push_back(&each);
  return all;
}

// "guide: parsec 1-2; upgrade-parsec-server 2".
std::string guide_words(const Machine& machine, const Transition& transition) {
  if (machine.guide.name.empty()) return {};
  std::string text;
  for (std::string cite : transition.cites) {
    std::replace(cite.begin(), cite.end(), '#', ' ');
    text += (text.empty() ? ", guide: " : "; ") + cite;
  }
  return text.empty() ? ", not in the guide" : text;
}

bool was_met(const Report& report, const Transition& transition) {
  return std::any_of(report.lines.begin(), report.lines.end(),
                     [&](const Line& line) { return line.transition == transition.id; }) ||
         std::any_of(report.timeline.begin(), report.timeline.end(),
                     [&](const Station& each) { return each.transition == transition.id; });
}

}  // namespace

std::string ending_words(const Value& command) {
  const std::string how(command["how"].text());
  if (how == "exited" || !command["exit"].null())
    return fmt::format("exit {}", command["exit"].number());
  if (how == "signalled") return fmt::format("signal {}", command["signal"].number());
  const std::string why(command["why"].text());
  return how == "overdue"       ? std::string("its time was over")
         : how == "not_started" ? "not started" + (why.empty() ? "" : ": " + why)
                                : std::string("stopped");
}

std::string course_words(const Station& station) {
  const Course* course = course_of(station.rule);
  return (course ? std::string(course->before) : std::string()) + station.says;
}

bool is_amiss(const Station& station) {
  const Course* course = course_of(station.rule);
  return course && course->amiss;
}

Section line_section(const Source& source) {
  const Report& report = source.report;
  Section section{"line", report.kind == "run" ? "The line" : "What the upgrade would do", {}};
  const auto line = main_line(source.machine);
  const State& start = source.machine.states.front();
  Items main{{state_words(report, start, true)}}, side;
  Texts on_line{start.id};
  for (const Transition* step : line) {
    on_line.push_back(step->to);
    if (const State* state = find_state(source.machine, step->to))
      main.items.push_back(state_words(report, *state, false));
  }
  for (const State& state : source.machine.states)
    if (std::find(on_line.begin(), on_line.end(), state.id) == on_line.end())
      side.items.push_back(state_words(report, state, false));
  put(section.blocks,
      Drawing{track_figure(source.machine, lamps_of(source.machine, report)),
              "From left to right the main line; below it the way back, and from where it can be "
              "entered."});
  Fold words{{}, "The line in words", {}, {}};
  put(words.inside, Paragraph{{{track_words(source.machine)}}});
  put(words.inside, Paragraph{{strong("The main line")}});
  put(words.inside, std::move(main));
  if (!side.items.empty()) {
    put(words.inside, Paragraph{{strong("Beside it")}});
    put(words.inside, std::move(side));
  }
  put(section.blocks, std::move(words));
  return section;
}

Section timeline_section(const Report& report) {
  Section section{"time", "Timeline", {}};
  Timeline timeline{time_words(report.started_at), time_words(report.at), {}};
  std::optional<std::size_t> before;
  for (std::size_t i = 0; i < report.timeline.size(); ++i) {
    const Station& here = report.timeline[i];
    const bool goes_on = i + 1 < report.timeline.size();
    if (here.rule == "begin" && goes_on && report.timeline[i + 1].transition == here.transition)
      continue;  // told by how it ended
    timeline.stretches.push_back(stretch_of(report, before, i));
    before = i;
  }
  if (!report.timeline.empty() && report.timeline.back().held && report.finished.null()) {
    const Station& held = report.timeline.back();
    timeline.stretches.push_back({time_words(held.at),
                                  {strong("Held."), {" It waits for a person."}},
                                  {},
                                  Stretch::Kind::waited,
                                  1000,
                                  1000,
                                  held.locked_out});
  }
  put(section.blocks, std::move(timeline));
  return section;
}

Section stages_section(const Source& source) {
  const Report& report = source.report;
  Section section{"checks", report.kind == "run" ? "Checks and steps" : "All checks", {}};
  for (const Transition* transition : in_order(source.machine)) {
    if (!was_met(report, *transition)) continue;
    Stage stage{step_number(source.machine, *transition),
                transition->step,
                times_words(report, *transition),
                {},
                {}};
    stage.about = {code(transition->from),
                   {" to "},
                   code(transition->to),
                   {", " + std::string(class_of(source.machine, *transition)) +
                    guide_words(source.machine, *transition)}};
    if (!transition->note.empty()) put(stage.inside, Paragraph{{{transition->note}}});
    fill(stage, source, *transition);
    put(section.blocks, std::move(stage));
  }
  return section;
}

}  // namespace interlock
