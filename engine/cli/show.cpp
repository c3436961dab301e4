#include <fmt/core.h>

#include <filesystem>
#include <fstream>

#include "engine/cli/commands.h"
#include "engine/cli/output.h"
#include "engine/cli/session.h"
#include "engine/error.h"
#include "engine/jcs.h"
#include "engine/time.h"
#include "engine/utf8.h"
#include "reports/control_table.h"
#include "reports/coverage.h"
#include "reports/models.h"
#include "reports/track.h"

namespace interlock {

namespace {

// No guide is longer; what is read may be anything.
constexpr std::size_t longest_guide = 4'000'000;

// The guide that --guide names, by the name of its file.
std::optional<GuideText> guide_of(const Options& options) {
  if (options.guide.empty()) return {};
  std::ifstream file(options.guide, std::ios::binary);
  std::string text(longest_guide + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  std::error_code unseen;
  if (!file.eof() || std::filesystem::is_directory(options.guide, unseen))
    throw Error(Error::Kind::input,
                text.size() > longest_guide ? options.guide + " is longer than any guide."
                                            : options.guide + " could not be read.",
                "Name the file that holds the guide: --guide FILE");
  if (!utf8(text))
    throw Error(Error::Kind::input, options.guide + " is no text in UTF-8.",
                "Name the file that holds the guide: --guide FILE");
  return GuideText{std::move(text), std::filesystem::path(options.guide).filename().string()};
}

Exit show_coverage(const Options& options, Terminal& terminal) {
  const Moment begun = now();
  const auto subject = subject_of(options);
  const auto guide = guide_of(options);
  const Coverage coverage =
      guide ? coverage_of(subject->machine, *guide) : coverage_of(subject->machine);
  const std::string file = guide ? guide->file : "";
  std::string text;
  if (options.format == "json") {
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(now() - begun);
    text = pretty(coverage_value(subject->machine, coverage,
                                 {subject->definition.machine, subject->definition.groups, file},
                                 written(begun), ms.count()));
  } else if (options.format == "markdown") {
    text = coverage_markdown(subject->machine, coverage, file);
  } else {
    text = coverage_text(subject->machine, coverage, file, terminal.style());
  }
  print(options, terminal, text);
  return coverage.problems.empty() ? Exit::pass : Exit::failed;
}

// The machine as people read it, or another program.
std::string shown(const Subject& subject, const std::string& format, const Style& style) {
  if (format == "promela") return promela(subject.machine);
  if (format == "murphi") return murphi(subject.machine);
  if (format == "mermaid") return mermaid(subject.machine);
  if (format == "dot") return dot(subject.machine);
  if (format == "svg") return track_svg(subject.machine);
  std::vector<Problem> none;
  if (format == "json") return laid_out(parsed(subject.machine_text, none));
  return control_table_text(subject.machine, style);
}

bool is_of_coverage(const std::string& format) {
  return format == "human" || format == "json" || format == "markdown";
}

[[noreturn]] void wrong_format(const std::string& format, std::string_view where) {
  throw Error(Error::Kind::usage, fmt::format("--format {} goes {} --coverage.", format, where),
              "See interlock show --help.");
}

}  // namespace

Exit show_machine(const Options& options, Terminal& terminal) {
  if (options.coverage && !is_of_coverage(options.format)) wrong_format(options.format, "without");
  if (options.coverage) return show_coverage(options, terminal);
  if (options.format == "markdown") wrong_format(options.format, "with");
  print(options, terminal, shown(*subject_of(options), options.format, terminal.style()));
  return Exit::pass;
}

}  // namespace interlock
