#include "engine/redact.h"

#include <openssl/evp.h>

#include <algorithm>
#include <string_view>

#include "engine/digest.h"
#include "engine/jcs.h"
#include "engine/utf8.h"

namespace interlock {

namespace {

constexpr std::size_t shortest = 4;
constexpr std::size_t shortest_encoded = 5;
constexpr std::string_view mark = "[REDACTED]";

std::string url_encoded(std::string_view text, bool upper, bool plus) {
  static constexpr std::string_view unreserved = "-._~";
  std::string out;
  for (const char c : text) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (letter || unreserved.find(c) != std::string_view::npos) {
      out += c;
    } else if (c == ' ' && plus) {
      out += '+';
    } else {
      std::string digits = hex(std::string_view(&c, 1));
      if (upper)
        for (char& digit : digits)
          if (digit >= 'a') digit = static_cast<char>(digit - 'a' + 'A');
      out += '%' + digits;
    }
  }
  return out;
}

// The characters that base64 has for the text when `before` other bytes stand in
// front of it, without those at its ends that its neighbours share.
std::string base64_inside(std::string_view text, std::size_t before) {
  const std::string bytes = std::string(before, '\0').append(text);
  std::string out(4 * (bytes.size() + 2) / 3 + 4, '\0');
  EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                  reinterpret_cast<const unsigned char*>(bytes.data()),
                  static_cast<int>(bytes.size()));
  const std::size_t from = (8 * before + 5) / 6, to = 8 * bytes.size() / 6;
  return out.substr(from, to - from);
}

std::string url_safe(std::string text) {
  std::replace(text.begin(), text.end(), '+', '-');
  std::replace(text.begin(), text.end(), '/', '_');
  return text;
}

// With something else in place of each of these characters.
std::string escaped(const std::string& text, std::string_view characters, std::string_view before) {
  std::string out;
  for (const char c : text) {
    if (characters.find(c) != std::string_view::npos) out += before;
    out += c;
  }
  return out;
}

std::string doubled(const std::string& text, char quote) {
  std::string out;
  for (const char c : text) out += c == quote ? std::string(2, c) : std::string(1, c);
  return out;
}

std::vector<std::string> forms_of(const std::string& secret) {
  std::vector<std::string> forms = {secret};
  for (const bool upper : {true, false})
    for (const bool plus : {true, false}) forms.push_back(url_encoded(secret, upper, plus));
  for (std::size_t before = 0; before < 3; ++before) {
    forms.push_back(base64_inside(secret, before));
    forms.push_back(url_safe(forms.back()));
  }
  for (const char quote : {'\'', '"', '`'}) forms.push_back(doubled(secret, quote));
  forms.push_back(escaped(secret, "'\"\\", "\\"));        // in SQL of MySQL
  forms.push_back(doubled(doubled(secret, '\\'), '\''));  // E'' of PostgreSQL
  forms.push_back(escaped(secret, "'", "'\\'"));          // in a shell's quotes
  if (utf8(secret)) {
    const std::string quoted = canonical(secret);
    forms.push_back(quoted.substr(1, quoted.size() - 2));
    std::string slashed;  // as PHP writes JSON
    for (const char c : forms.back()) slashed += c == '/' ? std::string("\\/") : std::string(1, c);
    forms.push_back(slashed);
  }
  std::erase_if(forms, [&](const std::string& form) {
    return form != secret && form.size() < shortest_encoded;
  });
  return forms;
}

struct EachText {
  const Redactor& redactor;
  std::int64_t count = 0;

  void operator()(std::nullptr_t) {}
  void operator()(bool) {}
  void operator()(std::int64_t) {}
  void operator()(double) {}
  void operator()(std::string& text) { count += redactor.redact(text); }
  void operator()(Value::List& list) {
    for (Value& item : list) std::visit(*this, item.it);
  }
  void operator()(Value::Object& object) {
    for (auto& member : object) std::visit(*this, member.second.it);
  }
};

}  // namespace

void Redactor::know(const Secret& secret) {
  if (secret.reveal().size() < shortest) return;
  const auto equal = [](const Secret& a, const Secret& b) { return a.reveal() == b.reveal(); };
  for (std::string& form : forms_of(secret.reveal())) forms_.emplace_back(std::move(form));
  std::sort(forms_.begin(), forms_.end(), [](const Secret& a, const Secret& b) {
    if (a.reveal().size() != b.reveal().size()) return a.reveal().size() > b.reveal().size();
    return a.reveal() < b.reveal();
  });
  forms_.erase(std::unique(forms_.begin(), forms_.end(), equal), forms_.end());
}

std::int64_t Redactor::redact(std::string& text) const {
  std::int64_t count = 0;
  for (const Secret& form : forms_) {
    std::size_t at = text.find(form.reveal());
    if (at == std::string::npos) continue;
    std::string rest;
    std::size_t from = 0;
    for (; at != std::string::npos; at = text.find(form.reveal(), from)) {
      rest.append(text, from, at - from).append(mark);
      from = at + form.reveal().size();
      ++count;
    }
    text = rest.append(text, from);
  }
  return count;
}

std::int64_t Redactor::redact(Value& value) const {
  EachText texts{*this};
  std::visit(texts, value.it);
  return texts.count;
}

}  // namespace interlock
