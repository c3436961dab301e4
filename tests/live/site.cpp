#include "tests/live/site.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "checks/index.h"
#include "engine/endpoints/openers.h"
#include "engine/judge.h"
#include "engine/subprocess.h"
#include "engine/time.h"

namespace interlock::live {

namespace fs = std::filesystem;

Site::Site(Address database) : database_(std::move(database)) {
  std::string folder = (fs::temp_directory_path() / "interlock-site-XXXXXX").string();
  if (!::mkdtemp(folder.data())) throw std::runtime_error("no folder could be made");
  root_ = folder;
}

Site::~Site() {
  fs::remove_all(root_);
}

void Site::write(const std::string& name, std::string_view text) const {
  fs::create_directories(fs::path(path(name)).parent_path());
  std::ofstream(path(name), std::ios::binary) << text;
}

void Site::run(const std::vector<std::string>& argv, const std::string& output) const {
  Program program;
  program.argv = argv;
  program.env = {{"GIT_CONFIG_GLOBAL", "/dev/null"},
                 {"GIT_AUTHOR_NAME", "a"},
                 {"GIT_AUTHOR_EMAIL", "a@example.net"},
                 {"GIT_COMMITTER_NAME", "a"},
                 {"GIT_COMMITTER_EMAIL", "a@example.net"}};
  program.folder = root_;
  if (!output.empty()) program.output = path(output);
  const Ended ended = interlock::run(program);
  EXPECT_TRUE(ended.ok()) << argv.front() << ": " << ended.why << ended.err;
}

std::vector<Reply> Site::replies(std::string_view id, const Arguments& given) {
  const Check* check = find_check(id);
  if (!check) throw std::runtime_error("no check " + std::string(id));
  Systems systems = {
      {"files", System::files}, {"host", System::host}, {"catalogue", System::catalogue}};
  if (!database_.name.empty()) systems.emplace("database", database_.system);
  Guard guard;
  guard.with = given;
  const auto errands =
      errands_of(*check, arguments_of(*check, guard, Machine{}), guard.on, systems);
  std::vector<Errand> asked;
  for (const auto& errand : errands)
    if (errand) asked.push_back(*errand);
  const std::vector<Hop> hops;
  const Opener opener = [&](const Whom& whom, std::chrono::milliseconds patience) {
    if (whom.endpoint == "catalogue") return open_catalogue(catalogue, hops, "", "");
    if (whom.endpoint == "database") return open(database_, patience);
    return open({.system = systems.at(whom.endpoint), .name = root_}, patience);
  };
  return replies_to(errands, gather(asked, opener));
}

Verdict Site::since(std::string_view id, const Arguments& given, Moment moment,
                    std::vector<Reply> earlier) {
  const Check* check = find_check(id);
  Guard guard;
  guard.with = given;
  Evidence seen{replies(id, given), arguments_of(*check, guard, Machine{})};
  if (!database_.name.empty()) seen.on = database_.system;
  seen.asked = now();
  seen.since = moment;
  seen.earlier = std::move(earlier);
  return judge(*check, seen);
}

Verdict Site::verdict(std::string_view id, const Arguments& given) {
  return since(id, given, {});
}

}  // namespace interlock::live
