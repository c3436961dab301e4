#include "tests/whole/own_mariadb.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "engine/subprocess.h"

namespace interlock {

namespace fs = std::filesystem;

namespace {

constexpr const char* named = "INTERLOCK_MY_PORT";

std::string of_every_server() {
  std::ostringstream text;
  text << "CREATE DATABASE mysql;\nUSE mysql;\n";
  for (const char* name : {"system_tables", "system_tables_data"})
    text << std::ifstream("/usr/share/mysql/mysql_" + std::string(name) + ".sql").rdbuf();
  return text.str();
}

}  // namespace

std::string free_port() {
  const Descriptor listening(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof at;
  auto* raw = reinterpret_cast<sockaddr*>(&at);
  ::bind(listening.number(), raw, size);
  ::getsockname(listening.number(), raw, &size);
  return std::to_string(ntohs(at.sin_port));
}

std::vector<std::string> database_server(const std::string& data, std::vector<std::string> more) {
  std::vector<std::string> words = {"/usr/sbin/mariadbd",
                                    "--no-defaults",
                                    "--datadir=" + data,
                                    "--tmpdir=" + data,  // shared, it is emptied by others
                                    "--skip-name-resolve",
                                    "--innodb-buffer-pool-size=8M",
                                    "--innodb-log-file-size=4M",
                                    "--innodb-data-file-path=ibdata1:2M:autoextend",
                                    "--innodb-temp-data-file-path=ibtmp1:1M:autoextend",
                                    "--innodb-autoextend-increment=1",
                                    "--innodb-flush-method=nosync",
                                    "--innodb-flush-log-at-trx-commit=0",
                                    "--skip-innodb-doublewrite",
                                    "--key-buffer-size=64K",
                                    "--aria-pagecache-buffer-size=1M"};
  if (::geteuid() == 0) words.emplace_back("--user=root");
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

MariadbFiles::MariadbFiles(const Desk& desk, const std::string& sql) {
  const char* memory = "/dev/shm";
  const fs::path where = fs::is_directory(memory) ? memory : fs::temp_directory_path();
  folder = where / "interlock-mariadb-XXXXXX";
  if (!::mkdtemp(folder.data())) throw std::runtime_error("no temporary folder");
  desk.write("made.sql", of_every_server() + sql);
  Program program = desk.as_program(database_server(folder, {"--bootstrap", "--skip-networking"}));
  program.input = desk.path("made.sql");
  const Ended ended = run(program);
  EXPECT_TRUE(ended.ok()) << ended.why << ended.err;
}

MariadbFiles::~MariadbFiles() {
  std::error_code ignored;
  fs::remove_all(folder, ignored);
}

MariadbAt::MariadbAt(const std::string& port) : before_(server(named)) {
  ::setenv(named, port.c_str(), 1);
}

MariadbAt::~MariadbAt() {
  ::setenv(named, before_.c_str(), 1);
}

OwnMariadb::OwnMariadb()
    : files_(desk_,
             "FLUSH PRIVILEGES;\nCREATE OR REPLACE USER root@'127.0.0.1';\n"
             "GRANT ALL ON *.* TO root@'127.0.0.1' WITH GRANT OPTION;\n") {
  const std::string failure = process_.start(desk_.as_program(database_server(
      files_.folder, {"--bind-address=127.0.0.1", "--port=" + port_,
                      "--character-set-server=utf8mb4", "--socket=" + desk_.path("socket"),
                      "--pid-file=" + desk_.path("pid"), "--log-error=" + desk_.path("log")})));
  EXPECT_EQ(failure, "");
  const Typed answers =
      desk_.program({"sh", "-c",
                     "for i in $(seq 400); do mariadb --no-defaults -uroot -h127.0.0.1 -P" + port_ +
                         " -e 'SELECT 1' >/dev/null 2>&1 && exit 0; sleep 0.05; done; exit 1"});
  EXPECT_EQ(answers.exit, 0) << desk_.read("log");
}

}  // namespace interlock
