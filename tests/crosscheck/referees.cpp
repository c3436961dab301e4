#include "tests/crosscheck/referees.h"

#include <fmt/core.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>

#include "engine/error.h"
#include "engine/subprocess.h"
#include "reports/models.h"

namespace interlock {

namespace {

namespace fs = std::filesystem;

// A folder that is gone afterwards.
struct Workshop {
  fs::path folder;

  Workshop() {
    std::string name = (fs::temp_directory_path() / "interlock-crosscheck-XXXXXX").string();
    if (!mkdtemp(name.data())) throw Error(Error::Kind::bug, "There is no room for " + name);
    folder = name;
  }
  ~Workshop() {
    std::error_code failure;
    fs::remove_all(folder, failure);
  }
  Workshop(const Workshop&) = delete;
  Workshop& operator=(const Workshop&) = delete;

  void write(const std::string& name, const std::string& text) const {
    std::ofstream(folder / name) << text;
  }
  // What it printed; it may end with 1, as a model checker does that finds something.
  std::string run(std::vector<std::string> argv) const {
    Program program{std::move(argv)};
    program.folder = folder.string();
    program.deadline = std::chrono::minutes(10);
    const Ended ended = interlock::run(program);
    if (ended.how != Ended::How::exited || ended.code > 1)
      throw Error(Error::Kind::bug, fmt::format("{} failed: {}{}{}", program.argv.front(),
                                                ended.why, ended.out, ended.err));
    return ended.out + ended.err;
  }
};

std::string without(const char* program, const char* asked) {
  const Ended ended = run({{program, asked}});
  if (ended.how != Ended::How::not_started) return {};
  return fmt::format("{} is not installed, so nothing was compared with it: ./dev setup", program);
}

std::size_t number_in(const std::string& text, const std::regex& pattern) {
  std::smatch match;
  if (!std::regex_search(text, match, pattern))
    throw Error(Error::Kind::bug, "A referee said something else: " + text);
  return std::stoul(match[1]);
}

// Rumur stops where an invariant fails, and tells of a cover only how often it was hit.
// So that numbers can be compared, everything becomes a cover, and each is asked twice:
// together with the first state, which there is, and with all others, which there are.
std::string with_covers(const std::string& model, const std::string& first) {
  static const std::regex asked(R"re((^|\n)(?:invariant|cover) "([^"]*)" ([^\n]*);)re");
  return std::regex_replace(model, asked,
                            fmt::format("$1cover \"+ $2\" $3 | state = s_{0};\n"
                                        "cover \"- $2\" $3 | state != s_{0};",
                                        first));
}

void read_covers(const std::string& said, Judged& judged) {
  static const std::regex cover(R"re(cover_result message="([+-]) ([^"]*)" count="(\d+)")re");
  for (std::sregex_iterator at(said.begin(), said.end(), cover), end; at != end; ++at)
    judged.true_in[(*at)[2]] += std::stoul((*at)[3]);
  for (auto& [unused, count] : judged.true_in) count -= judged.counted.configurations;
}

void read_liveness(const std::string& model, const std::string& said, Judged& judged) {
  static const std::regex asked(R"re(\nliveness "([^"]*)")re");
  for (std::sregex_iterator at(model.begin(), model.end(), asked), end; at != end; ++at)
    judged.always_reached[(*at)[1]] =
        said.find(fmt::format("liveness property &quot;{}&quot; violated", (*at)[1].str())) ==
        std::string::npos;
}

}  // namespace

void PrintTo(const Counted& counted, std::ostream* out) {
  *out << counted.configurations << " configurations, " << counted.edges << " edges";
}

std::string without_rumur() {
  return without("rumur", "--version");
}

std::string without_spin() {
  return without("spin", "-V");
}

Judged asked_rumur(const Machine& machine) {
  // Of a large model it also tells how far it is, in the same words.
  static const std::regex states("<summary states=\"(\\d+)\""),
      rules("<summary [^>]*rules_fired=\"(\\d+)\"");
  const Workshop workshop;
  const std::string model = with_covers(murphi(machine), machine.states.front().id);
  workshop.write("model.m", model);
  workshop.run({"rumur", "--deadlock-detection", "off", "--counterexample-trace", "off",
                "--max-errors", "1000", "--threads", "1", "--output-format", "machine-readable",
                "--output", "model.c", "model.m"});
  workshop.run({"cc", "-w", "-O0", "-mcx16", "-o", "model", "model.c", "-lpthread"});
  const std::string said = workshop.run({"./model"});
  Judged judged;
  judged.counted = {number_in(said, states), number_in(said, rules)};
  read_covers(said, judged);
  read_liveness(model, said, judged);
  return judged;
}

Counted counted_by_spin(const Machine& machine) {
  static const std::regex stored("(\\d+) states, stored"), transitions("(\\d+) transitions");
  const Workshop workshop;
  workshop.write("model.pml", promela(machine));
  workshop.run({"spin", "-o2", "-a", "model.pml"});
  workshop.run({"cc", "-w", "-O0", "-DNOCLAIM", "-DSAFETY", "-DNOREDUCE", "-o", "pan", "pan.c"});
  const std::string said = workshop.run({"./pan", "-n", "-w16", "-m100000"});
  if (said.find("errors: 0") == std::string::npos || said.find("too small") != std::string::npos)
    throw Error(Error::Kind::bug, "Spin did not count: " + said);
  // Every transition leads to a state that is stored or matched; the start is one more.
  return {number_in(said, stored), number_in(said, transitions) - 1};
}

std::map<std::string, bool> asked_spin(const Machine& machine) {
  static const std::regex claim(R"(\nltl (\w+) )");
  const Workshop workshop;
  const std::string model = promela(machine);
  workshop.write("model.pml", model);
  workshop.run({"spin", "-o2", "-a", "-DWATCH", "model.pml"});
  workshop.run({"cc", "-w", "-O0", "-DNOREDUCE", "-o", "pan", "pan.c"});
  std::map<std::string, bool> holds;
  for (std::sregex_iterator at(model.begin(), model.end(), claim), end; at != end; ++at) {
    const std::string said =
        workshop.run({"./pan", "-a", "-n", "-w16", "-m100000", "-N", (*at)[1]});
    if (said.find("too small") != std::string::npos)
      throw Error(Error::Kind::bug, "Spin did not look at everything: " + said);
    holds[(*at)[1]] = said.find("errors: 0") != std::string::npos;
  }
  return holds;
}

}  // namespace interlock
