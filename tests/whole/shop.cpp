#include "tests/whole/shop.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>

#include "engine/jcs.h"

namespace interlock {

namespace fs = std::filesystem;

namespace {

constexpr const char* counting_sqlite = R"(#!/bin/sh
echo "$*" >>"$STANDIN_FOLDER/calls"
case "$*" in
  *shop.db) if [ -p "$STANDIN_FOLDER/gate" ]; then
    read -r _ <"$STANDIN_FOLDER/gate"
    echo "going on" || exit 1
    echo "going on" >&2 || exit 1
  fi ;;
esac
exec "$STANDIN_SQLITE" "$@"
)";

std::string place_of_sqlite() {
  std::string folders = std::getenv("PATH") ? std::getenv("PATH") : "/usr/bin";
  for (std::size_t at = 0; at < folders.size();) {
    const auto end = std::min(folders.find(':', at), folders.size());
    const std::string path = folders.substr(at, end - at) + "/sqlite3";
    if (::access(path.c_str(), X_OK) == 0) return path;
    at = end + 1;
  }
  return "sqlite3";
}

bool same_folder(const std::string& one, const std::string& other, const Desk& desk) {
  return desk.program({"diff", "-r", one, other}).exit == 0;
}

}  // namespace

ShopPlace::ShopPlace(const Known& known, std::string target, const std::string& overdue)
    : known_(known), target_(std::move(target)) {
  shop_ = make_shop(desk_.folder.string());
  let_job_end(shop_);
  back_up(shop_);
  before_ = dump();
  fs::copy(shop_.root + "/database", desk_.folder / "database", fs::copy_options::recursive);
  desk_.write("machines/demo.json", known.text(overdue));
  desk_.write("installation.json",
              canonical(Value::Object{
                  {"name", "demo shop"},
                  {"root", shop_.root},
                  {"parameters", Value::Object{{"backups", shop_.backups}}},
                  {"endpoints",
                   Value::Object{{"database", "sqlite:" + shop_.root + "/storage/shop.db"}}}}));
  desk_.write("standin/calls", "");
  desk_.write("standin/sqlite3", counting_sqlite);
  fs::permissions(desk_.folder / "standin/sqlite3", fs::perms(0755));
  desk_.env["STANDIN_FOLDER"] = desk_.path("standin");
  desk_.env["STANDIN_SQLITE"] = place_of_sqlite();
  desk_.env["PATH"] = desk_.path("standin") + ":" + std::getenv("PATH");
}

std::vector<std::string> ShopPlace::run_words() const {
  return {"run",   desk_.path("machines/demo.json"),
          "--at",  desk_.path("installation.json"),
          "--to",  target_,
          "--yes", target_};
}

std::string ShopPlace::dump() const {
  return desk_.program({"sqlite3", shop_.root + "/storage/shop.db", ".dump"}).out;
}

std::string ShopPlace::differs_from(Final end) {
  const bool upgraded = end == Final::success;
  if (fs::exists(shop_.root + "/storage/framework/down")) return "the shop is closed";
  if (desk_.read("shop/VERSION") != (upgraded ? target_ : "1.0.0") + "\n") return "VERSION";
  const std::string code =
      upgraded ? shop_.root + "/releases/" + target_ + "/database" : desk_.path("database");
  if (!same_folder(code, shop_.root + "/database", desk_)) return "the folder database";
  if (!upgraded) return dump() == before_ ? "" : "the database: " + dump();
  const bool migrated = dump().find("add_email_of_customers") != std::string::npos;
  return migrated && dump().find("edsger@example.org") != std::string::npos ? "" : "the schema";
}

int ShopPlace::starts() {
  const std::string migrate = "-batch -bail " + shop_.root + "/storage/shop.db\n";
  const std::string calls = desk_.read("standin/calls");
  int found = 0;
  for (auto at = calls.find(migrate); at != std::string::npos; at = calls.find(migrate, at + 1))
    ++found;
  return found;
}

void ShopPlace::shut_gate() const {
  ASSERT_EQ(::mkfifo(desk_.path("standin/gate").c_str(), 0600), 0);
}

int ShopPlace::hold_gate() const {
  return ::open(desk_.path("standin/gate").c_str(), O_WRONLY | O_CLOEXEC);
}

}  // namespace interlock
