#include "checks/container.h"
#include "checks/wording.h"

namespace interlock::checks {

namespace holding {

// Without "." and empty parts and a slash at its end.
inline std::string plain(std::string_view path) {
  std::string whole;
  while (!path.empty()) {
    const auto end = std::min(path.find('/'), path.size());
    const auto part = path.substr(0, end);
    if (!part.empty() && part != ".") whole += "/" + std::string(part);
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  return whole;
}

inline bool in(const std::string& path, const std::string& folder) {
  return path == folder || path.starts_with(folder + "/");
}

// Where it lies on this machine; empty if in a container's own layer.
inline std::string outside(const std::string& path, const Table& mounts) {
  if (mounts.empty()) return path;
  std::string best, place;
  for (std::size_t row = 0; row < mounts.rows.size(); ++row) {
    const std::string target = plain(mounts.at(row, "target").value_or(""));
    if (target.empty() || !in(path, target) || target.size() < best.size()) continue;
    best = target;
    place = plain(mounts.text(row, "source")) + path.substr(target.size());
  }
  return place;
}

}  // namespace holding

extern const Check backup_folder_holds_database = {
    .id = "backup.folder_holds_database",
    .asks = "Do the files of the database lie in the folder that will be copied?",
    .because = "A copy of the folder is no backup of a database that lies elsewhere.",
    .remedy =
        "Dump the database too, or copy the place where its files are; name the folder by "
        "its real path, not by a link.",
    .params = {{"original", "the folder that will be copied"},
               {"service", "the service of the compose file that runs the database", Kind::text,
                "database"},
               compose_file_param()},
    .probes = {{.mysql = R"(SELECT 'datadir' AS name, @@datadir AS place
 UNION ALL SELECT 'innodb_data_home_dir', @@innodb_data_home_dir
 UNION ALL SELECT 'innodb_log_group_home_dir', @@innodb_log_group_home_dir
 UNION ALL SELECT 'innodb_undo_directory', @@innodb_undo_directory)"},
               {.host = "mounts $1 $2", .binds = {"service", "compose_file"}},
               {.files = "stat $1", .binds = {"original"}}},
    .judge =
        [](const Evidence& seen) {
          const Table &places = seen.answer(0), &mounts = seen.answer(1), &folder = seen.answer(2);
          if (folder.at(0, "kind").value_or("") != "folder")
            return fail(seen.text("original") + " was no folder.", {seen.text("original")});
          const std::string whole = holding::plain(folder.text(0, "path"));
          std::vector<std::string> names, wrong;
          for (std::size_t row = 0; row < places.rows.size(); ++row) {
            const std::string place = places.at(row, "place").value_or("");
            // Others are below datadir.
            if (!place.starts_with('/')) continue;
            const std::string lies = holding::outside(holding::plain(place), mounts);
            if (!lies.empty() && holding::in(lies, whole)) continue;
            names.emplace_back(places.text(row, "name"));
            wrong.push_back(names.back() + (lies.empty() ? " in the container alone (" + place + ")"
                                                         : " in " + lies));
          }
          if (!wrong.empty())
            return fail("The database lay not in " + whole + ": " + listed(wrong) + ".", names);
          return pass("The files of the database lay in " + whole + ".");
        },
    .samples =
        {
            {.name = "mounted from it",
             .given = {{"original", "/srv/convoy"}},
             .seen = {"name | place \n datadir | /var/lib/mysql/ \n innodb_data_home_dir | NULL \n"
                      "innodb_log_group_home_dir | ./",
                      "container | source | target \n"
                      "1a | /srv/convoy/dockerfiles/mysql/data | /var/lib/mysql \n"
                      "1a | /srv/convoy/my.cnf | /etc/my.cnf",
                      "path | kind | mode | uid | gid | size | changed \n"
                      "/srv/convoy | folder | 0755 | 0 | 0 | 9 | 1"},
             .outcome = Outcome::pass,
             .said = "The files of the database lay in /srv/convoy."},
            {.name = "a volume of its own",
             .given = {{"original", "/srv/convoy"}},
             .seen = {"name | place \n datadir | /var/lib/mysql/",
                      "container | source | target \n"
                      "1a | /var/lib/docker/volumes/db/_data | /var/lib/mysql",
                      "path | kind | mode | uid | gid | size | changed \n"
                      "/srv/convoy | folder | 0755 | 0 | 0 | 9 | 1"},
             .outcome = Outcome::fail,
             .said = "The database lay not in /srv/convoy: datadir in "
                     "/var/lib/docker/volumes/db/_data."},
            {.name = "no volume",
             .given = {{"original", "/srv/convoy"}},
             .seen = {"name | place \n datadir | /var/lib/mysql/",
                      "container | source | target \n 1a | NULL | NULL",
                      "path | kind | mode | uid | gid | size | changed \n"
                      "/srv/convoy | folder | 0755 | 0 | 0 | 9 | 1"},
             .outcome = Outcome::fail,
             .said = "The database lay not in /srv/convoy: datadir in the container alone "
                     "(/var/lib/mysql/)."},
            {.name = "on this machine itself",
             .given = {{"original", "/srv/convoy"}},
             .seen = {"name | place \n datadir | /srv/convoy/db/ \n"
                      "innodb_undo_directory | /undo",
                      "container | source | target",
                      "path | kind | mode | uid | gid | size | changed \n"
                      "/srv/convoy | folder | 0755 | 0 | 0 | 9 | 1"},
             .outcome = Outcome::fail,
             .said = "The database lay not in /srv/convoy: innodb_undo_directory in /undo."},
            {.name = "docker does not answer",
             .given = {{"original", "/srv/convoy"}},
             .seen = {"name | place \n datadir | /var/lib/mysql/",
                      "! docker permission denied while trying to connect",
                      "path | kind | mode | uid | gid | size | changed \n"
                      "/srv/convoy | folder | 0755 | 0 | 0 | 9 | 1"},
             .outcome = Outcome::unknown},
        },
};

}  // namespace interlock::checks
