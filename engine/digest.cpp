#include "engine/digest.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "engine/error.h"

namespace interlock {

namespace {

struct Context {
  EVP_MD_CTX* it = EVP_MD_CTX_new();
  Context() = default;
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
  ~Context() { EVP_MD_CTX_free(it); }
};

void demand(bool done) {
  if (!done) throw Error(Error::Kind::bug, "The SHA-256 of OpenSSL does not work.");
}

// Fetched once: asking for it at each digest costs more than a short digest does.
const EVP_MD* algorithm() {
  static const EVP_MD* const fetched = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return fetched;
}

void begin(EVP_MD_CTX* context) {
  demand(context && algorithm() && EVP_DigestInit_ex2(context, algorithm(), nullptr) == 1);
}

void feed(EVP_MD_CTX* context, std::string_view bytes) {
  demand(EVP_DigestUpdate(context, bytes.data(), bytes.size()) == 1);
}

Hash finish(EVP_MD_CTX* context) {
  Hash hash;
  unsigned size = 0;
  demand(EVP_DigestFinal_ex(context, hash.data(), &size) == 1 && size == hash.size());
  return hash;
}

std::string hex_digits(const unsigned char* bytes, std::size_t size) {
  static constexpr std::string_view digits = "0123456789abcdef";
  std::string text(2 * size, '\0');
  for (std::size_t i = 0; i < size; ++i) {
    text[2 * i] = digits[bytes[i] >> 4];
    text[2 * i + 1] = digits[bytes[i] & 15];
  }
  return text;
}

}  // namespace

Hash sha256(std::string_view bytes) {
  thread_local const Context context;
  begin(context.it);
  feed(context.it, bytes);
  return finish(context.it);
}

std::string hex(const Hash& hash) {
  return hex_digits(hash.data(), hash.size());
}

std::string hex(std::string_view bytes) {
  return hex_digits(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
}

std::string hex_of(std::string_view bytes) {
  return hex(sha256(bytes));
}

std::string base64(std::string_view bytes) {
  std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                                   reinterpret_cast<const unsigned char*>(bytes.data()),
                                   static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(size));
  return text;
}

std::optional<std::string> from_base64(std::string_view text) {
  std::string bytes(text.size() / 4 * 3, '\0');
  const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                                   reinterpret_cast<const unsigned char*>(text.data()),
                                   static_cast<int>(text.size()));
  if (size < 0 || text.size() % 4 != 0) return {};
  const std::size_t filling = text.ends_with("==") ? 2 : text.ends_with("=") ? 1 : 0;
  bytes.resize(static_cast<std::size_t>(size) - filling);
  return bytes;
}

std::string keyed_digest(std::string_view key, std::string_view bytes) {
  Hash mac;
  unsigned size = 0;
  const auto* message = reinterpret_cast<const unsigned char*>(bytes.data());
  demand(key.size() <= 1u << 20 &&
         HMAC(algorithm(), key.empty() ? "" : key.data(), static_cast<int>(key.size()), message,
              bytes.size(), mac.data(), &size) != nullptr &&
         size == mac.size());
  return hex(mac);
}

struct Hasher::State {
  Context context;
};

Hasher::Hasher() : state_(std::make_unique<State>()) {
  begin(state_->context.it);
}
Hasher::~Hasher() = default;
Hasher::Hasher(Hasher&&) noexcept = default;
Hasher& Hasher::operator=(Hasher&&) noexcept = default;

void Hasher::add(std::string_view bytes) {
  feed(state_->context.it, bytes);
}

Hash Hasher::end() {
  return finish(state_->context.it);
}

}  // namespace interlock
