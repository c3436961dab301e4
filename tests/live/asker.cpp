#include "tests/live/asker.h"

#include <cppconn/driver.h>
#include <cppconn/statement.h>
#include <mysql_connection.h>

#include <pqxx/pqxx>

#include "checks/index.h"
#include "engine/error.h"
#include "engine/judge.h"
#include "engine/time.h"
#include "tests/live/throwaway.h"

namespace interlock::live {

namespace {

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
  return text;
}

}  // namespace

Account::Account(const Address& database, const std::string& name,
                 const std::vector<std::string>& statements)
    : database_(database), address_(database) {
  address_.user = database.name + "_" + name;
  address_.password = {};
  const bool postgres = database.system == System::postgres;
  written_ = postgres ? address_.user : "'" + address_.user + "'@'127.0.0.1'";
  std::vector<std::string> all = {(postgres ? "CREATE ROLE " : "CREATE USER ") + written_ +
                                  (postgres ? " LOGIN" : "")};
  for (const std::string& statement : statements)
    all.push_back(replaced(statement, "$u", written_));
  write_to(database_, all);
}

Account::~Account() {
  if (database_.system == System::postgres)
    write_to(database_, {"REASSIGN OWNED BY " + written_ + " TO " + database_.user,
                         "DROP OWNED BY " + written_, "DROP ROLE " + written_});
  else
    write_to(database_, {"DROP USER " + written_});
}

Session::Session(const Address& at, const std::vector<std::string>& statements)
    : system_(at.system) {
  if (system_ == System::postgres) {
    connection_ = std::make_shared<pqxx::connection>("host=" + at.host + " port=" + at.port +
                                                     " user=" + at.user + " dbname=" + at.name);
  } else {
    std::shared_ptr<sql::Connection> connection(get_driver_instance()->connect(
        "tcp://" + at.host + ":" + at.port, at.user, at.password.reveal()));
    connection->setSchema(at.name);
    connection_ = connection;
  }
  for (const std::string& statement : statements) run(statement);
}

void Session::run(const std::string& statement) {
  if (system_ == System::postgres) {
    pqxx::nontransaction(*static_cast<pqxx::connection*>(connection_.get())).exec(statement);
    return;
  }
  const std::unique_ptr<sql::Statement> work(
      static_cast<sql::Connection*>(connection_.get())->createStatement());
  work->execute(statement);
}

std::vector<Reply> Asker::replies() const {
  const Check& check = *find_check(id);
  Guard guard;
  guard.with = given;
  const auto errands =
      errands_of(check, arguments_of(check, guard, Machine{}), "", {{"database", auditor.system}});
  std::vector<Errand> asked;
  for (const auto& errand : errands)
    if (errand) asked.push_back(*errand);
  const auto heard = gather(asked, [&](const Whom& whom, std::chrono::milliseconds longest) {
    if (!whom.as_application) return open(auditor, longest);
    if (application.port.empty())
      throw Error(Error::Kind::endpoint, "The application's password is not known.");
    return open(application, longest);
  });
  return replies_to(errands, heard);
}

Verdict Asker::verdict(const std::vector<Reply>& earlier) const {
  const Check& check = *find_check(id);
  Guard guard;
  guard.with = given;
  Evidence seen{replies(), arguments_of(check, guard, Machine{})};
  seen.on = auditor.system;
  seen.asked = now();
  seen.since = now();
  seen.earlier = earlier;
  return judge(check, seen);
}

}  // namespace interlock::live
