#pragma once

#include <array>
#include <string_view>

namespace interlock {

enum class Exit {
  pass = 0,
  failed = 1,
  usage = 2,
  unknown = 3,
  warned = 4,
  ledger = 5,
  locked = 6,
  not_proved = 7,
  undone = 8,
  person = 9,
  internal = 70,
  interrupted = 130
};

// What each tells, as help and manual have it.
struct ExitWords {
  Exit exit;
  std::string_view brief, whole;
};
inline constexpr std::array<ExitWords, 12> exit_words = {{
    {Exit::pass, "pass", "All is well, or it was done."},
    {Exit::failed, "failed or held by it", "A check failed, or the run is held by a failure."},
    {Exit::usage, "usage or definition",
     "What was typed, a machine or an installation file is not as it must be; nothing was done."},
    {Exit::unknown, "unknown or held by it",
     "Something could not be asked, which is never a pass; or the run is held by that."},
    {Exit::warned, "warned (--fail-on warn)", "There were only warnings, with --fail-on warn."},
    {Exit::ledger, "record broken", "The record is broken, or it could not be written."},
    {Exit::locked, "locked by another run", "Another run holds this installation."},
    {Exit::not_proved, "not proved", "The machine is not proved; it may not run."},
    {Exit::undone, "recovered or untouched",
     "The run went back: the old release serves as before, or was never touched."},
    {Exit::person, "a person is waited for",
     "A question waits for its answer, or nobody said that the run may begin."},
    {Exit::internal, "internal", "A fault of Interlock."},
    {Exit::interrupted, "stopped", "Stopped by a signal; the record is closed and whole."},
}};

}  // namespace interlock
