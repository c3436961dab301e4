// What a test does to a Convoy by hand, and what its record tells then.
#include <set>

#include "tests/whole/convoy.h"
#include "tests/whole/crashed.h"

namespace interlock {

namespace {

// sql: as the account that may do everything, with further options of its client. awake: both
// servers answer. answers: the panel does so, whatever is true. horizon: it says so from now
// on, and has said it.
constexpr const char* words_of_shell = R"(set -e
sql() { mariadb --no-defaults -N -uroot -S../standin/database.sock convoy -e "$@"; }
redis() { redis-cli -h "$HOST" -p "$REDIS_PORT" "$@" 2>/dev/null; }
until_told() {
  for i in $(seq 400); do ! "$@" 2>/dev/null | grep -q . || return 0; sleep 0.05; done; false
}
awake() { until_told sql 'SELECT 1'; until_told redis PING; }
answers() { echo "$1" >../standin/answers; }
answers_itself() { rm ../standin/answers; }
says() { redis HGET convoy_horizon:supervisor:web-a1:supervisor-1 status | grep -x "$1"; }
horizon() { echo "$1" >../standin/horizon; until_told says "$1"; }
)";

}  // namespace

void Convoy::shell(const std::string& script) const {
  const Typed typed =
      desk.program({"env", "--chdir=" + desk.path("convoy"), "HOST=" + address_,
                    "REDIS_PORT=" + port(6379), "sh", "-c", words_of_shell + script});
  EXPECT_EQ(typed.exit, 0) << script << typed.out << typed.err;
}

Address Convoy::database() const {
  return {.system = System::mysql,
          .host = address_,
          .port = port(3306),
          .name = "convoy",
          .user = "convoy_user",
          .password = Secret(password)};
}

std::vector<std::string> Convoy::failed() const {
  static const std::set<std::string> way_back = {"abandoned", "mixed", "old_stopped", "old_shut"};
  std::vector<std::string> keys;
  for (const Event& event : events_of_run(desk)) {
    if (event.type == "state.entered" && way_back.contains(event.state)) break;
    if (event.type == "check.result" && event.outcome == "fail")
      keys.emplace_back(event.data["key"].text());
  }
  return keys;
}

}  // namespace interlock
