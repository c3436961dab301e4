#include "reports/page.h"

#include <fmt/core.h>

#include <algorithm>

#include "engine/time.h"
#include "engine/written.h"
#include "reports/page_parts.h"
#include "reports/style.h"

namespace interlock {

namespace {

constexpr std::string_view months[] = {"January",   "February", "March",    "April",
                                       "May",       "June",     "July",     "August",
                                       "September", "October",  "November", "December"};

std::string digest_words(const Value& digest) {
  return digest.text().empty() ? "not known" : std::string(digest.text());
}

// Which account asked which endpoint.
std::string accounts_words(const Report& report) {
  Texts accounts;
  for (const Value& endpoint : report.installation["endpoints"].list())
    if (const auto account = endpoint["account"].text(); !account.empty())
      accounts.push_back(fmt::format("{} as {}", endpoint["name"].text(), account));
  return accounts.empty() ? std::string() : " Asked: " + listed(accounts) + ".";
}

}  // namespace

Page page_of(const Report& report, const Machine& machine, const EvidenceOf& evidence) {
  const Source source{report, machine, evidence};
  return report.kind == "run" ? change_record(source) : examination_page(source);
}

std::string outcome_word(Outcome outcome) {
  return outcome == Outcome::not_applicable ? "n/a" : std::string(word(outcome));
}

std::size_t number_of(const Page& page, std::string_view section) {
  const auto found = std::find_if(page.sections.begin(), page.sections.end(),
                                  [&](const Section& each) { return each.id == section; });
  return static_cast<std::size_t>(found - page.sections.begin()) + 1;
}

Phrase code(std::string_view text) {
  return {std::string(text), Phrase::Manner::code};
}
Phrase strong(std::string_view text) {
  return {std::string(text), Phrase::Manner::strong};
}
Phrase soft(std::string_view text) {
  return {std::string(text), Phrase::Manner::soft};
}
Phrase jump(std::string_view section) {
  return {std::string(section), Phrase::Manner::jump};
}

std::string day_words(std::string_view at) {
  const auto moment = moment_of(at);
  if (!moment) return std::string(at);
  const std::string text = written(*moment);
  const auto month = whole_number(text.substr(5, 2)).value_or(1);
  return fmt::format("{} {} {}", whole_number(text.substr(8, 2)).value_or(0),
                     months[static_cast<std::size_t>(month - 1) % 12], text.substr(0, 4));
}

std::string time_words(std::string_view at) {
  const auto moment = moment_of(at);
  return moment ? written(*moment).substr(11, 8) : std::string(at);
}

std::int64_t ms_between(std::string_view from, std::string_view to) {
  const auto one = moment_of(from), other = moment_of(to);
  return one && other ? (*other - *one).count() : 0;
}

Page begun_page(const Source& source) {
  const Report& report = source.report;
  const Value& place = report.installation;
  Page page;
  const std::string_view from = report.machine["from"].text(), to = report.machine["to"].text();
  page.title = fmt::format("{}, {} to {}", report.machine["product"].text(), from, to);
  if (from == to) page.title = fmt::format("{} {}", report.machine["product"].text(), to);
  if (!place["name"].text().empty())
    page.place.push_back({std::string(place["name"].text()) + ": "});
  page.place.push_back(code(place["root"].text()));
  page.place.push_back({" on "});
  page.place.push_back({std::string(place["host"].text())});
  page.foot.push_back({fmt::format("Interlock {}, machine ", report.program)});
  page.foot.push_back(code(report.machine["id"].text()));
  page.foot.push_back({". All times are UTC."});
  return page;
}

Term operator_term(const Report& report) {
  const Value& actor = report.actor;
  Phrases says;
  if (actor["os_user"].text().empty())
    says.push_back({fmt::format("uid {}", report.run.told["operator"].text())});
  else
    says.push_back({fmt::format("{} (uid {})", actor["os_user"].text(), actor["uid"].number())});
  if (!actor["login_uid"].null() && actor["login_uid"] != actor["uid"])
    says.push_back({fmt::format(", logged in as uid {}", actor["login_uid"].number())});
  says.push_back(
      {fmt::format(", on {}.{}", report.installation["host"].text(), accounts_words(report))});
  return {"Operator", std::move(says)};
}

Term record_term(const Report& report) {
  if (report.head.root.empty()) return {"Record", {{"Not recorded."}}};
  return {"Record",
          {{fmt::format("Events {} to {} of a ledger with the root ", report.first_event,
                        report.last_event)},
           code(report.head.root),
           {". How to verify them: "},
           jump("record"),
           {"."}}};
}

Section record_section(const Source& source) {
  const Report& report = source.report;
  Section section{"record", "Record", {}};
  if (report.head.root.empty()) {
    put(section.blocks, Paragraph{{{"Nothing of this was recorded: it was asked for without a "
                                    "ledger."}}});
    return section;
  }
  const std::string pin = fmt::format("{}:{}", report.head.size, report.head.root);
  put(section.blocks,
      Paragraph{{{fmt::format("This page is computed from the first {} of the ledger, and from "
                              "nothing else. Whoever keeps the line below elsewhere, in a ticket "
                              "for instance, can tell later whether one of them was altered, "
                              "removed or added.",
                              counted_words(report.head.size, "event"))}}});
  put(section.blocks, Verbatim{pin});
  put(section.blocks, Terms{{{"Machine",
                              {code(report.machine["id"].text()),
                               {" "},
                               code(digest_words(report.machine["digest"]))}},
                             {"Common groups", {code(digest_words(report.machine["groups"]))}},
                             {"Program", {{"interlock " + report.program}}}}});
  Terms commands{{{"Is the record whole?", {code("interlock audit verify --expect " + pin)}}}};
  if (report.kind == "run")
    commands.terms.push_back(
        {"Did the run follow its machine?", {code("interlock audit conform " + report.run.id)}});
  commands.terms.push_back(
      {"This page again, byte for byte",
       {code("interlock report " + report.run.id + " --format html"), {" or "}, code("markdown")}});
  put(section.blocks, std::move(commands));
  put(section.blocks,
      Items{{{{"Of another ledger than the usual one: add "}, code("--ledger FILE"), {"."}},
             {{"With the line above kept elsewhere it is proved that no event was altered, "
               "removed, added or moved."}},
             {{"Not proved by the ledger alone: that nothing is missing after its last event, "
               "and that the program was honest. The evidence can be judged again."}}}});
  return section;
}

}  // namespace interlock
