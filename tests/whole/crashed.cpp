#include "tests/whole/crashed.h"

#include <gtest/gtest.h>

#include <csignal>
#include <set>

namespace interlock {

namespace {

constexpr const char* ledger_name = "state/interlock/ledger.db";

}  // namespace

std::vector<Event> events_of_run(const Desk& desk) {
  if (!std::filesystem::exists(desk.folder / ledger_name)) return {};
  const Ledger ledger = Ledger::read(desk.path(ledger_name));
  std::string run;
  ledger.each(0, ledger.head().size, [&](const Event& event) {
    if (event.type == "run.started") run = event.run;
  });
  return run.empty() ? std::vector<Event>{} : ledger.events(run);
}

std::vector<std::string> refused_now(const Desk& desk) {
  std::set<std::string> keys;
  bool held = false;
  for (const Event& event : events_of_run(desk)) {
    if (held || event.type == "action.intent" || event.type == "state.entered") keys.clear();
    held = event.type == "run.held";
    if (event.type == "check.result" && (event.outcome == "fail" || event.outcome == "unknown"))
      keys.emplace(event.data["key"].text());
  }
  return {keys.begin(), keys.end()};
}

namespace {

std::string broken_in(const Desk& desk) {
  if (!std::filesystem::exists(desk.folder / ledger_name)) return {};
  for (const Proof& proof : verify(desk.path(ledger_name), {}).proofs)
    if (proof.verdict == "broken") return proof.said;
  return {};
}

}  // namespace

Crashed::Crashed(Crashing& place, std::vector<std::string> resume_words)
    : place_(place), resume_words_(std::move(resume_words)) {}

void Crashed::look() {
  const Desk& desk = place_.desk();
  EXPECT_EQ(broken_in(desk), "");
  EXPECT_EQ(place_.known().unknown_in(events_of_run(desk)), "") << last.out << last.err;
  EXPECT_LE(place_.starts(), 1 + retries_) << last.out << last.err;
}

bool Crashed::killed_at(int point, const std::vector<std::string>& words) {
  place_.desk().env["INTERLOCK_CRASH_AT"] = std::to_string(point);
  last = place_.desk().interlock(words);
  place_.desk().env.erase("INTERLOCK_CRASH_AT");
  look();
  return last.exit == 256 + SIGKILL;
}

bool Crashed::ended() const {
  return place_.known().fold(events_of_run(place_.desk())).finished.has_value();
}

std::string Crashed::state() const {
  const Run run = place_.known().fold(events_of_run(place_.desk()));
  return place_.known().machine().states[run.at.state].id;
}

// Where nothing leads back, there is only one choice.
void Crashed::choose(Choice choice) {
  if (choice == Choice::back) last = place_.desk().interlock({"back", "--yes"});
  if (choice == Choice::back && last.exit != 2) return;
  const Transition* step = transition_from(place_.known().machine(), state());
  if (step && step->attempts == 1) ++retries_;
  last = place_.desk().interlock({"retry"});
}

void Crashed::accept_loss() {
  const std::string run = events_of_run(place_.desk()).back().run;
  const Transition* step = transition_from(place_.known().machine(), state());
  ASSERT_TRUE(step) << state();
  place_.desk().interlock({"answer", run, step->to + "/operator.confirms@operator", "yes"});
}

void Crashed::end(Choice choice) {
  bool held = false;
  for (int typed = 0; typed < 8 && !ended(); ++typed) {
    if (events_of_run(place_.desk()).empty())
      last = place_.desk().interlock(place_.run_words());
    else if (!held)
      last = place_.desk().interlock(resume_words_);
    else
      choose(choice);
    while (say_yes(place_.desk(), last)) last = place_.desk().interlock(resume_words_);
    held = last.exit == 1 || last.exit == 3;
    look();
    if (last.exit == 9)
      accept_loss();
    else if (!held && last.exit != 0 && last.exit != 8)
      break;
  }
  const Run run = place_.known().fold(events_of_run(place_.desk()));
  ASSERT_TRUE(run.finished) << last.exit << "\n" << last.out << last.err;
  const auto end = place_.known().machine().states[run.at.state].final;
  ASSERT_TRUE(end) << state();
  EXPECT_EQ(place_.differs_from(*end), "") << state() << "\n" << last.out << last.err;
}

std::vector<std::string> with(std::vector<std::string> words, std::vector<std::string> more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

std::vector<std::string> points_of(Crashing& place, const std::vector<std::string>& words) {
  const Desk& desk = place.desk();
  place.desk().env["INTERLOCK_CRASH_LOG"] = desk.path("points");
  const Typed typed = desk.interlock(words);
  place.desk().env.erase("INTERLOCK_CRASH_LOG");
  std::vector<std::string> points;
  std::string line;
  for (const char c : desk.read("points")) {
    if (c != '\n') {
      line += c;
      continue;
    }
    points.push_back(std::exchange(line, {}));
  }
  EXPECT_GT(points.size(), 10U) << typed.out << typed.err;
  return points;
}

bool same_as_before(const std::vector<std::string>& points, std::size_t index) {
  return index > 0 &&
         (points[index].starts_with("recording") || points[index].starts_with("starting")) &&
         !points[index - 1].starts_with("starting");
}

}  // namespace interlock
