#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/digest.h"

namespace interlock {

// The hash tree of RFC 6962: leaf = SHA-256(0x00, bytes), node = SHA-256(0x01,
// left, right), a lone node moves up as it is.
Hash leaf_hash(std::string_view bytes);

// Only the roots of the full subtrees are kept, log2(size) of them.
class Tree {
 public:
  void add(const Hash& leaf) { add(leaf, 1); }
  // A full subtree over so many leaves: a power of two, of which size() is a multiple.
  void add(const Hash& root, std::int64_t leaves);
  std::int64_t size() const { return size_; }
  Hash root() const;

 private:
  std::int64_t size_ = 0;
  std::vector<Hash> full_;  // the largest first
};

}  // namespace interlock
