#include "engine/records.h"

#include <algorithm>

#include "engine/action.h"
#include "engine/utf8.h"

namespace interlock {

namespace {

constexpr std::string_view how_words[] = {"exited", "signalled", "overdue", "killed",
                                          "not_started"};

Value difference_value(const Difference& difference) {
  return Value::Object{{"object", difference.object},
                       {"before", difference.before},
                       {"after", difference.after},
                       {"expected", difference.expected}};
}

}  // namespace

namespace {

// The last words of a command, for those who watch: of stderr, else of stdout.
std::string last_line(const Ended& ended) {
  std::string_view text = ended.err.empty() ? ended.out : ended.err;
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' '))
    text.remove_suffix(1);
  const auto begin = text.find_last_of("\r\n");
  text = begin == std::string_view::npos ? text : text.substr(begin + 1);
  std::size_t size = std::min<std::size_t>(text.size(), 300);
  while (size > 0 && size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80)
    --size;  // not within a letter
  return readable(text.substr(0, size));
}

}  // namespace

Draft result_draft(const Finding& finding) {
  Draft draft;
  draft.type = "check.result";
  draft.outcome = word(finding.outcome);
  draft.state = finding.posed.transition->from;
  Value::List differences;
  for (const Difference& each : finding.verdict.differences)
    differences.push_back(difference_value(each));
  draft.data = Value::Object{{"key", finding.key},
                             {"check", finding.posed.guard->check},
                             {"on", finding.on},
                             {"transition", finding.posed.transition->id},
                             {"asked", word(finding.posed.when)},
                             {"advisory", finding.posed.guard->advisory},
                             {"judged", word(finding.verdict.outcome)},
                             {"said", finding.verdict.sentence},
                             {"objects", list_of(finding.verdict.objects)},
                             {"remedy", finding.remedy.empty() ? Value() : Value(finding.remedy)},
                             {"commands", list_of(finding.verdict.commands)},
                             {"programs", list_of(finding.programs)},
                             {"ms", finding.ms}};
  if (!finding.compared.empty())
    draft.data.set("compared", Value::Object{{"since", finding.compared},
                                             {"event", finding.compared_event},
                                             {"differences", std::move(differences)}});
  if (finding.evidence) draft.evidence.push_back(*finding.evidence);
  return draft;
}

Draft decided_draft(const std::string& set, const Findings& findings, Gate gate) {
  Draft draft;
  draft.type = "guard.decided";
  draft.outcome = gate == Gate::pass ? "pass" : gate == Gate::fail ? "fail" : "unknown";
  Value counts = Value::Object{};
  for (const Outcome outcome :
       {Outcome::pass, Outcome::warn, Outcome::unknown, Outcome::fail, Outcome::not_applicable}) {
    const auto n = std::count_if(findings.begin(), findings.end(),
                                 [&](const Finding& f) { return f.outcome == outcome; });
    counts.set(std::string(word(outcome)), std::int64_t{n});
  }
  draft.data = Value::Object{{"set", set}, {"counts", std::move(counts)}};
  return draft;
}

Draft outcome_draft(const std::string& transition, const std::vector<Result>& results) {
  Draft draft;
  draft.type = "action.outcome";
  draft.outcome = "ok";
  Value::List commands;
  for (const auto& [program, ended] : results) {
    if (!ended.ok()) draft.outcome = "failed";
    const std::string number = std::to_string(commands.size());
    for (const auto& [role, text] : {std::pair("stdout", &ended.out), {"stderr", &ended.err}})
      if (!text->empty()) draft.evidence.push_back({number + "." + role, "text/plain", *text});
    const bool exited = ended.how == Ended::How::exited;
    const bool signalled = ended.how == Ended::How::signalled;
    commands.push_back(
        Value::Object{{"argv", list_of(program.argv)},
                      {"how", how_words[static_cast<std::size_t>(ended.how)]},
                      {"exit", exited ? Value(std::int64_t{ended.code}) : Value()},
                      {"signal", signalled ? Value(std::int64_t{ended.code}) : Value()},
                      {"why", ended.why},
                      {"last", last_line(ended)},
                      {"ms", std::int64_t{ended.took.count()}}});
  }
  draft.data = Value::Object{{"transition", transition}, {"commands", std::move(commands)}};
  return draft;
}

}  // namespace interlock
