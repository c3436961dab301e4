// May an account write there? By mode, owner and groups alone: where more decides, we
// cannot tell.
#include <fmt/core.h>
#include <grp.h>
#include <pwd.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>

#include "engine/endpoints/local.h"
#include "engine/endpoints/words.h"

namespace interlock {

namespace {

constexpr std::size_t most_rows = 100;
constexpr std::size_t most_entries = 100000;

struct Account {
  bool anybody = false;  // neither an owner nor in a group
  uid_t uid = 0;
  std::vector<gid_t> groups;

  // The bits of the class that counts for it, as in rwx.
  mode_t bits(const struct stat& info) const {
    if (!anybody && info.st_uid == uid) return (info.st_mode >> 6) & 7;
    const bool member = std::find(groups.begin(), groups.end(), info.st_gid) != groups.end();
    return (member ? info.st_mode >> 3 : info.st_mode) & 7;
  }
  bool may(mode_t wanted, const struct stat& info) const {
    return (!anybody && uid == 0) || (bits(info) & wanted) == wanted;
  }
};

Account account_of(const std::string& user) {
  if (user == "others") return {true, 0, {}};
  std::vector<char> buffer(1 << 16);
  passwd entry = {};
  passwd* found = nullptr;
  const int code = ::getpwnam_r(user.c_str(), &entry, buffer.data(), buffer.size(), &found);
  if (!found)
    throw Error(Error::Kind::endpoint,
                "there is no user '" + user + "'" +
                    (code == 0 ? "" : ": " + std::generic_category().message(code)),
                {}, "no_user");
  Account account{false, entry.pw_uid, std::vector<gid_t>(64)};
  int count = static_cast<int>(account.groups.size());
  while (::getgrouplist(user.c_str(), entry.pw_gid, account.groups.data(), &count) < 0)
    account.groups.resize(static_cast<std::size_t>(count));
  account.groups.resize(static_cast<std::size_t>(count));
  return account;
}

// Collects what the account may not do; each path once.
class Access {
 public:
  Access(Account account, Deadline deadline) : account_(std::move(account)), deadline_(deadline) {}

  // The folders above, from the top, as one must enter them.
  void enter_above(const std::string& path) {
    for (auto slash = path.find('/'); slash != std::string::npos;
         slash = path.find('/', slash + 1)) {
      const std::string folder = path.substr(0, std::max<std::size_t>(slash, 1));
      if (slash + 1 == path.size()) return;
      const auto seen = seen_at(folder);
      if (seen && S_ISDIR(seen->st_mode)) demand(1, folder, *seen, "may not be entered");
    }
  }

  void write_below(const std::string& top) {
    bool there = false;
    walk(top, [&](const Entry& entry) {
      there = true;
      count(entry.path);
      const mode_t mode = entry.info.st_mode;
      if (S_ISDIR(mode))
        demand(3, entry.path, entry.info, "may not be written or entered");
      else if (!S_ISLNK(mode))
        demand(2, entry.path, entry.info, "may not be written");
    });
    if (!there) complain(top, "is not there");
  }

  Table table() && { return std::move(table_); }

 private:
  void count(const std::string& path) {
    demand_time(deadline_, path);
    if (++entries_ > most_entries)
      throw Error(Error::Kind::endpoint,
                  fmt::format("there are more than {} entries", most_entries), {}, "too_many");
  }

  void demand(mode_t wanted, const std::string& path, const struct stat& info,
              std::string_view why) {
    if (!account_.anybody && account_.uid == 0) return;
    if (::getxattr(path.c_str(), "system.posix_acl_access", nullptr, 0) > 0)
      throw Error(Error::Kind::endpoint, readable(path) + ": has an access control list",
                  "Look with 'getfacl' whether it lets the user in.", "acl");
    if (!account_.may(wanted, info))
      complain(path, fmt::format("{} (mode {}, owner {}, group {})", why, mode_of(info.st_mode),
                                 info.st_uid, info.st_gid));
  }

  void complain(const std::string& path, const std::string& why) {
    if (table_.rows.size() >= most_rows) return;
    const auto same = [&](const auto& row) { return row[0] == path; };
    if (std::none_of(table_.rows.begin(), table_.rows.end(), same))
      table_.rows.push_back({path, why});
  }

  Account account_;
  Deadline deadline_;
  std::size_t entries_ = 0;
  Table table_{{"path", "why"}, {}};
};

}  // namespace

Table access_to(const std::string& user, const Places& places, Deadline deadline) {
  Access access(account_of(user), deadline);
  for (const Place& place : places) {
    access.enter_above(place.whole);
    std::error_code none;
    const auto real = std::filesystem::canonical(place.whole, none);
    if (!none && real != place.whole) access.enter_above(real);
    access.write_below(place.whole);
  }
  return std::move(access).table();
}

}  // namespace interlock
