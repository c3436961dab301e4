#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/check.h"
#include "engine/endpoint.h"

// Asks checks of real servers as accounts of few rights.
namespace interlock::live {

// An account without a password and without a right, as long as this object; it ends
// before its database does.
class Account {
 public:
  // `database`: as the account that may do everything. $u in a statement stands for
  // the new account, as the server wants it written.
  Account(const Address& database, const std::string& name,
          const std::vector<std::string>& statements = {});
  ~Account();
  Account(const Account&) = delete;
  Account& operator=(const Account&) = delete;

  const Address& address() const { return address_; }
  const std::string& written() const { return written_; }

 private:
  Address database_, address_;
  std::string written_;
};

// A session that stays open, having run these statements.
class Session {
 public:
  Session(const Address& at, const std::vector<std::string>& statements = {});
  void run(const std::string& statement);

 private:
  std::shared_ptr<void> connection_;
  System system_;
};

// A check as it is asked of one database.
struct Asker {
  std::string_view id;
  Address auditor;
  Arguments given = {};
  Address application = {};  // without a port: its password is not known

  std::vector<Reply> replies() const;
  Verdict verdict(const std::vector<Reply>& earlier = {}) const;
};

}  // namespace interlock::live
