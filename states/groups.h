#pragma once

#include <set>
#include <string_view>
#include <vector>

#include "engine/error.h"
#include "engine/machine.h"

namespace interlock {

// Puts the guards of a group where its name stands, and of groups in groups. A
// guard that comes twice into one set stays once.
class Groups {
 public:
  // `own` are those of the machine, which may not be called like common ones.
  Groups(Named<Guards> common, const Named<Guards>& own, std::vector<Problem>& problems);

  Guards expanded(const Guards& written);

  // Complains of the machine's groups that were in nothing expanded.
  void refuse_unused();

 private:
  void put(Guards& all, const Guards& written);
  void put_group(Guards& all, const Guard& name);
  bool may_go_on();

  Named<Guards> groups_;
  std::set<std::string, std::less<>> own_;
  std::vector<Problem>& problems_;
  std::vector<std::string_view> names_, open_;
  std::set<std::string, std::less<>> used_;
  std::set<std::string_view> there_;         // places of the guards in the set
  std::set<std::string, std::less<>> told_;  // places that were complained of
  std::size_t steps_ = 0;
};

}  // namespace interlock
