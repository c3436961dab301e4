#include "engine/cli/refused.h"

#include <algorithm>

#include "reports/style.h"

namespace interlock {

namespace {

// Every problem on a line of its own, the places in a column.
std::string with_lines(const std::string& what, const std::vector<Problem>& problems) {
  std::size_t width = 0;
  for (const Problem& problem : problems) width = std::max(width, columns_of(problem.where));
  std::string text = visible(what);
  for (const Problem& problem : problems)
    text += "\n  " + padded(visible(problem.where), width) + "  " + visible(problem.what) +
            (problem.hint.empty() ? "" : " " + visible(problem.hint));
  return text;
}

}  // namespace

Refused::Refused(const std::string& what, std::vector<Problem> its_problems)
    : Error(Error::Kind::input, with_lines(what, its_problems)),
      problems(std::move(its_problems)) {}

}  // namespace interlock
