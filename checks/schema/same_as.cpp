#include <map>
#include <utility>

#include "checks/account.h"
#include "checks/rights.h"
#include "checks/schema/catalogue.h"
#include "checks/tables.h"
#include "checks/wording.h"
#include "engine/check.h"

namespace interlock::checks {

namespace schema {

// "view v" -> its definition; null if the account may not read that.
using Objects = std::map<std::string, Table::Cell>;

inline Objects objects_in(const Table& rows) {
  Objects objects;
  for (std::size_t row = 0; row < rows.rows.size(); ++row)
    if (rows.text(row, "kind") != "server")
      objects[std::string(rows.text(row, "kind")) + " " + std::string(rows.text(row, "name"))] =
          rows.at(row, "definition");
  return objects;
}

// What MySQL keeps from this account: some rights it must hold, some texts are
// empty. Nothing if it saw the whole schema.
inline std::optional<Verdict> blind(const Evidence& seen) {
  if (seen.on != System::mysql) return {};
  const Table& who = seen.answer(1);
  const auto database = who.text(0, "name");
  const std::string to = " TO " + quoted_account(who.text(0, "account")) + ";";
  std::vector<std::string> commands;
  std::vector<std::string> lacking = lacking_for_schema(rights_in(seen.replies, 2, 3, database));
  bool bodies = true, mariadb = false;
  const Table& rows = seen.answer(0);
  for (std::size_t row = 0; row < rows.rows.size(); ++row) {
    const auto kind = rows.text(row, "kind");
    if (kind == "server") mariadb = rows.text(row, "definition").find("Maria") != std::string::npos;
    if (kind == "routine" && !rows.at(row, "definition")) bodies = false;
    if (kind == "view" && rows.text(row, "definition").empty() &&
        (lacking.empty() || lacking.back() != "SHOW VIEW"))
      lacking.emplace_back("SHOW VIEW");
  }
  for (const std::string& right : lacking)
    commands.push_back("GRANT " + right + " ON " + database_in_grants(seen, database) + ".*" + to);
  if (!bodies) {
    lacking.emplace_back("the text of routines");
    commands.push_back((mariadb ? "GRANT SELECT ON mysql.proc" : "GRANT SHOW_ROUTINE ON *.*") + to);
  }
  if (lacking.empty()) return {};
  return unknown("Account " + std::string(who.text(0, "account")) +
                     " could not see the whole schema: it lacked " + listed(lacking) + ".",
                 lacking, commands);
}

inline std::vector<Difference> differences(const Objects& then, const Objects& now) {
  std::vector<Difference> found;
  for (const auto& [object, definition] : then) {
    const auto still = now.find(object);
    if (still == now.end())
      found.push_back({object, definition.value_or(""), "absent"});
    else if (still->second != definition)
      found.push_back({object, definition.value_or(""), still->second.value_or("")});
  }
  for (const auto& [object, definition] : now)
    if (!then.contains(object)) found.push_back({object, "absent", definition.value_or("")});
  return found;
}

}  // namespace schema

// Asked by the application's account: one that may only read sees, on MySQL, neither triggers nor
// events nor routines.
extern const Check schema_same_as = {
    .id = "schema.same_as",
    .asks = "Is the schema what it was at that moment?",
    .because = "A way back that leaves another schema behind has not led back.",
    .remedy = "Restore the backup, and look at the differences that are named.",
    .probes = {{.postgres = catalogue::postgres,
                .mysql = catalogue::mysql,
                .sqlite = catalogue::sqlite,
                .as_application = true},
               sight_of_tables(true),
               own_rights(true),
               role_rights(true)},
    .since = Since::answers,
    .patience = std::chrono::seconds(30),
    .judge =
        [](const Evidence& seen) {
          Evidence before = seen;
          before.replies = seen.earlier;
          const auto then = schema::objects_in(seen.before());
          const auto now = schema::objects_in(seen.answer());
          for (const Evidence* moment : {&seen, &std::as_const(before)}) {
            if (const auto verdict = blind_to_tables(*moment, 1)) return *verdict;
            if (const auto verdict = schema::blind(*moment)) return *verdict;
          }
          const auto differences = schema::differences(then, now);
          if (differences.empty())
            return pass("The schema was the same, " + count_of(now.size(), "object", "objects") +
                        ".");
          std::vector<std::string> names;
          for (const Difference& one : differences)
            names.push_back(one.object + (one.before == "absent"  ? " (new)"
                                          : one.after == "absent" ? " (gone)"
                                                                  : " (changed)"));
          Verdict verdict = fail("The schema was another one: " + listed(names) + ".", names);
          verdict.differences = differences;
          return verdict;
        },
    .samples =
        {{.name = "unchanged",
          .seen = {"kind | name | definition \n column | t.id | 1 integer NOT NULL", "-", "-", "-"},
          .outcome = Outcome::pass,
          .earlier = {"kind | name | definition \n column | t.id | 1 integer NOT NULL", "-", "-",
                      "-"}},
         {.name = "a column is new, one is changed, a view is gone",
          .seen = {"kind | name | definition \n column | t.id | 1 bigint \n column | t.x | 2 text",
                   "-", "-", "-"},
          .outcome = Outcome::fail,
          .earlier =
              {"kind | name | definition \n column | t.id | 1 integer \n view | v | SELECT 1", "-",
               "-", "-"},
          .said = "The schema was another one: column t.id (changed), view v (gone), "
                  "column t.x (new)."},
         {.name = "the whole of MySQL",
          .seen = {"kind | name | definition \n server | version | 10.11.6-MariaDB",
                   "account | name | ask \n a@% | shop | SELECT 1",
                   "privilege | place \n TRIGGER | * \n EVENT | * \n EXECUTE | *",
                   "! 1141 no role"},
          .outcome = Outcome::pass,
          .earlier = {"kind | name | definition \n server | version | 10.11.4-MariaDB",
                      "account | name | ask \n a@% | shop | SELECT 1",
                      "privilege | place \n ALL PRIVILEGES | *", "! 1141 no role"},
          .further = {"! 1146 no such table"},
          .further_earlier = {"! 1146 no such table"},
          .on = System::mysql},
         {.name = "what may not be seen",
          .seen = {"kind | name | definition \n server | version | 8.0.40 \n view | v | \n"
                   "routine | function f | NULL",
                   "account | name | ask \n a@% | shop | SELECT 1",
                   "privilege | place \n SELECT | *", "! 1141 no role"},
          .outcome = Outcome::unknown,
          .earlier = {"kind | name | definition", "account | name | ask \n a@% | shop | SELECT 1",
                      "privilege | place \n ALL PRIVILEGES | *", "! 1141 no role"},
          .further = {"! 1146 no such table"},
          .further_earlier = {"! 1146 no such table"},
          .on = System::mysql,
          .said = "Account a@% could not see the whole schema: it lacked TRIGGER, EVENT, "
                  "EXECUTE, SHOW VIEW, the text of routines."},
         {.name = "no baseline",
          .seen = {"kind | name | definition \n column | t.id | 1 integer", "-", "-", "-"},
          .outcome = Outcome::unknown}},
};

}  // namespace interlock::checks
