#pragma once

#include <string>
#include <vector>

#include "engine/child.h"
#include "tests/whole/typed.h"

namespace interlock {

// A port of 127.0.0.1 that nobody has.
std::string free_port();

// The words of a MariaDB on that folder that is small, and lazy about the disk.
std::vector<std::string> database_server(const std::string& data, std::vector<std::string> more);

// The files of a MariaDB that has run this SQL, a statement a line, in memory if this
// machine has a place for them there; gone with this object.
struct MariadbFiles {
  MariadbFiles(const Desk& desk, const std::string& sql);
  ~MariadbFiles();
  MariadbFiles(const MariadbFiles&) = delete;
  MariadbFiles& operator=(const MariadbFiles&) = delete;

  std::string folder;
};

// As long as this is there, tests of this process find MariaDB at that port.
class MariadbAt {
 public:
  explicit MariadbAt(const std::string& port);
  ~MariadbAt();
  MariadbAt(const MariadbAt&) = delete;
  MariadbAt& operator=(const MariadbAt&) = delete;

 private:
  std::string before_;
};

// A MariaDB that a test may spoil, since nobody else has it; tests find it.
class OwnMariadb {
 public:
  OwnMariadb();

  std::string folder() const { return files_.folder; }

 private:
  Desk desk_;
  MariadbFiles files_;
  Child process_{1 << 16};
  std::string port_ = free_port();
  MariadbAt found_{port_};
};

}  // namespace interlock
