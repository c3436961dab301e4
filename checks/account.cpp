#include "checks/account.h"

namespace interlock::checks {

namespace {

std::string quoted(std::string_view text, char quote) {
  std::string out(1, quote);
  for (const char c : text) {
    if (c == quote) out += quote;
    out += c;
  }
  return out + quote;
}

std::string grantee(const Evidence& seen) {
  const auto account = seen.answer(0).text(0, "account");
  return seen.on == System::mysql ? quoted_account(account) : std::string(account);
}

}  // namespace

Probe asking_account(bool as_application) {
  return {.postgres =
              "SELECT quote_ident(current_user) AS account,"
              " quote_ident(current_database()) AS name",
          .mysql = "SELECT CURRENT_USER() AS account, DATABASE() AS name",
          .as_application = as_application};
}

Probe asking_account_if_any() {
  Probe probe = asking_account();
  probe.sqlite = "SELECT 'nobody' AS account, 'main' AS name";
  return probe;
}

Probe sight() {
  return {.postgres = "SELECT pg_has_role(current_user, 'pg_read_all_stats', 'USAGE')::int AS may",
          .mysql = R"(SELECT IF(own, 1, 1 + SLEEP(0.15)) AS may
                   FROM (SELECT COALESCE(SUM(trx_mysql_thread_id = CONNECTION_ID()), 0) AS own
                           FROM information_schema.INNODB_TRX) AS known)"};
}

std::optional<Verdict> blind(const Evidence& seen, std::size_t probe) {
  const Unanswered* refusal = seen.refusal(probe);
  const bool may = refusal ? refusal->code != "1227" : seen.answer(probe).integer(0, "may") != 0;
  if (may) {
    seen.answer(probe);  // any other refusal is told as it came
    return {};
  }
  const bool mysql = seen.on == System::mysql;
  return unknown("Account " + account_name(seen) + " could not see the sessions of others.",
                 {mysql ? "PROCESS" : "pg_monitor"},
                 {mysql ? grant_everywhere(seen, "PROCESS") : grant_role(seen, "pg_monitor")});
}

std::string quoted_account(std::string_view account) {
  const auto at = account.rfind('@');
  if (at == std::string_view::npos) return quoted(account, '\'');
  return quoted(account.substr(0, at), '\'') + "@" + quoted(account.substr(at + 1), '\'');
}

std::string database_in_grants(const Evidence& seen, std::string_view name) {
  for (const Reply& reply : seen.replies) {
    const auto* rights = std::get_if<Table>(&reply.answer);
    if (!rights || rights->columns != std::vector<std::string>{"privilege", "place"}) continue;
    for (std::size_t row = 0; row < rights->rows.size(); ++row)
      if (const auto place = rights->text(row, "place"); place.starts_with(granted_as))
        return quoted(place.substr(granted_as.size()), '`');
  }
  return quoted(name, '`');
}

std::string grant_everywhere(const Evidence& seen, std::string_view privilege) {
  return "GRANT " + std::string(privilege) + " ON *.* TO " + grantee(seen) + ";";
}

std::string grant_here(const Evidence& seen, std::string_view privilege) {
  return "GRANT " + std::string(privilege) + " ON " +
         database_in_grants(seen, seen.answer(0).text(0, "name")) + ".* TO " + grantee(seen) + ";";
}

std::string grant_role(const Evidence& seen, std::string_view role) {
  return "GRANT " + std::string(role) + " TO " + grantee(seen) + ";";
}

std::string account_name(const Evidence& seen) {
  return std::string(seen.answer(0).text(0, "account"));
}

}  // namespace interlock::checks
