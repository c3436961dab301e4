#include "tests/live/throwaway.h"

#include <cppconn/driver.h>
#include <cppconn/statement.h>
#include <mysql_connection.h>
#include <unistd.h>

#include <atomic>
#include <memory>
#include <pqxx/pqxx>

namespace interlock::live {

namespace {

void write_to_postgres(const Address& at, const std::vector<std::string>& statements) {
  pqxx::connection connection("host=" + at.host + " port=" + at.port + " user=" + at.user +
                              " dbname=" + at.name);
  pqxx::nontransaction work(connection);
  for (const std::string& statement : statements) work.exec(statement);
}

void write_to_mysql(const Address& at, const std::vector<std::string>& statements) {
  const std::unique_ptr<sql::Connection> connection(get_driver_instance()->connect(
      "tcp://" + at.host + ":" + at.port, at.user, at.password.reveal()));
  if (!at.name.empty()) connection->setSchema(at.name);
  const std::unique_ptr<sql::Statement> work(connection->createStatement());
  for (const std::string& statement : statements) work->execute(statement);
}

std::string new_name() {
  static std::atomic<int> made = 0;
  return "interlock_" + std::to_string(::getpid()) + "_" + std::to_string(++made);
}

}  // namespace

void write_to(const Address& address, const std::vector<std::string>& statements) {
  address.system == System::postgres ? write_to_postgres(address, statements)
                                     : write_to_mysql(address, statements);
}

Throwaway::Throwaway(const Address& server, const std::vector<std::string>& statements)
    : server_(server), address_(server) {
  address_.name = new_name();
  write_to(server_, {"CREATE DATABASE " + address_.name});
  write_to(address_, statements);
}

Throwaway::~Throwaway() {
  write_to(server_, {"DROP DATABASE " + address_.name +
                     (server_.system == System::postgres ? " WITH (FORCE)" : "")});
}

}  // namespace interlock::live
