#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "engine/endpoint.h"
#include "tests/whole/typed.h"

namespace interlock {

// A Convoy Panel in a folder, all of whose containers run: docker is a stand-in, what runs in
// the containers of database and Redis is real, and the files of the database lie in the
// folder. It has an address of its own on this machine.
class Convoy {
 public:
  explicit Convoy(const std::string& installed = "3.8.1-beta",
                  const std::string& next = "3.10.2-beta");
  ~Convoy();
  Convoy(const Convoy&) = delete;
  Convoy& operator=(const Convoy&) = delete;

  // The verb with the folder, the target, and where backups go.
  std::vector<std::string> words(const std::string& verb, std::vector<std::string> more = {}) const;
  Typed type(const std::string& verb, std::vector<std::string> more = {}) const;
  // Types it, and then, as long as the run asks a question, yes and `resume`.
  Typed led(const std::vector<std::string>& words, const std::vector<std::string>& more = {}) const;
  // As a person would, in the folder.
  Typed docker(std::vector<std::string> words) const;
  // The same, with the words that stand in convoy_by_hand.cpp; all must be well.
  void shell(const std::string& script) const;

  // From now on it is led by a machine that waits no longer than it must here.
  void hasten();
  // The next commands of docker that end so do nothing, so many times.
  void spoil(const std::string& its_end, int times, int exit) const;
  // The next calls of curl, rsync or tar fail.
  void spoil_program(const std::string& name, int times) const;
  // Whenever the database is started from now on, it does not run before this file is there.
  void gate_database(const std::string& file) const;
  // From now on the container of a service has that folder mounted, and no other.
  void mount(const std::string& service, const std::string& folder) const;
  // What curl brings from now on: an archive of that release.
  void release(const std::string& version) const;
  // The same, of what lies in the folder `new` by now, with these files besides.
  void pack(const std::vector<std::string>& more) const;

  std::string url() const { return "http://" + address_ + ":" + port(8080); }
  // Horizon has said in Redis that it lives.
  void await_horizon() const;
  // It says so from now on, and has said it.
  void horizon_says(const std::string& status) const;
  void sql(const std::string& statement) const;
  std::string asked(const std::string& query) const;  // the rows, a line each
  std::string redis(std::vector<std::string> words) const;
  Address database() const;  // as its own account reaches it
  bool in_maintenance() const;
  bool runs(const std::string& service) const;
  std::string redis_line(const std::string& command) const;  // for a shell
  std::string contents() const;                              // of all tables, by mariadb-dump
  std::string files() const;  // of the folder, without those of the database, by sha256sum
  Value state() const;        // of the stand-in
  // What failed in the run before it went back, each time that it was asked.
  std::vector<std::string> failed() const;
  std::string calls() const;  // what docker was told to do, a line each

  Desk desk;
  std::string machine = "convoy-3";
  std::string target;
  std::string backups = desk.path("backups");
  std::string password = "canary-Vk4-convoy-password";

 private:
  void make_folder(const std::string& installed);
  void make_programs() const;
  void make_state() const;
  void serve();
  void await(const std::string& command) const;
  std::string port(int usual) const { return std::to_string(usual + number_); }

  void change(const std::string& service, const std::string& key, const Value& value) const;

  int number_;
  std::string address_;
  int web_pid_ = 0;
  int web_stdin_ = -1;
};

// One whose waits are short, with what it had before anything was done.
struct HastenedConvoy : testing::Test {
  std::unique_ptr<Convoy> convoy;
  std::string contents, files;

  void SetUp() override {
    if (server("INTERLOCK_MY_PORT").empty()) GTEST_SKIP() << "no MariaDB is named: see ./dev test";
    convoy = std::make_unique<Convoy>();
    convoy->hasten();
    contents = convoy->contents();
    files = convoy->files();
  }
};

}  // namespace interlock
