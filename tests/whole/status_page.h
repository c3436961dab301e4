#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tests/whole/known.h"
#include "tests/whole/typed.h"
#include "tests/whole/web_side.h"

namespace interlock {

// A Status-Page of release 2.4.0 in a folder, and its origin has 2.5.1: a git checkout, a
// PostgreSQL database that Django made, a Redis with RQ's keys; stand-ins for systemctl,
// sudo, pip and the web side. The first of a process takes seconds, each further one less.
class StatusPage {
 public:
  StatusPage() : StatusPage(nullptr) {}
  // Quick: its migrations are applied by SQL, what the units do with Redis is done by hand,
  // and the machine asks nobody about release notes and waits a second at most.
  explicit StatusPage(const Known& known) : StatusPage(&known) {}
  ~StatusPage();
  StatusPage(const StatusPage&) = delete;
  StatusPage& operator=(const StatusPage&) = delete;

  // The verb with all that a test needs to say beyond the root folder and the target.
  Typed type(const std::string& verb, std::vector<std::string> more = {}) const;
  std::vector<std::string> words(const std::string& verb, std::vector<std::string> more = {}) const;

  // Commands that match the shell pattern run this instead; there `real "$@"` is the command.
  void breaks(const std::string& pattern, const std::string& script) const;
  void mends() const;
  // What upgrade.sh does after each of its parts, whose name is $1.
  void upgrade_does(const std::string& script) const;

  std::string sql(const std::string& statement) const;  // as the superuser
  void rq(std::vector<std::string> words) const;        // see tests/live/rq_site.py
  std::string redis(std::vector<std::string> words) const;
  std::string git(std::vector<std::string> words) const;  // in the root folder
  Value state() const;                                    // of systemctl's stand-in
  void set_unit(const std::string& unit, const std::string& key, Value value) const;
  std::string calls() const;  // of git, systemctl and the tools of PostgreSQL, a line each

  std::string contents() const;  // of all tables, by pg_dump
  // Empty, or what differs from what this end means, seen without Interlock.
  std::string differs_from(Final end) const;
  // The keys of the guards that failed first, before the run went on.
  std::vector<std::string> failed() const;
  std::string run_id() const;

  std::string root() const { return desk.path("status-page"); }
  const std::string& name() const { return name_; }  // of the database

  Desk desk;
  std::string machine = "status-page-2", target = "2.5.1", backups = desk.path("backups");
  std::string password = "canary-Kd8-status-password";

 private:
  explicit StatusPage(const Known* known);
  void hasten(const Known& known);
  void make_programs() const;
  void make_units() const;
  void configure() const;
  std::vector<std::string> units_that_differ(bool upgraded) const;

  std::string name_, redis_database_, before_;
  std::unique_ptr<WebSide> web_;
};

// Whether Django and RQ are installed.
bool can_make_status_page();

#define NEEDS_STATUS_PAGE                                                                \
  if (server("INTERLOCK_PG_PORT").empty()) GTEST_SKIP() << "no servers: see ./dev test"; \
  if (!can_make_status_page()) GTEST_SKIP() << "no Django or RQ: see ./dev setup"

}  // namespace interlock
