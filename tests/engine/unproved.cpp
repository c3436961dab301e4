#include "tests/engine/unproved.h"

namespace interlock {

void PrintTo(const Negative& negative, std::ostream* out) {
  *out << negative.property;
}

const std::vector<Negative>& negatives() {
  static const std::vector<Negative> all = {
      {"S5", {{"open", "\"to\": \"open\"", "\"to\": \"upgraded\""}}},
      {"S6",
       {{"verify",
         "[\"migration.none_pending\", {\"check\": \"version.installed_is\", \"with\": "
         "{\"version\": \"${target}\"}},\n                 {\"check\": \"query.no_rows\"",
         "[{\"advisory\": true, \"check\": \"query.no_rows\""}}},
      {"S7", {{"state upgraded", "success", "recovered"}}},
      {"S12", {{"state open", "post", "change"}}},
      {"S13",
       {{"state closed", "\"change\", \"back\": \"old_closed\"",
         "\"pre\", \"back\": \"untouched\""}}},
      {"S14", {{"state checked", "untouched", "old_closed"}}},
      {"S15", {{"reopen", "\"run\"", "\"restores\": [\"database\"], \"run\""}}},
      {"S16", {{"state closed", "\"quiet\"", "\"backup_verified\""}}},
      {"S17", {{"back_up", "\"cites\": [\"the-upgrade#3-4\"],", ""}}},
      {"S18",
       {{"verify",
         "[\"migration.none_pending\", {\"check\": \"version.installed_is\", \"with\": "
         "{\"version\": \"${target}\"}},\n                 {\"check\": \"query.no_rows\"",
         "[{\"advisory\": true, \"check\": \"query.no_rows\""}}},
      {"W1", {{"reopen", "\"to\": \"recovered\"", "\"to\": \"new_schema\""}}},
      {"W5", {{"close", ", \"on_fail\": \"back\"", ""}}},
      {"W6", {{"old_code", "\"to\": \"old_closed\"", "\"to\": \"new_schema\""}}},
      {"P1", {{"back_up", "[\"backup_verified\"]", "[\"not loss_accepted\"]"}}},
      {"P2", {{"close", ", \"quiet\"]", "]"}}},
      {"P3", {{"give_up", "\"not serving\", ", ""}}},
      {"P4", {{"open", ", \"not maintenance\"", ""}}},
      {"P5", {{"state migrated", "new_schema", "new_code"}}},
      {"P6", {{"state migrated", ", \"back\": \"new_schema\"", ""}}},
      {"P7", {{"state open", "abandoned", "new_schema"}}},
      {"P8", {{"state recovered", "\"final\": \"recovered\"", "\"final\": \"success\""}}},
      {"P9", {{"close", "\"not serving\", ", ""}}},
      {"P10", {{"migrate", "\"ahead\": true", "\"ahead\": true, \"advisory\": true"}}},
      {"P11",
       {{"migrate", "[\"migration.none_pending\", ",
         "[{\"check\": \"migration.none_pending\", \"advisory\": true}, "}}},
      {"P14", {{"open", "\"since\": \"quiet\"", "\"since\": \"quiet\", \"advisory\": true"}}},
      {"P21", {{"open", "\"ensure\": [\"opened\"], ", ""}}},
      {"P22", {{"state backed_up", "old_closed", "abandoned"}}},
      {"P23", {{"check", "\"version.path_allows\", ", ""}}},
      {"P25",
       {{"check", "\"check\": \"files.free_space\"",
         "\"check\": \"files.free_space\", \"advisory\": true"}}},
      {"P26", {{"restore", "\"back_to_baseline\", ", ""}}},
      {"P27", {{"restore", "\"since\": \"backup_verified\"", "\"since\": \"open\""}}}};
  return all;
}

}  // namespace interlock
