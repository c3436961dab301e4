#include <algorithm>
#include <array>

#include "checks/account.h"
#include "checks/wording.h"
#include "engine/check.h"

namespace interlock::checks {

namespace convoy {

constexpr std::int64_t stuck_after = std::int64_t{6} * 3600;
constexpr std::array<std::string_view, 3> tables = {"backups", "iso_library", "servers"};

// One that was not told of: this account may not read it, or it is not there.
inline std::optional<Verdict> unseen(const Evidence& seen) {
  const Table& told = seen.answer(1);
  std::vector<std::string> missing;
  for (const std::string_view table : tables) {
    bool found = false;
    for (std::size_t row = 0; row < told.rows.size(); ++row) {
      if (told.text(row, "place") != table) continue;
      const Unanswered* refusal = seen.further_refusal(1, row);
      found = !refusal || (refusal->code != "1142" && refusal->code != "1143");
    }
    if (!found) missing.emplace_back(table);
  }
  if (missing.empty()) return {};
  return unknown("Account " + account_name(seen) + " could not read " + listed(missing) +
                     ", or this is no database of Convoy.",
                 missing, {grant_here(seen, "SELECT")});
}

struct Work {
  std::vector<std::string> going;
  std::vector<std::string> stuck;
};

inline Work work_in(const Evidence& seen) {
  Work work;
  for (std::size_t place = 0; place < seen.answer(1).rows.size(); ++place) {
    const Table& rows = seen.further(1, place);
    for (std::size_t row = 0; row < rows.rows.size(); ++row) {
      const auto& untouched = rows.at(row, "untouched");
      const std::int64_t age = untouched ? rows.integer(row, "untouched") : 0;
      const std::string name = std::string(rows.text(row, "what")) + " " +
                               rows.at(row, "name").value_or("without a name") + " (" +
                               std::string(rows.text(row, "state"));
      if (age >= stuck_after)
        work.stuck.push_back(name + ", untouched for " + span_of(age) + ")");
      else
        work.going.push_back(name + ")");
    }
  }
  return work;
}

}  // namespace convoy

// Until 3.8 a server that is deleted may stay as a row. Times are those that Laravel
// wrote, which has UTC for its own.
extern const Check queue_convoy_idle = {
    .id = "queue.convoy_idle",
    .asks = "Does Convoy install, restore, delete, back up and download nothing?",
    .because =
        "Work on a hypervisor goes on while the panel is down, and nobody ever records "
        "how it ended.",
    .remedy = "Let it end; what is stuck is set right in the panel.",
    .probes = {{.mysql = "SELECT CURRENT_USER() AS account, DATABASE() AS name"},
               {.mysql = R"(SELECT w.place, CONCAT('SELECT ''', w.what, ''' AS what, name, ',
                         w.state, ' AS state, TIMESTAMPDIFF(SECOND, updated_at, UTC_TIMESTAMP())',
                         ' AS untouched FROM ', w.place, ' WHERE ', w.busy,
                         IF(c.column_name IS NULL, '', ' AND deleted_at IS NULL'),
                         ' ORDER BY id') AS ask
                    FROM (SELECT 'servers' AS place, 'server' AS what, 'status' AS state,
                             'status IN (''installing'', ''restoring_backup'',
                                ''restoring_snapshot'', ''deleting'')' AS busy
                          UNION ALL SELECT 'backups', 'backup', '''unfinished''',
                             'completed_at IS NULL'
                          UNION ALL SELECT 'iso_library', 'ISO', '''unfinished''',
                             'completed_at IS NULL') AS w
                    JOIN information_schema.TABLES t
                      ON t.table_schema = DATABASE() AND t.table_name = w.place
                    LEFT JOIN information_schema.COLUMNS c
                      ON c.table_schema = DATABASE() AND c.table_name = w.place
                         AND c.column_name = 'deleted_at'
                   ORDER BY w.place)",
                .asks_further = true}},
    .judge =
        [](const Evidence& seen) {
          if (const auto verdict = convoy::unseen(seen)) return *verdict;
          auto [busy, stuck] = convoy::work_in(seen);
          if (busy.empty() && stuck.empty())
            return pass("Nothing was being installed, restored, deleted, backed up or downloaded.");
          std::string sentence;
          if (!busy.empty()) sentence = "Convoy was at work: " + listed(busy) + ".";
          if (!stuck.empty())
            sentence += (busy.empty() ? "" : " ") + std::string("Stuck: ") + listed(stuck) + ".";
          busy.insert(busy.end(), stuck.begin(), stuck.end());
          return fail(sentence, busy);
        },
    .samples =
        {{.name = "idle",
          .seen = {"account | name \n watch@% | convoy",
                   "place | ask \n backups | SELECT 1 \n iso_library | SELECT 1 \n"
                   "servers | SELECT 1"},
          .outcome = Outcome::pass,
          .further = {"what | name | state | untouched", "what | name | state | untouched",
                      "what | name | state | untouched"}},
         {.name = "at work",
          .seen = {"account | name \n watch@% | convoy",
                   "place | ask \n backups | SELECT 1 \n iso_library | SELECT 1 \n"
                   "servers | SELECT 1"},
          .outcome = Outcome::fail,
          .further = {"what | name | state | untouched \n backup | nightly | unfinished | 60",
                      "what | name | state | untouched",
                      "what | name | state | untouched \n server | web1 | installing | 30 \n"
                      "server | web2 | deleting | 32400"},
          .said = "Convoy was at work: backup nightly (unfinished), server web1 (installing). "
                  "Stuck: server web2 (deleting, untouched for 9 h)."},
         {.name = "no table of servers to be seen",
          .seen = {"account | name \n watch@% | convoy",
                   "place | ask \n backups | SELECT 1 \n iso_library | SELECT 1"},
          .outcome = Outcome::unknown,
          .further = {"what | name | state | untouched", "what | name | state | untouched"},
          .on = System::mysql,
          .said = "Account watch@% could not read servers, or this is no database of Convoy."},
         {.name = "not to be read",
          .seen = {"account | name \n watch@% | convoy",
                   "place | ask \n backups | SELECT 1 \n iso_library | SELECT 1 \n"
                   "servers | SELECT 1"},
          .outcome = Outcome::unknown,
          .further = {"! 1142 denied", "what | name | state | untouched",
                      "what | name | state | untouched"},
          .on = System::mysql}},
};

}  // namespace interlock::checks
