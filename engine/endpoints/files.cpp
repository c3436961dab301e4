#include <sys/random.h>

#include <algorithm>
#include <array>

#include "engine/endpoints/dump.h"
#include "engine/endpoints/local.h"
#include "engine/endpoints/words.h"
#include "engine/error.h"

namespace interlock {

namespace {

std::string random_secret() {
  std::array<char, 32> bytes = {};
  if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
    throw Error(Error::Kind::endpoint, "the system gave no random numbers");
  return {bytes.data(), bytes.size()};
}

// The local files; paths that do not begin with '/' are below the root folder.
class Files final : public Endpoint {
 public:
  Files(std::string root, Progress progress, std::shared_ptr<ReadDumps> known)
      : root_(std::move(root)),
        progress_(std::move(progress)),
        known_(known ? std::move(known) : no_dumps_yet()),
        secret_(random_secret()) {}

  Table ask(const Question& question) override {
    const Words words = words_of(question);
    const auto verb = std::find_if(verbs.begin(), verbs.end(), [&](const Verb& known) {
      return known.name == words.verb && known.arguments == words.arguments.size();
    });
    if (verb == verbs.end())
      throw Error(Error::Kind::bug, "files are not asked '" + question.words + "'");
    deadline_ = std::chrono::steady_clock::now() + question.patience;
    Table table = (this->*verb->answer)(words.arguments);
    make_readable(table);  // a name may be any bytes
    return table;
  }

 private:
  using Texts = std::vector<std::string>;
  struct Verb {
    std::string_view name;
    std::size_t arguments;
    Table (Files::*answer)(const Texts&) const;
  };
  static const std::array<Verb, 19> verbs;

  std::string whole(const std::string& path) const {
    if (path.empty() || path.find('\0') != std::string::npos)
      throw Error(Error::Kind::endpoint, "a path is empty, or has a zero byte in it");
    return path.starts_with('/') ? path : root_ + "/" + path;
  }
  Places places_in(const std::string& list) const {
    Places places;
    for (const std::string& item : items_of(list)) places.push_back({item, whole(item)});
    return places;
  }

  Table stat(const Texts& words) const { return stat_of(places_in(words[0])); }
  Table list(const Texts& words) const { return entries_of(whole(words[0]), words[1], deadline_); }
  Table read(const Texts& words) const { return lines_of(whole(words[0])); }
  Table json(const Texts& words) const { return scalars_of(whole(words[0])); }
  Table keys(const Texts& words) const { return keys_of(whole(words[0]), secret_); }
  Table version(const Texts& words) const { return version_at(root_, words[0]); }
  Table space(const Texts& words) const { return space_at(whole(words[0])); }
  Table size(const Texts& words) const { return size_of(whole(words[0]), deadline_); }
  Table hash(const Texts& words) const { return hashes_of(places_in(words[0]), progress_); }
  Table access(const Texts& words) const {
    return access_to(words[0], places_in(words[1]), deadline_);
  }
  Table dump(const Texts& words) const { return dump_at(whole(words[0]), progress_, *known_); }
  Table tables(const Texts& words) const {
    return dumped_tables(whole(words[0]), progress_, *known_);
  }
  Table migrations(const Texts& words) const {
    return dumped_migrations(whole(words[0]), words[1], progress_, *known_);
  }
  Table held(const Texts& words) const {
    return archive_paths(whole(words[0]), words[1], progress_);
  }
  Table against(const Texts& words) const {
    return archive_against(whole(words[0]), whole(words[1]), progress_);
  }
  Table packed_version(const Texts& words) const {
    return archive_version(whole(words[0]), progress_);
  }
  Table newest(const Texts& words) const { return newest_in(places_in(words[0]), deadline_); }
  Table bower(const Texts&) const { return bower_packages(root_); }
  Table mapping(const Texts& words) const { return mapping_in(whole(words[0])); }

  std::string root_;
  Progress progress_;
  std::shared_ptr<ReadDumps> known_;
  std::string secret_;
  Deadline deadline_;
};

const std::array<Files::Verb, 19> Files::verbs = {{{"stat", 1, &Files::stat},
                                                   {"list", 2, &Files::list},
                                                   {"read", 1, &Files::read},
                                                   {"json", 1, &Files::json},
                                                   {"keys", 1, &Files::keys},
                                                   {"version", 1, &Files::version},
                                                   {"space", 1, &Files::space},
                                                   {"size", 1, &Files::size},
                                                   {"hash", 1, &Files::hash},
                                                   {"newest", 1, &Files::newest},
                                                   {"access", 2, &Files::access},
                                                   {"mapping", 1, &Files::mapping},
                                                   {"bower_packages", 0, &Files::bower},
                                                   {"archive_paths", 2, &Files::held},
                                                   {"archive_against", 2, &Files::against},
                                                   {"archive_version", 1, &Files::packed_version},
                                                   {"dump", 1, &Files::dump},
                                                   {"dump_tables", 1, &Files::tables},
                                                   {"dump_migrations", 2, &Files::migrations}}};

}  // namespace

std::shared_ptr<ReadDumps> no_dumps_yet() {
  return std::make_shared<ReadDumps>();
}

std::unique_ptr<Endpoint> open_files(const std::string& root, Progress progress,
                                     std::shared_ptr<ReadDumps> known) {
  return std::make_unique<Files>(root, std::move(progress), std::move(known));
}

std::unique_ptr<Endpoint> open_files(const Address& address, std::chrono::milliseconds) {
  return open_files(address.name, Progress());
}

}  // namespace interlock
