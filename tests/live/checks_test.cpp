// Are the questions of the checks answered by real systems as their samples show?
//
// Each probe is asked of each system that it has words for, with the arguments of
// the first sample in which it is asked, or which can be made to ask it. Its answer
// must have the columns that one of the samples draws for this question, and so must
// the answers to further questions, of which there must be some. An Error counts as an
// answer only if a sample draws a refusal with this code for this question: so a check that cannot
// be asked here (a file that is missing is no Error: it is a row, or none) must say what that looks
// like. Not asked are the probes whose words a user gives, and what answers in columns of its own
// whatever it is: programs, the web, the operator, the catalogue.
#include <sqlite3.h>
#include <unistd.h>

#include <filesystem>
#include <set>

#include "checks/index.h"
#include "engine/error.h"
#include "engine/judge.h"
#include "tests/live/servers.h"
#include "tests/live/subjects.h"
#include "tests/live/throwaway.h"

namespace interlock::live {
namespace {

namespace fs = std::filesystem;

struct Case {
  const Check* check;
  std::size_t probe;
  System system;
};

void PrintTo(const Case& c, std::ostream* out) {
  *out << c.check->id << ", probe " << c.probe << ", " << word(c.system);
}

constexpr System asked_live[] = {System::postgres, System::mysql,     System::sqlite,
                                 System::redis,    System::memcached, System::files};

std::vector<Case> every_case() {
  std::vector<Case> cases;
  for (const Check* check : all_checks())
    for (std::size_t probe = 0; probe < check->probes.size(); ++probe)
      for (const System system : asked_live)
        if (!check->probes[probe].words_given && !check->probes[probe].words_for(system).empty())
          cases.push_back({check, probe, system});
  return cases;
}

// As a machine would declare them that has this system.
Systems systems_with(System system) {
  Systems systems;
  for (const System always : {System::redis, System::memcached, System::http, System::files,
                              System::host, System::operator_, System::catalogue})
    systems.emplace(std::string(word(always)), always);
  const bool database = system <= System::sqlite;
  systems.emplace("database", database ? system : System::postgres);
  return systems;
}

// The arguments of a sample, changed so that this probe is one that is asked.
Arguments arguments_for(const Case& c, const Sample& sample) {
  const Probe& probe = c.check->probes[c.probe];
  Guard guard;
  guard.with = sample.given;
  Arguments arguments = arguments_of(*c.check, guard, Machine{});
  if (!probe.when.first.empty())
    arguments.insert_or_assign(std::string(probe.when.first), std::string(probe.when.second));
  const auto left_out = arguments.find(probe.unless.first);
  if (left_out != arguments.end() && left_out->second == Argument(std::string(probe.unless.second)))
    left_out->second = "database/migrations";
  return arguments;
}

std::optional<Errand> errand_for(const Case& c) {
  const bool first = !c.check->probes.front().words_for(c.system).empty();
  const std::string on = !first                       ? ""
                         : c.system <= System::sqlite ? "database"
                                                      : std::string(word(c.system));
  for (const bool drawn : {true, false})
    for (const Sample& sample : c.check->samples) {
      if (drawn && sample.seen.at(c.probe) == "-") continue;
      const auto errands =
          errands_of(*c.check, arguments_for(c, sample), on, systems_with(c.system));
      if (errands.at(c.probe)) return errands[c.probe];
    }
  return {};
}

// What samples draw for one probe: the columns of tables, the codes of refusals.
struct Drawn {
  std::set<std::vector<std::string>> columns;
  std::set<std::string> codes;

  void add(const Answer& answer) {
    if (const auto* table = std::get_if<Table>(&answer))
      columns.insert(table->columns);
    else if (std::get<Unanswered>(answer).code != not_asked)
      codes.insert(std::get<Unanswered>(answer).code);
  }
};

void add_drawn(const Case& c, const std::vector<std::string_view>& seen,
               const std::vector<std::string_view>& further, std::array<Drawn, 2>& drawn) {
  std::size_t taken = 0;
  for (std::size_t probe = 0; probe < seen.size(); ++probe) {
    const Answer answer = answer_of(seen[probe]);
    if (probe == c.probe) drawn[0].add(answer);
    const auto* table = std::get_if<Table>(&answer);
    if (!table || !c.check->probes.at(probe).asks_further) continue;
    for (std::size_t row = 0; row < table->rows.size(); ++row, ++taken)
      if (probe == c.probe) drawn[1].add(answer_of(further.at(taken)));
  }
}

// For the question itself, and for what it asks further. Checks that share a question
// share what their samples draw for it.
std::array<Drawn, 2> drawn_for(const Case& c) {
  const auto words = c.check->probes[c.probe].words_for(c.system);
  std::array<Drawn, 2> drawn;
  for (const Check* check : all_checks())
    for (std::size_t probe = 0; probe < check->probes.size(); ++probe) {
      if (check->probes[probe].words_for(c.system) != words) continue;
      for (const Sample& sample : check->samples) {
        add_drawn({check, probe, c.system}, sample.seen, sample.further, drawn);
        add_drawn({check, probe, c.system}, sample.earlier, sample.further_earlier, drawn);
      }
    }
  return drawn;
}

void expect_drawn(const Answer& answer, const Drawn& drawn) {
  if (const auto* refusal = std::get_if<Unanswered>(&answer)) {
    EXPECT_TRUE(drawn.codes.contains(refusal->code)) << refusal->code << " " << refusal->why;
    return;
  }
  const auto& columns = std::get<Table>(answer).columns;
  EXPECT_TRUE(drawn.columns.contains(columns)) << testing::PrintToString(columns);
}

class Shop {
 public:
  Shop() {
    fs::create_directories(folder_);
    sqlite3* file = nullptr;
    sqlite3_open(address().name.c_str(), &file);
    for (const std::string& statement : subject_in_sqlite()) {
      EXPECT_EQ(sqlite3_exec(file, statement.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
          << sqlite3_errmsg(file);
    }
    sqlite3_close(file);
  }
  ~Shop() { fs::remove_all(folder_); }
  Address address() const { return {.system = System::sqlite, .name = folder_ / "shop.db"}; }
  Address folder() const { return {.system = System::files, .name = folder_}; }

 private:
  fs::path folder_ = fs::temp_directory_path() / ("interlock-shop-" + std::to_string(::getpid()));
};

// The subjects of one test, made when they are first asked for and gone with it.
class Subjects {
 public:
  Address place_for(System system) {
    switch (system) {
      case System::postgres:
        if (!in_postgres_) in_postgres_.emplace(postgres(), subject_in_postgres());
        return in_postgres_->address();
      case System::mysql:
        if (!in_mysql_) in_mysql_.emplace(mysql(), subject_in_mysql());
        return in_mysql_->address();
      case System::sqlite:
        if (!shop_) shop_.emplace();
        return shop_->address();
      case System::files:
        if (!shop_) shop_.emplace();
        return shop_->folder();
      case System::redis: return redis();
      default: return memcached();
    }
  }

 private:
  std::optional<Throwaway> in_postgres_, in_mysql_;
  std::optional<Shop> shop_;
};

bool is_there(System system) {
  switch (system) {
    case System::postgres: return !postgres().port.empty();
    case System::mysql: return !mysql().port.empty();
    case System::redis: return !redis().port.empty();
    case System::memcached: return !memcached().port.empty();
    default: return true;
  }
}

void expect_answered(const Case& c, Subjects& subjects) {
  const auto errand = errand_for(c);
  ASSERT_TRUE(errand) << "no sample gives the arguments with which this probe is asked";
  const Opener opener = [&](const Whom&, std::chrono::milliseconds longest) {
    return open(subjects.place_for(c.system), longest);
  };
  const Reply reply = gather({*errand}, opener).at(*errand).reply;
  const auto [itself, further] = drawn_for(c);
  expect_drawn(reply.answer, itself);
  for (const Answer& answer : reply.further) expect_drawn(answer, further);
  if (c.check->probes[c.probe].asks_further && std::holds_alternative<Table>(reply.answer)) {
    EXPECT_FALSE(reply.further.empty()) << "nothing was asked further";
  }
}

// One test a system: its subject is made once.
class EveryCheck : public testing::TestWithParam<System> {};

TEST_P(EveryCheck, IsAnsweredInTheColumnsItsSamplesShow) {
  if (!is_there(GetParam())) GTEST_SKIP() << "tests/servers.sh has not started this server";
  Subjects subjects;
  for (const Case& c : every_case()) {
    if (c.system != GetParam()) continue;
    SCOPED_TRACE(testing::PrintToString(c));
    expect_answered(c, subjects);
  }
}

INSTANTIATE_TEST_SUITE_P(On, EveryCheck, testing::ValuesIn(asked_live),
                         [](const auto& test) { return std::string(word(test.param)); });

}  // namespace
}  // namespace interlock::live
