#include "states/groups.h"

#include <algorithm>

#include "engine/written.h"

namespace interlock {

namespace {

// Groups of groups of groups could stand for more guards than there is memory.
constexpr std::size_t most_steps = 50'000;
constexpr std::size_t deepest = 50;

}  // namespace

Groups::Groups(Named<Guards> common, const Named<Guards>& own, std::vector<Problem>& problems)
    : groups_(std::move(common)), problems_(problems) {
  for (const auto& [name, guards] : own)
    if (groups_.emplace(name, guards).second)
      own_.insert(name);
    else
      problems_.push_back(
          {"/groups/" + in_pointer(name), "There is already a common group of this name."});
  for (const auto& [name, unused] : groups_) names_.push_back(name);
}

Guards Groups::expanded(const Guards& written) {
  Guards all;
  there_.clear();
  put(all, written);
  return all;
}

void Groups::put(Guards& all, const Guards& written) {
  for (const Guard& guard : written) {
    if (!may_go_on()) return;
    if (is_name(guard.check))
      put_group(all, guard);
    else if (there_.insert(guard.place).second)
      all.push_back(guard);
  }
}

void Groups::put_group(Guards& all, const Guard& name) {
  const auto complain = [&](std::string what, std::string hint = {}) {
    if (told_.insert(name.place).second)
      problems_.push_back({name.place, std::move(what), std::move(hint)});
  };
  const auto group = groups_.find(name.check);
  if (group == groups_.end())
    return complain("There is no group \"" + name.check + "\".", suggestion(name.check, names_));
  if (std::find(open_.begin(), open_.end(), name.check) != open_.end())
    return complain("Group \"" + name.check + "\" contains itself.");
  if (open_.size() == deepest) return complain("These groups are nested too deep.");
  used_.insert(name.check);
  open_.push_back(group->first);
  put(all, group->second);
  open_.pop_back();
}

bool Groups::may_go_on() {
  if (++steps_ == most_steps)
    problems_.push_back({"/groups", "The groups stand for too many guards."});
  return steps_ < most_steps;
}

void Groups::refuse_unused() {
  const auto used = used_;
  for (const std::string& name : own_) {
    if (used.contains(name)) continue;
    problems_.push_back({"/groups/" + in_pointer(name), "No guard uses this group."});
    expanded(groups_.find(name)->second);
  }
}

}  // namespace interlock
