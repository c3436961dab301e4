#pragma once

#include <string>
#include <vector>

#include "engine/descriptor.h"
#include "engine/value.h"

// What every stand-in has: a state that lasts, in the folder INTERLOCK_STANDIN.
namespace interlock::standin {

using Words = std::vector<std::string>;

std::string path(const std::string& name);
std::string text_of(const std::string& path);
std::string joined(const Words& words);
int fail(const std::string& why, int status);
int say(const std::string& line);

// state.json, locked as long as this is there; replaced as a whole.
class State {
 public:
  State();
  void keep() const;

  Value data;

 private:
  Descriptor lock_;
};

}  // namespace interlock::standin
