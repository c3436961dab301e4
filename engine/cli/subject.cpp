#include <algorithm>
#include <filesystem>

#include "checks/index.h"
#include "engine/cli/refused.h"
#include "engine/cli/session.h"
#include "engine/digest.h"
#include "engine/error.h"
#include "reports/style.h"
#include "states/catalogue.h"
#include "states/shipped.h"

namespace interlock {

namespace {

std::unique_ptr<Subject> made_of(const std::string& name, std::string machine_text,
                                 std::string groups_text, Loaded loaded, bool by_hand) {
  if (const auto number = static_cast<std::int64_t>(loaded.problems.size()); number > 0)
    throw Refused(name + " has " + counted_words(number, "problem") + "; it was not loaded.",
                  std::move(loaded.problems));
  auto subject = std::make_unique<Subject>();
  subject->machine = by_hand ? observed(std::move(loaded.machine)) : std::move(loaded.machine);
  subject->definition = {hex_of(machine_text), hex_of(groups_text)};
  subject->machine_text = std::move(machine_text);
  subject->groups_text = std::move(groups_text);
  subject->plan = plan_of(subject->machine);
  return subject;
}

const Event& loading(const std::vector<Event>& events) {
  const auto loaded = std::find_if(events.begin(), events.end(),
                                   [](const Event& e) { return e.type == "definition.loaded"; });
  if (loaded == events.end())
    throw Error(Error::Kind::ledger, "the record does not tell by which machine this run runs.");
  return *loaded;
}

}  // namespace

std::unique_ptr<Subject> subject_of(const Options& options) {
  Definitions read = definitions_of(options.machine, folders_of(options), all_checks());
  return made_of(read.name, std::move(read.machine), std::move(read.groups), std::move(read.loaded),
                 options.verb == "observe");
}

Texts folders_of(const Options& options) {
  if (options.definitions.empty()) return {};
  if (std::error_code unseen; !std::filesystem::is_directory(options.definitions, unseen))
    throw Error(Error::Kind::usage,
                "the folder " + options.definitions + " is not there, or may not be read.",
                "Give the one that your machines lie in: --definitions DIR");
  return {options.definitions};
}

Catalogue catalogue_in(const std::vector<ReleaseFile>& files) {
  Catalogue catalogue;
  for (const ReleaseFile& file : files) {
    std::vector<Problem> problems;
    catalogue = catalogue_of(file.text, problems, catalogue);
    if (const auto number = static_cast<std::int64_t>(problems.size()); number > 0)
      throw Refused(file.name + " has " + counted_words(number, "problem") + "; it was not read.",
                    std::move(problems));
  }
  return catalogue;
}

std::vector<ReleaseFile> releases_in(const Ledger& ledger, const std::vector<Event>& events) {
  std::vector<ReleaseFile> files;
  for (const Citation& piece : loading(events).evidence)
    if (piece.role == "releases")
      files.push_back({"the release list of this run", ledger.evidence(piece.sha256)});
  return files;
}

std::unique_ptr<Subject> subject_in(const Ledger& ledger, const std::vector<Event>& events) {
  std::string machine, groups;
  for (const Citation& piece : loading(events).evidence)
    if (piece.role != "releases")
      (piece.role == "machine" ? machine : groups) = ledger.evidence(piece.sha256);
  const auto started = std::find_if(events.begin(), events.end(),
                                    [](const Event& e) { return e.type == "run.started"; });
  const bool by_hand = started != events.end() && started->data["mode"].text() == "observe";
  Loaded read = load(machine, groups);
  return made_of("the machine of this run", std::move(machine), std::move(groups), std::move(read),
                 by_hand);
}

}  // namespace interlock
