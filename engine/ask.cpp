#include "engine/ask.h"

#include <algorithm>
#include <array>

#include "engine/error.h"
#include "engine/evidence.h"
#include "engine/tally.h"
#include "engine/url.h"

namespace interlock {

namespace {

constexpr std::array<std::string_view, 3> when_words = {"before", "meanwhile", "after"};

// A guard on its way from the definition to its verdict.
struct Work {
  Finding finding;
  Arguments arguments;
  std::vector<std::optional<Errand>> errands;
  bool settled = false;  // there is nothing to ask
};

constexpr std::string_view mend_that = "Mend what is said here, then ask again.";

// The errand that an endpoint of the machine did not answer, if the verdict only repeats why:
// then the check has found nothing that its own remedy would mend.
const Errand* refused(const Work& work, const Evidence& seen, const Machine& machine) {
  for (std::size_t i = 0; i < work.errands.size(); ++i) {
    const auto* refusal = std::get_if<Unanswered>(&seen.replies[i].answer);
    if (refusal && work.errands[i] && machine.endpoints.contains(work.errands[i]->whom.endpoint) &&
        refusal->why == work.finding.verdict.sentence)
      return &*work.errands[i];
  }
  return nullptr;
}

constexpr std::string_view tell_of_it =
    "Tell of this release in a file of releases/ (states/README.md), or go to one that is known.";

bool unknown_release(const Work& work, const Evidence& seen) {
  for (std::size_t i = 0; i < work.errands.size(); ++i) {
    const auto* refusal = std::get_if<Unanswered>(&seen.replies[i].answer);
    if (refusal && refusal->code == "no_release" && work.errands[i]->whom.endpoint == "catalogue")
      return true;
  }
  return false;
}

// What to do about an endpoint that could not be connected to.
std::string elsewhere(const std::string& name, const Found& found) {
  const std::string from =
      found.from == "--set" ? "Given by --set." : "Found in " + found.from + ".";
  if (found.contained) return from + " " + found.contained->remedy;
  return from + " Elsewhere: --set " + name + "=" + std::string(url_form(found.address.system));
}

// The program that a question to `host` runs; `env NAME=VALUE` before it is none.
std::optional<std::string> program_of(const Errand& errand) {
  if (errand.whom.endpoint != "host" || !errand.words.starts_with("run ")) return {};
  std::string word;
  for (std::size_t at = 4; word.empty() || word == "env" || word.find('=') != std::string::npos;
       at += word.size() + 1) {
    if (at >= errand.words.size()) break;
    word = errand.words.substr(at, errand.words.find(' ', at) - at);
  }
  if (word.starts_with("$") && !errand.arguments.empty())
    word = errand.arguments.front().substr(0, errand.arguments.front().find('\n'));
  return word;
}

class Asker {
 public:
  explicit Asker(const Asking& asking) : asking_(asking), systems_(systems_of(asking.machine)) {}

  Work prepare(const Posed& posed) {
    Work work;
    Finding& finding = work.finding;
    finding.posed = posed;
    const Guard& guard = *posed.guard;
    finding.check = find_check(asking_.checks, guard.check);
    if (!finding.check) throw Error(Error::Kind::bug, "no check " + guard.check);
    finding.on = endpoint_for(finding.check->probes.front(), guard.on, systems_);
    finding.key = posed.transition->to + "/" + guard.check + "@" + finding.on;
    finding.compared = guard.since;
    if (const auto verdict = without_asking(finding))
      settle(work, *verdict);
    else
      pose(work);
    return work;
  }

  void judge_one(Work& work, const std::map<Errand, Heard>& heard) const {
    Finding& finding = work.finding;
    if (!work.settled) {
      Evidence seen{replies_to(work.errands, heard), work.arguments};
      const auto system = systems_.find(finding.on);
      if (system != systems_.end()) seen.on = system->second;
      Moment from = Moment::max(), until = Moment::min();
      for (const auto& errand : work.errands) {
        if (!errand) continue;
        if (const auto program = program_of(*errand)) finding.programs.push_back(*program);
        from = std::min(from, heard.at(*errand).asked);
        until = std::max(until, heard.at(*errand).answered);
      }
      if (until >= from) finding.ms = (until - from).count(), seen.asked = until;
      std::map<Errand, Heard> then;
      finding.verdict = compare_and_judge(work, seen, then);
      const Outcome said = finding.verdict.outcome;
      if (said == Outcome::unknown || said == Outcome::warn)
        finding.remedy = mends(work, seen, heard);
      finding.evidence = evidence_piece(*finding.check, work.arguments, work.errands, heard, then);
    }
    finding.outcome = counted(finding.verdict.outcome, finding.posed.guard->advisory);
    if (finding.verdict.outcome > Outcome::pass && finding.remedy.empty())
      finding.remedy = remedy_of(finding);
    if (finding.verdict.outcome <= Outcome::pass) finding.remedy.clear();
  }

 private:
  // What mends the refusal that a verdict repeats, or a release that nobody knows; empty: the
  // check's own remedy does.
  std::string mends(const Work& work, const Evidence& seen,
                    const std::map<Errand, Heard>& heard) const {
    const Errand* errand = refused(work, seen, asking_.machine);
    if (!errand) return std::string(unknown_release(work, seen) ? tell_of_it : "");
    const bool own = work.finding.check->id == "server.reachable";
    const std::string& name = errand->whom.endpoint;
    if (!asking_.endpoints || !asking_.endpoints->contains(name))
      return std::string(own ? "" : mend_that);
    const Found& found = asking_.endpoints->at(name);
    const bool connects_first = found.address.system != System::http;  // which asks at once
    if (connects_first && heard.at(*errand).connected) return std::string(own ? "" : mend_that);
    const std::string where = elsewhere(name, found);
    return own ? std::string(work.finding.check->remedy) + " " + where : where;
  }

  static void settle(Work& work, const Verdict& verdict) {
    work.finding.verdict = verdict;
    work.settled = true;
  }

  // The guard's own words if it has some; what is not known in them stays as it is written.
  std::string remedy_of(const Finding& finding) const {
    const std::string& here = finding.posed.guard->remedy;
    if (here.empty()) return std::string(finding.check->remedy);
    try {
      return filled(here, asking_.values);
    } catch (const Error&) {
      return here;
    }
  }

  // What can be said of a guard before anybody is asked.
  std::optional<Verdict> without_asking(Finding& finding) const {
    const Guard& guard = *finding.posed.guard;
    if (!guard.when.empty()) {
      try {
        const auto part = unmet(condition_of(guard.when).value(), asking_.values, asking_.found);
        if (!part.empty()) return not_applicable("It applies only when " + part + ".");
      } catch (const Error& failure) {
        finding.remedy = failure.hint;
        return unknown(failure.what());
      }
    }
    if (!guard.since.empty() && !asking_.in_run)
      return not_applicable("There is no run to compare with.");
    if (asking_.found.contains(finding.on)) return {};
    const auto outside = asking_.machine.endpoints.find(finding.on);
    if (outside != asking_.machine.endpoints.end() && outside->second.optional)
      return not_applicable("There is no endpoint \"" + finding.on + "\" here.");
    finding.remedy = "Say where it is: --set " + finding.on + "=URL";
    return unknown("The endpoint \"" + finding.on + "\" was not found.", {finding.on});
  }

  void pose(Work& work) const {
    Finding& finding = work.finding;
    const Guard& guard = *finding.posed.guard;
    try {
      work.arguments = filled(arguments_of(*finding.check, guard, asking_.machine), asking_.values);
      work.errands = errands_of(*finding.check, work.arguments, guard.on, systems_);
    } catch (const Error& failure) {
      finding.remedy = failure.hint;
      return settle(work, unknown(failure.what()));
    }
    for (auto& errand : work.errands) {
      if (!errand) continue;
      if (errand->patience == usual_patience) errand->patience = asking_.patience;
      if (!asking_.found.contains(errand->whom.endpoint)) {
        finding.remedy = "Say where it is: --set " + errand->whom.endpoint + "=URL";
        return settle(work, unknown("The endpoint \"" + errand->whom.endpoint + "\" was not found.",
                                    {errand->whom.endpoint}));
      }
    }
  }

  // Brings what was answered at the moment that the guard compares with.
  Verdict compare_and_judge(Work& work, Evidence& seen, std::map<Errand, Heard>& then) const {
    const std::string& since = work.finding.posed.guard->since;
    if (since.empty()) return judge(*work.finding.check, seen);
    const auto moment = asking_.baselines.find(since);
    if (moment == asking_.baselines.end())
      return unknown("The moment \"" + since + "\" has not come in this run.");
    work.finding.compared_event = moment->second.event;
    seen.since = moment->second.at;
    if (work.finding.check->since != Since::answers) return judge(*work.finding.check, seen);
    for (const auto& errand : work.errands) {
      const auto heard = errand ? moment->second.heard.find(*errand) : moment->second.heard.end();
      if (errand && heard == moment->second.heard.end())
        return unknown("It was not asked at the moment \"" + since + "\".");
      if (errand) then.insert(*heard);
      seen.earlier.push_back(errand ? heard->second.reply
                                    : Reply{Unanswered{std::string(not_asked), {}}});
    }
    return judge(*work.finding.check, seen);
  }

  const Asking& asking_;
  Systems systems_;
};

void number_the_same(std::vector<Work>& all) {
  std::map<std::string, int> seen;
  for (Work& work : all)
    if (const int n = ++seen[work.finding.key]; n > 1) work.finding.key += "#" + std::to_string(n);
}

}  // namespace

std::string_view word(When when) {
  return when_words[static_cast<std::size_t>(when)];
}

std::optional<When> when_of(std::string_view word) {
  const auto* const found = std::find(when_words.begin(), when_words.end(), word);
  if (found == when_words.end()) return {};
  return static_cast<When>(found - when_words.begin());
}

std::vector<Posed> posed(const Transition& transition, When when) {
  const Guards& guards = when == When::before      ? transition.require
                         : when == When::meanwhile ? transition.hold
                                                   : transition.ensure;
  std::vector<Posed> all;
  for (const Guard& guard : guards) all.push_back({&guard, &transition, when});
  return all;
}

Findings ask(const Asking& asking, const std::vector<Posed>& guards, const std::stop_token& stop) {
  Asker asker(asking);
  std::vector<Work> all;
  std::vector<Errand> errands;
  Tally tally(asking.progress);
  for (const Posed& guard : guards) {
    all.push_back(asker.prepare(guard));
    tally.expect(all.back().settled ? std::vector<std::optional<Errand>>{} : all.back().errands);
    if (all.back().settled) continue;
    for (const auto& errand : all.back().errands)
      if (errand) errands.push_back(*errand);
  }
  number_the_same(all);
  if (asking.along)
    for (const auto& [errand, unheard] : *asking.along) errands.push_back(errand);
  const auto heard = gather(errands, tally.watched(asking.open), stop);
  if (asking.along)
    for (auto& [errand, answer] : *asking.along) answer = heard.at(errand);
  Findings findings;
  for (Work& work : all) {
    asker.judge_one(work, heard);
    findings.push_back(std::move(work.finding));
  }
  return findings;
}

Gate gate_of(const Findings& findings) {
  Gate gate = Gate::pass;
  for (const Finding& finding : findings) {
    if (finding.posed.guard->advisory) continue;
    if (finding.outcome == Outcome::fail) return Gate::fail;
    if (finding.outcome == Outcome::unknown) gate = Gate::unknown;
  }
  return gate;
}

}  // namespace interlock
