#pragma once

#include <cstdint>
#include <string_view>

namespace interlock {

// Reads canonical JSON (RFC 8785) whose numbers are all whole and exact, from the
// front, and refuses every other way to write the same: spaces, keys out of order
// or twice, escapes that need not be. Each reader returns false where the bytes
// go another way; the place is then of no use any more.
class Scanner {
 public:
  explicit Scanner(std::string_view bytes) : at_(bytes.data()), end_(at_ + bytes.size()) {}

  bool done() const { return at_ == end_; }
  bool literal(std::string_view expected) {  // else the place stays
    if (!std::string_view(at_, static_cast<std::size_t>(end_ - at_)).starts_with(expected))
      return false;
    at_ += expected.size();
    return true;
  }
  bool text(std::string_view& inner);  // a string; what stands between the quotes
  bool text_or_null(std::string_view& inner);
  bool integer(std::int64_t& number);
  bool value(int depth = 0);  // anything

 private:
  bool escape();
  bool list(int depth);
  bool object(int depth);
  char front() const { return at_ == end_ ? '\0' : *at_; }

  const char* at_;
  const char* end_;
};

}  // namespace interlock
