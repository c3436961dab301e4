#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace interlock {

using Hash = std::array<unsigned char, 32>;
inline std::string_view as_text(const Hash& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

// SHA-256 (FIPS 180-4).
Hash sha256(std::string_view bytes);
std::string hex(const Hash& hash);
std::string hex(std::string_view bytes);
std::string hex_of(std::string_view bytes);  // hex(sha256(bytes))
// RFC 4648; nothing if it is none.
std::string base64(std::string_view bytes);
std::optional<std::string> from_base64(std::string_view text);
// HMAC-SHA-256 (RFC 2104), in hex: digests of secrets that nobody can guess back.
std::string keyed_digest(std::string_view key, std::string_view bytes);

// SHA-256 of what is added piece by piece.
class Hasher {
 public:
  Hasher();
  ~Hasher();
  Hasher(Hasher&&) noexcept;
  Hasher& operator=(Hasher&&) noexcept;

  void add(std::string_view bytes);
  Hash end();  // once

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace interlock
