#include "engine/check.h"

namespace interlock::checks {

extern const Check server_tls = {
    .id = "server.tls",
    .asks = "Was the session encrypted?",
    .because = "Without it, passwords and rows cross the network for all to read.",
    .remedy = "Ask for TLS in the address, and give the server a certificate.",
    .probes = {{.postgres = R"(SELECT coalesce(host(inet_client_addr()), '') AS client)",
                .mysql = "SELECT SUBSTRING_INDEX(USER(), '@', -1) AS client"},
               {.postgres = R"(SELECT 'Ssl_cipher' AS "Variable_name",
                         CASE WHEN ssl THEN coalesce(cipher, version, '') ELSE '' END AS "Value"
                    FROM pg_stat_ssl WHERE pid = pg_backend_pid())",
                .mysql = "SHOW SESSION STATUS LIKE 'Ssl_cipher'"}},
    .judge =
        [](const Evidence& seen) {
          const auto client = seen.answer(0).text(0, "client");
          if (client.empty() || client == "localhost" || client == "::1" ||
              client.starts_with("127."))
            return not_applicable("The session did not leave this machine.");
          if (seen.answer(1).empty()) return unknown("The server did not tell.");
          const std::string cipher(seen.answer(1).text(0, "Value"));
          if (cipher.empty()) return fail("The session was not encrypted.");
          return pass("The session was encrypted (" + cipher + ").");
        },
    .samples = {{.name = "encrypted",
                 .seen = {"client \n 10.0.0.4",
                          "Variable_name | Value \n Ssl_cipher | TLS_AES_256"},
                 .outcome = Outcome::pass},
                {.name = "in the clear",
                 .seen = {"client \n 10.0.0.4", "Variable_name | Value \n Ssl_cipher | "},
                 .outcome = Outcome::fail},
                {.name = "a socket",
                 .seen = {"client \n localhost", "Variable_name | Value \n Ssl_cipher | "},
                 .outcome = Outcome::not_applicable}},
};

}  // namespace interlock::checks
