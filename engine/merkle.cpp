#include "engine/merkle.h"

#include <algorithm>
#include <array>
#include <string>

namespace interlock {

namespace {

Hash node_hash(const Hash& left, const Hash& right) {
  std::array<char, 65> bytes;
  bytes[0] = 1;
  std::copy(left.begin(), left.end(), bytes.begin() + 1);
  std::copy(right.begin(), right.end(), bytes.begin() + 33);
  return sha256({bytes.data(), bytes.size()});
}

}  // namespace

Hash leaf_hash(std::string_view bytes) {
  // One buffer for all: a digest in two pieces costs more than the copy.
  thread_local std::string prefixed;
  prefixed.assign(1, '\0').append(bytes);
  return sha256(prefixed);
}

void Tree::add(const Hash& root, std::int64_t leaves) {
  full_.push_back(root);
  for (std::int64_t rest = size_ / leaves; rest & 1; rest >>= 1) {
    const Hash right = full_.back();
    full_.pop_back();
    full_.back() = node_hash(full_.back(), right);
  }
  size_ += leaves;
}

Hash Tree::root() const {
  if (full_.empty()) return sha256({});
  Hash hash = full_.back();
  for (auto left = full_.rbegin() + 1; left != full_.rend(); ++left) hash = node_hash(*left, hash);
  return hash;
}

}  // namespace interlock
