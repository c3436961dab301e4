#include <cppconn/driver.h>
#include <cppconn/exception.h>
#include <cppconn/prepared_statement.h>
#include <cppconn/resultset.h>
#include <cppconn/resultset_metadata.h>
#include <cppconn/statement.h>
#include <mysql_connection.h>

#include <map>
#include <mutex>

#include "engine/endpoints/failure.h"
#include "engine/endpoints/openers.h"
#include "engine/endpoints/sockets.h"
#include "engine/endpoints/watchdog.h"

namespace interlock {

namespace {

constexpr Cause no_connections[] = {
    {"1045", "the password of {user} was refused"},
    {"1698", "the password of {user} was refused"},
    {"1049", "there is no database {name}"},
    {"1044", "{user} may not use the database {name}"},
    {"1040", "all of its connections are taken"},
    {"1130", "{user} may not connect from here"},
    {"2005", "there is no such host"},
    {"2013", "no answer in time"},
    {"(111)", "refused (nothing listens there)"},  // the errno, in any language
    {"(115)", "refused (nothing listens there)"},  // the one that libmariadb has left
    {"(110)", "no answer in time"},
    {"(2)", "there is no such socket"},
    {"2026",
     "its TLS was not accepted: its certificate is not signed by an authority that is "
     "trusted, or is for another host, or it offers none"},
};

constexpr Cause refusals[] = {
    {"1969", "it took longer than it may"},
    {"3024", "it took longer than it may"},
    {"1205", "another session held a lock for longer than 1 s"},
    {"1142", "this account may not read it"},
    {"1143", "this account may not read it"},
    {"1227", "this account may not read it"},
    {"1044", "this account may not read it"},
    {"1792", "a session of Interlock only reads"},
    {"1146", "there is no such table"},
    {"1054", "there is no such column"},
    {"1305", "there is no such function"},
    {"1356", "a view does not fit what it is made from"},
};

Failure failure_in(const sql::SQLException& thrown) {
  return {std::to_string(thrown.getErrorCode()), thrown.what()};
}

bool ended(const std::string& code) {  // of the connection
  return code == "2013" || code == "2006" || code == "1927" || code == "1053";
}

sql::ConnectOptionsMap options_for(const Address& at, std::chrono::milliseconds patience) {
  sql::ConnectOptionsMap options;
  options["hostName"] = at.socket.empty() ? "tcp://" + at.host + ":" + std::to_string(port_of(at))
                                          : "unix://" + at.socket;
  options["userName"] = at.user;
  options["password"] = at.password.reveal();
  if (!at.name.empty()) options["schema"] = at.name;
  const auto seconds = [](auto time) {
    return static_cast<int>(std::chrono::ceil<std::chrono::seconds>(time).count());
  };
  options["OPT_CONNECT_TIMEOUT"] = seconds(std::min(patience, usual_patience));
  options["OPT_READ_TIMEOUT"] =
      seconds(patience + 2 * grace);                     // should the watchdog have no socket
  options["OPT_CHARSET_NAME"] = std::string("utf8mb4");  // its "utf8" has three bytes at most
  options["OPT_LOCAL_INFILE"] = 0;                       // a server may not ask for our files
  if (at.tls) {  // OPT_SSL_MODE would be ignored without a word
    options["sslCA"] = authority_of(at);
    options["sslVerify"] = true;
    options["sslEnforce"] = true;
  }
  return options;
}

struct Connected {
  std::unique_ptr<sql::Connection> connection;
  int socket = -1;
};

// The connector's loader is not safe to enter twice at once, and it hands out no
// socket: that is the one which was not there before.
Connected connected(const Address& at, std::chrono::milliseconds patience) {
  static std::mutex once_at_a_time;
  auto options = options_for(at, patience);
  const std::lock_guard lock(once_at_a_time);
  sql::Driver* driver = get_driver_instance();
  driver->threadInit();
  const auto before = sockets_to(at);
  Connected made{std::unique_ptr<sql::Connection>(driver->connect(options))};
  for (const Socket& socket : sockets_to(at))
    if (std::find(before.begin(), before.end(), socket) == before.end())
      made.socket = socket.number;
  return made;
}

Table table_from(sql::ResultSet& rows) {
  sql::ResultSetMetaData* shape = rows.getMetaData();
  Table table;
  const unsigned width = shape->getColumnCount();
  for (unsigned c = 1; c <= width; ++c)
    table.columns.push_back(shape->getColumnLabel(c).asStdString());
  while (rows.next()) {
    auto& cells = table.rows.emplace_back();
    for (unsigned c = 1; c <= width; ++c) {
      const auto text = rows.getString(c);
      cells.push_back(rows.wasNull() ? Table::Cell{} : Table::Cell{text.asStdString()});
    }
  }
  return table;
}

class Mysql final : public Endpoint {
 public:
  Mysql(const Address& at, std::chrono::milliseconds patience) try
      : place_(place_of(at)), connected_(connected(at, patience)), dog_(connected_.socket) {
    const Watch watch(dog_, patience + grace);
    mariadb_ =
        answer("SELECT VERSION() AS v", {}).text(0, "v").find("MariaDB") != std::string::npos;
    if (at.tls && answer("SHOW STATUS LIKE 'Ssl_cipher'", {}).text(0, "Value").empty())
      throw no_connection(at, {"2026", "the session is not encrypted, though TLS was asked for"},
                          {});
    execute("SET SESSION lock_wait_timeout = 1");
    // The questions hold '\n', which NO_BACKSLASH_ESCAPES would take for two letters.
    execute("SET SESSION sql_mode = ''");
    // MySQL 8 otherwise answers sizes that are up to a day old.
    if (!mariadb_) execute("SET SESSION information_schema_stats_expiry = 0");
    // Questions that name every column of a table are put together by GROUP_CONCAT,
    // which MySQL cuts off at 1024 bytes.
    execute("SET SESSION group_concat_max_len = 16777216");
    execute("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ");
    execute("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
  } catch (const sql::SQLException& failure) {
    throw no_connection(at, failure_in(failure), no_connections);
  }

  ~Mysql() override {
    bindings_.clear();
    connected_.connection.reset();
    get_driver_instance()->threadEnd();
  }

  Table ask(const Question& question) override {
    if (gone_) throw lost(place_, {"2006", "it was not connected any more"});
    const Watch watch(dog_, question.patience + grace);
    try {
      limit(question.patience);
      return answer(question.words, question.arguments);
    } catch (const sql::SQLException& thrown) {
      Failure failure = failure_in(thrown);
      gone_ = dog_.bit() || ended(failure.code);
      if (dog_.bit() || failure.code == "1969" || failure.code == "3024")
        throw too_late(place_, question.patience, std::move(failure.code));
      if (gone_) throw lost(place_, failure);
      throw refusal(place_, failure, refusals);
    }
  }

 private:
  void execute(const std::string& words) {
    const std::unique_ptr<sql::Statement> statement(connected_.connection->createStatement());
    statement->execute(words);
  }

  // The two servers agree neither on the name nor on the unit.
  void limit(std::chrono::milliseconds patience) {
    if (patience == limit_) return;
    execute(mariadb_ ? "SET SESSION max_statement_time = " +
                           std::to_string(static_cast<double>(patience.count()) / 1000)
                     : "SET SESSION max_execution_time = " + std::to_string(patience.count()));
    limit_ = patience;
  }

  Table answer(const std::string& words, const std::vector<std::string>& arguments) {
    return table_of_statement(arguments.empty() ? words : bound(words, arguments));
  }

  Table table_of_statement(const std::string& words) {
    const std::unique_ptr<sql::Statement> statement(connected_.connection->createStatement());
    return table_from(*std::unique_ptr<sql::ResultSet>(statement->executeQuery(words)));
  }

  // What asks the question with these arguments. The connector would read the rows
  // of its own prepared statements as numbers and dates, and write them in another
  // way than the server (0.100000); so the server is told to prepare the question,
  // from variables to which words and arguments are bound.
  std::string bound(const std::string& words, const std::vector<std::string>& arguments) {
    std::string set = "SET @interlock = ?", names;
    for (std::size_t i = 1; i <= arguments.size(); ++i) {
      const std::string name = "@interlock_" + std::to_string(i);
      set += ", " + name + " = ?";
      names += (i == 1 ? " USING " : ", ") + name;
    }
    auto& binding = bindings_[arguments.size()];
    if (!binding) binding.reset(connected_.connection->prepareStatement(set));
    binding->setString(1, words);
    for (std::size_t i = 0; i < arguments.size(); ++i)
      binding->setString(static_cast<unsigned>(i + 2), arguments[i]);
    binding->execute();
    if (mariadb_) return "EXECUTE IMMEDIATE @interlock" + names;
    execute("PREPARE interlock FROM @interlock");
    return "EXECUTE interlock" + names;
  }

  std::string place_;
  Connected connected_;
  Watchdog dog_;
  std::map<std::size_t, std::unique_ptr<sql::PreparedStatement>> bindings_;  // by arguments
  bool mariadb_ = false;
  bool gone_ = false;
  std::chrono::milliseconds limit_{0};
};

}  // namespace

std::unique_ptr<Endpoint> open_mysql(const Address& address, std::chrono::milliseconds patience) {
  return std::make_unique<Mysql>(address, patience);
}

}  // namespace interlock
