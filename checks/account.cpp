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
          .mysql = "SELECT COUNT(*) >= 0 AS may FROM information_schema.INNODB_TRX"};
}

// The transaction that every session of ours begins with tells which list is old. A subquery is
// asked once only, so that each look has its own; SLEEP answers 0, or 1. It lasts longer than
// 0.1 s, and never as long as that of another who looks.
Probe sight_of_transactions() {
  static const std::string words = [] {
    const std::string look =
        "EXISTS (SELECT 1 FROM information_schema.INNODB_TRX"
        " WHERE trx_mysql_thread_id = CONNECTION_ID())";
    std::string looks = "SELECT " + look;
    for (int again = 0; again < 11; ++again)
      looks += " OR SLEEP(0.11 + 0.3 * RAND()) > 1 OR " + look;
    return looks + " AS may";
  }();
  Probe probe = sight();
  probe.mysql = words;
  return probe;
}

std::optional<Verdict> blind(const Evidence& seen, std::size_t probe) {
  const Unanswered* refusal = seen.refusal(probe);
  const bool mysql = seen.on == System::mysql;
  if (refusal ? refusal->code != "1227" : seen.answer(probe).integer(0, "may") != 0) {
    seen.answer(probe);  // any other refusal is told as it came
    return {};
  }
  if (mysql && !refusal)
    return unknown(
        "The server's list of transactions stayed older than the question: somebody else reads"
        " INNODB_TRX all the time.");
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
