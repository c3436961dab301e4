#include <libpq-fe.h>

#include <pqxx/pqxx>

#include "engine/endpoints/failure.h"
#include "engine/endpoints/openers.h"
#include "engine/endpoints/pg_connect.h"
#include "engine/endpoints/watchdog.h"

namespace interlock {

namespace {

constexpr Cause refusals[] = {
    {"57014", "it took longer than it may"},
    {"55P03", "another session held a lock for longer than 1 s"},
    {"42501", "this account may not read it"},
    {"25006", "a session of Interlock only reads"},
    {"42P01", "there is no such table"},
    {"42703", "there is no such column"},
    {"42883", "there is no such function"},
};

// Hands a connection that was made elsewhere to pqxx, once: it never connects
// again by itself, because that would be another snapshot.
class Adopted final : public pqxx::connectionpolicy {
 public:
  explicit Adopted(PGconn* made) : connectionpolicy({}), made_(made) {}
  handle do_startconnect(handle already) override {
    if (already) return already;
    if (!made_) throw pqxx::broken_connection("not connected any more");
    return std::exchange(made_, nullptr);
  }

 private:
  PGconn* made_;
};

class Connection final : public pqxx::connection_base {
 public:
  explicit Connection(PGconn* made) : connection_base(policy_), policy_(made) { init(); }
  ~Connection() { close(); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

 private:
  Adopted policy_;
};

// "ERROR:  relation ..." without the word, which is in the server's language.
std::string text_of(const std::string& told) {
  const auto begin = told.find(":  ");
  return begin == std::string::npos ? told : told.substr(begin + 3);
}

// pqxx 6.4 has no code for one of them.
std::string code_of(const pqxx::sql_error& failure) {
  const bool denied = dynamic_cast<const pqxx::insufficient_privilege*>(&failure) != nullptr;
  return denied ? "42501" : failure.sqlstate();
}

Table table_from(const pqxx::result& answer) {
  Table table;
  for (pqxx::row::size_type c = 0; c < answer.columns(); ++c)
    table.columns.emplace_back(answer.column_name(c));
  for (const auto& row : answer) {
    auto& cells = table.rows.emplace_back();
    for (const auto& field : row)
      cells.push_back(field.is_null() ? Table::Cell{} : Table::Cell{{field.c_str(), field.size()}});
  }
  return table;
}

// All questions of one session see the same snapshot of the database. One that
// fails is undone back to a savepoint, so that the next ones are answered; what
// succeeds costs no more than its own round trip. (By hand: the subtransactions of
// pqxx 6.4 begin lazily, and exec_params() does not wake them.) Every question is
// asked as one with parameters, because then the server takes one statement only.
class Postgres final : public Endpoint {
 public:
  Postgres(const Address& at, std::chrono::milliseconds patience)
      : Postgres(at, patience, pg_connect(at, patience)) {}

  Table ask(const Question& question) override {
    if (gone_) throw lost(place_, {"08006", "it was not connected any more"});
    for (const std::string& argument : question.arguments)
      if (argument.find('\0') != std::string::npos)
        throw refusal(place_, {"22021", "an argument holds a byte 0, which no text may"}, {});
    const Watch watch(dog_, question.patience + grace);
    try {
      limit(question.patience);
      Table answer = table_from(work_.exec_params(
          question.words, pqxx::prepare::make_dynamic_params(question.arguments)));
      if (PQtransactionStatus(raw_) == PQTRANS_INTRANS) return answer;
      gone_ = true;
      throw refusal(place_, {"25000", "it ended the snapshot"}, {});
    } catch (const pqxx::sql_error& failure) {
      go_back();
      throw told(failure.what(), code_of(failure), question.patience);
    } catch (const Error&) {
      throw;
    } catch (const std::exception& failure) {
      go_back();
      throw told(failure.what(), "08006", question.patience);
    }
  }

 private:
  Postgres(const Address& at, std::chrono::milliseconds patience, PGconn* made)
      : place_(place_of(at)),
        raw_(made),
        dog_(PQsocket(made)),
        connection_(made),
        work_(connection_),
        limit_(patience),
        limit_at_savepoint_(patience) {
    const Watch watch(dog_, patience + grace);
    try {
      work_.exec("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SAVEPOINT question");
      if (at.tls && work_.exec("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")[0][0]
                            .as<std::string>() != "t")
        throw no_connection(at, {"08001", "the session is not encrypted, though TLS was asked for"},
                            {});
    } catch (const Error&) {
      throw;
    } catch (const std::exception& failure) {
      throw no_connection(at, {"08006", dog_.bit() ? "no answer" : text_of(failure.what())}, {});
    }
  }

  void limit(std::chrono::milliseconds patience) {
    if (patience == limit_) return;
    work_.exec("SET LOCAL statement_timeout = " + std::to_string(patience.count()));
    limit_ = patience;
  }

  void go_back() {
    const auto now = PQtransactionStatus(raw_);
    gone_ = now != PQTRANS_INTRANS && now != PQTRANS_INERROR;
    if (now != PQTRANS_INERROR) return;
    try {
      work_.exec("ROLLBACK TO SAVEPOINT question");
      limit_ = limit_at_savepoint_;
    } catch (const std::exception&) {
      gone_ = true;
    }
  }

  Error told(const std::string& text, std::string code, std::chrono::milliseconds patience) const {
    if (dog_.bit() || code == "57014") return too_late(place_, patience, std::move(code));
    if (gone_) return lost(place_, {std::move(code), text_of(text)});
    return refusal(place_, {std::move(code), text_of(text)}, refusals);
  }

  std::string place_;
  PGconn* raw_;
  Watchdog dog_;
  Connection connection_;
  pqxx::nontransaction work_;
  std::chrono::milliseconds limit_, limit_at_savepoint_;
  bool gone_ = false;
};

}  // namespace

std::unique_ptr<Endpoint> open_postgres(const Address& address,
                                        std::chrono::milliseconds patience) {
  return std::make_unique<Postgres>(address, patience);
}

}  // namespace interlock
