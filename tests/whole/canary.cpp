#include "tests/whole/canary.h"

#include <openssl/evp.h>

#include "engine/jcs.h"
#include "engine/ledger.h"
#include "tests/whole/parsec.h"

namespace interlock {

namespace {

// Without the last characters, which depend on what follows.
std::string base64(const std::string& text) {
  std::string encoded(4 * (text.size() + 2) / 3 + 4, '\0');
  EVP_EncodeBlock(reinterpret_cast<unsigned char*>(encoded.data()),
                  reinterpret_cast<const unsigned char*>(text.data()),
                  static_cast<int>(text.size()));
  return encoded.substr(0, text.size() / 3 * 4);
}

std::string with_before(const std::string& text, char what, const std::string& before) {
  std::string result;
  for (const char c : text) result += c == what ? before + c : std::string(1, c);
  return result;
}

// As pages would have it.
std::string in_html(const std::string& text) {
  std::string result = text;
  const std::pair<char, const char*> entities[] = {
      {'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}, {'\'', "&#39;"}};
  for (const auto& [letter, entity] : entities) {
    std::string next;
    for (const char c : result) next += c == letter ? std::string(entity) : std::string(1, c);
    result = next;
  }
  return result;
}
std::string in_markdown(std::string text) {
  for (const char c : std::string_view("\\`*_[]<>|&~$")) text = with_before(text, c, "\\");
  return text;
}

}  // namespace

Canary::Canary(const std::string& password) {
  const std::string in_json = canonical(Value(password));
  forms_ = {{"plain", password},
            {"in a URL", url_encoded(password)},
            {"in base64", base64(password)},
            {"quoted in SQL", with_before(password, '\'', "'")},
            {"quoted in SQL of MySQL", with_before(with_before(password, '\\', "\\"), '\'', "\\")},
            {"in HTML", in_html(password)},
            {"in Markdown", in_markdown(password)},
            {"in JSON", in_json.substr(1, in_json.size() - 2)}};
}

std::string Canary::found_in(const std::string& text) const {
  std::string found;
  for (const auto& [what, form] : forms_)
    if (text.find(form) != std::string::npos) found += what + "; ";
  return found;
}

std::string Canary::found_in_record(const std::string& path) const {
  const Ledger ledger = Ledger::read(path);
  std::string found;
  ledger.each(0, ledger.head().size, [&](const Event& event) {
    std::string all = event.bytes;
    for (const Citation& cited : event.evidence) all += "\n" + ledger.evidence(cited.sha256);
    if (const std::string forms = found_in(all); !forms.empty())
      found += "event " + std::to_string(event.seq) + " " + event.type + ": " + forms + "\n";
  });
  return found;
}

}  // namespace interlock
