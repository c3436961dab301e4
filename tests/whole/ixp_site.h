#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/endpoints/web_server.h"
#include "tests/whole/known.h"
#include "tests/whole/typed.h"

namespace interlock {

// Two releases of IXP Manager, and what a site needs to be upgraded from one to the other.
struct IxpKind {
  using Files = std::map<std::string, std::string>;

  std::string machine, from, to;
  std::string php;      // what php --version says
  Files before, after;  // what git has of each release
  bool doctrine;        // the tables come from the mapping, by Doctrine itself
  std::string sql;      // of the database of the old release; if Doctrine makes it: the rest
};

const IxpKind& ixp_4();
const IxpKind& ixp_6();
const IxpKind& ixp_5_to_6();  // from 5.8.0 to 6.0.1
const IxpKind& ixp_6_to_7();  // from 6.4.2 to 7.0.1

// Empty, or what is not installed or not running that such a site needs.
std::string missing_for(const IxpKind& kind);

// A site of IXP Manager: a git checkout of one release, the repository that it came from
// with both, a real database and memcached, last night's backup, and a web server that
// answers as its files are. What is real and what not: tests/standins/ixp.sh.
class IxpSite {
 public:
  explicit IxpSite(const IxpKind& kind);
  ~IxpSite();
  IxpSite(const IxpSite&) = delete;
  IxpSite& operator=(const IxpSite&) = delete;

  std::vector<std::string> words(const std::string& verb, std::vector<std::string> more) const;
  Typed type(const std::string& verb, std::vector<std::string> more = {}) const;
  // Runs it, and says yes to whatever a person is asked, until it ends or is held.
  Typed led() const;
  // From now on it is led by that machine, asking for a second only what it asks after, and
  // a person nothing on the way forward.
  void hasten(const Known& known);

  // A person at the shell of the site, in its folder.
  Typed shell(const std::string& command) const;
  Typed root_sql(const std::string& statement) const;
  std::string sql(const std::string& statement) const;  // in its database, as root
  void back_up() const;                                 // as every night

  // Of the commands that have this text, so many are done as ever, so many then fail, and
  // those after them are done again; or lie: say that they did what they did not.
  void fails(const std::string& text, int times = 9, int spared = 0) const;
  void lies(const std::string& text, int times = 9, int spared = 0) const;
  // This is done in its folder whenever a command that has the text was done.
  void afterwards(const std::string& text, const std::string& script) const;
  // What its web server says to who asks for that path.
  void web_says(const std::string& path, const std::string& status,
                const std::string& body = {}) const;
  void mend() const;  // everything is done, and answered, as ever
  std::string calls() const { return desk.read("standin/calls"); }

  // All that makes the site: code, packages, the rows of all tables, whether it is open.
  std::string contents() const;
  std::string told_by_web(const std::string& path) const;  // status and body

  Desk desk;
  const IxpKind& kind;
  std::string machine;
  std::string target;
  const std::string name;  // of the database and its account
  std::string password = "canary-Tb5-ixp-password";

 private:
  void make_repository() const;
  void make_programs();
  void make_database() const;
  std::string answer(const std::string& request) const;
  std::vector<std::string> as_root(std::vector<std::string> words) const;

  std::string cache_port_;
  WebServer web_;
};

}  // namespace interlock
