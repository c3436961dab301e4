#include "tests/standins/state.h"

#include <fcntl.h>
#include <sys/file.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "engine/jcs.h"

namespace interlock::standin {

std::string path(const std::string& name) {
  const char* folder = std::getenv("INTERLOCK_STANDIN");
  return std::string(folder ? folder : ".") + "/" + name;
}

std::string text_of(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

std::string joined(const Words& words) {
  std::string line;
  for (const std::string& word : words) line += (line.empty() ? "" : " ") + word;
  return line;
}

int fail(const std::string& why, int status) {
  std::fprintf(stderr, "%s\n", why.c_str());
  return status;
}

int say(const std::string& line) {
  std::printf("%s\n", line.c_str());
  return 0;
}

State::State() : lock_(::open(path("lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
  ::flock(lock_.number(), LOCK_EX);
  std::vector<Problem> none;
  data = parsed(text_of(path("state.json")), none);
}

void State::keep() const {
  std::ofstream(path("state.json.new")) << canonical(data);
  std::rename(path("state.json.new").c_str(), path("state.json").c_str());
}

}  // namespace interlock::standin
