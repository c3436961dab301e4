#include <array>

#include "engine/discovery/search.h"

namespace interlock {

namespace {

struct Recipe {
  std::string_view name;
  void (*find)(Search&);
};

constexpr std::array recipes = {
    Recipe{"ixp", &find_ixp},
    Recipe{"convoy", &find_convoy},
    Recipe{"status-page", &find_status_page},
    Recipe{"parsec", &find_parsec},
    Recipe{"", [](Search& search) { search.version(); }},
};

}  // namespace

Installation discover(const std::string& recipe, const std::string& root, const Read& read) {
  Search search{root, read};
  for (const Recipe& known : recipes)
    if (known.name == recipe) known.find(search);
  return std::move(search.found);
}

}  // namespace interlock
