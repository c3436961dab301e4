#include "checks/program.h"

#include <algorithm>

#include "engine/error.h"
#include "engine/written.h"

namespace interlock::checks {

namespace {

[[noreturn]] void no_answer(std::string_view program, const std::string& why) {
  throw Error(Error::Kind::endpoint, std::string(program) + " gave no answer: " + why + ".");
}

}  // namespace

std::int64_t exit_of(const Table& ran, std::string_view program) {
  if (ran.at(0, "exit")) return ran.integer(0, "exit");
  no_answer(program, ran.at(0, "problem").value_or("it did not run to its end"));
}

std::vector<std::string> lines_of(const Table& ran, std::string_view program) {
  if (const auto exit = exit_of(ran, program); exit != 0) {
    const std::string complaint = complaint_of(ran);
    no_answer(program,
              "exit " + std::to_string(exit) + (complaint.empty() ? "" : ", " + complaint));
  }
  return lines_in(ran.text(0, "stdout"));
}

Verdict no_checkout() {
  return fail("The root folder was not the top of a git checkout.", {},
              {"git clone --branch v<what is installed> <its repository> <a new root folder>"});
}

std::optional<Verdict> refused_by_git(const Table& ran) {
  if (exit_of(ran, "git") == 0) return {};
  for (std::string line : lines_in(ran.at(0, "stderr").value_or(""))) {
    line.erase(0, line.find_first_not_of(" \t"));
    if (line.starts_with("git config ") && line.find(" safe.directory ") != std::string::npos)
      return unknown("git refused a checkout that belongs to another account.", {}, {line});
  }
  return {};
}

std::vector<std::string> lines_in(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const auto end = text.find('\n');
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.emplace_back(line);
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  while (!lines.empty() && lines.back().empty()) lines.pop_back();
  return lines;
}

std::string version_told(const std::vector<std::string>& lines) {
  constexpr std::string_view digits = "0123456789";
  std::string_view rest = lines.empty() ? std::string_view() : lines.front();
  while (!rest.empty() && version_of(rest).size() < 2)
    rest.remove_prefix(
        std::min(rest.size(), std::max<std::size_t>(1, rest.find_first_not_of(digits))));
  return std::string(rest.substr(0, rest.find_first_not_of("0123456789.")));
}

std::string complaint_of(const Table& ran) {
  const auto lines = lines_in(ran.at(0, "stderr").value_or(""));
  std::string line = lines.empty() ? std::string() : lines.front();
  while (line.ends_with('.')) line.pop_back();
  return line;
}

}  // namespace interlock::checks
