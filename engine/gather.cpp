#include "engine/gather.h"

#include <algorithm>
#include <thread>

#include "engine/error.h"
#include "engine/time.h"

namespace interlock {

namespace {

using Slot = std::pair<const Errand, Heard>;

template <class Asking>
Answer tried(const Asking& asking) {
  try {
    return asking();
  } catch (const Error& failure) {
    return Unanswered{failure.code, failure.what()};
  } catch (const std::exception& failure) {
    return Unanswered{{}, failure.what()};
  }
}

std::size_t bytes_of(const Table& table) {
  std::size_t bytes = 0;
  for (const auto& row : table.rows)
    for (const Table::Cell& cell : row) bytes += cell ? cell->size() : 1;
  return bytes;
}

Answer asked(Endpoint& session, const Question& question) {
  return tried([&] {
    Table answer = session.ask(question);
    if (bytes_of(answer) > largest_answer)
      throw Error(Error::Kind::endpoint, "the answer was larger than 64 MiB", {}, "too_large");
    return answer;
  });
}

// A question that an answer brought may do no more than the one that led to it.
bool reads(std::string_view words) {
  return words.starts_with("SELECT ") && words.find(';') == std::string_view::npos;
}

void ask_further(Endpoint& session, const Errand& errand, Reply& reply,
                 const std::stop_token& stop) {
  const auto* table = std::get_if<Table>(&reply.answer);
  if (!table) return;
  const auto& columns = table->columns;
  if (std::find(columns.begin(), columns.end(), "ask") == columns.end()) return;
  for (std::size_t row = 0; row < table->rows.size() && !stop.stop_requested(); ++row) {
    const Table::Cell& words = table->at(row, "ask");
    reply.further.push_back(words && reads(*words)
                                ? asked(session, {*words, {}, errand.patience})
                                : Answer(Unanswered{{}, "This is no question that only reads."}));
  }
}

// Runs on the thread of one session; writes only the slots it was given. Questions
// with the same patience follow each other: to change it costs the session a round trip.
void ask_all(const Whom& whom, std::vector<Slot*> slots, const Opener& open,
             const std::stop_token& stop) {
  if (stop.stop_requested()) return;
  std::stable_sort(slots.begin(), slots.end(), [](const Slot* a, const Slot* b) {
    return a->first.patience < b->first.patience;
  });
  const auto longest = slots.back()->first.patience;
  std::unique_ptr<Endpoint> session;
  const Moment begun = now();
  const Answer opened = tried([&] {
    session = open(whom, longest);
    return Table{};
  });
  if (!session) {
    for (Slot* slot : slots) slot->second = {{opened}, begun, now(), false};
    return;
  }
  for (Slot* slot : slots) {
    if (stop.stop_requested()) return;
    const auto& [errand, unused] = *slot;
    Heard& heard = slot->second;
    heard.asked = now();
    heard.reply.answer = asked(*session, {errand.words, errand.arguments, errand.patience});
    if (errand.asks_further) ask_further(*session, errand, heard.reply, stop);
    heard.answered = now();
  }
}

}  // namespace

std::map<Errand, Heard> gather(const std::vector<Errand>& errands, const Opener& open,
                               const std::stop_token& stop) {
  std::map<Errand, Heard> answers;
  for (const Errand& errand : errands)
    answers.emplace(errand, Heard{{Unanswered{{}, "not asked: stopped by the operator"}}});

  std::map<Whom, std::vector<Slot*>> work;
  for (Slot& slot : answers) work[slot.first.whom].push_back(&slot);

  std::vector<std::jthread> askers;
  for (const auto& [whom, slots] : work)
    askers.emplace_back(
        [&whom = whom, &slots = slots, &open, &stop] { ask_all(whom, slots, open, stop); });
  askers.clear();  // joins
  return answers;
}

}  // namespace interlock
