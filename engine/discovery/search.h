#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "engine/installation.h"

namespace interlock {

using Settings = std::map<std::string, std::string, std::less<>>;

// One search of a folder: what a recipe reads from, and writes to.
struct Search {
  const std::string& root;
  const Read& read;
  Installation found = {};

  // Whether a file is there, below the root or anywhere; its text, if it is not far too long.
  bool has(std::string_view file) const;
  std::optional<std::string> text(std::string_view file) const;
  // The settings of a .env file; a problem if it is not there.
  std::optional<Settings> settings(std::string_view file, std::string_view remedy);

  // An endpoint with its password, which becomes the secret of its name.
  void endpoint(std::string_view name, Address address, std::string_view from);
  // The endpoint `web`; a problem if the text is no http or https URL.
  void web(std::string_view url, std::string_view from);
  // The first version file of the folder.
  void version();
  void problem(std::string_view where, std::string what, std::string remedy);
};

std::string value_or(const Settings& settings, std::string_view name, std::string_view otherwise);

// The recipes.
void find_ixp(Search& search);
void find_convoy(Search& search);
void find_status_page(Search& search);
void find_parsec(Search& search);

}  // namespace interlock
