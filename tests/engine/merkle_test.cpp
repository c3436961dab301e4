#include "engine/merkle.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "engine/jcs.h"

namespace interlock {
namespace {

// By the definition of RFC 6962, 2.1: split at the largest power of two.
Hash slow_root(const std::vector<std::string>& entries, std::size_t from, std::size_t to) {
  if (from == to) return sha256({});
  if (to - from == 1) return sha256(std::string(1, '\0') + entries[from]);
  std::size_t half = 1;
  while (2 * half < to - from) half *= 2;
  const Hash left = slow_root(entries, from, from + half),
             right = slow_root(entries, from + half, to);
  std::string node = "\1";
  node.append(left.begin(), left.end()).append(right.begin(), right.end());
  return sha256(node);
}

TEST(Tree, OfNothingHasTheHashOfNothing) {
  EXPECT_EQ(hex(Tree().root()), hex_of(""));
}

TEST(Tree, HasTheRootThatTheDefinitionGives) {
  Tree tree;
  std::vector<std::string> entries;
  for (int size = 1; size <= 70; ++size) {
    entries.push_back("entry " + std::to_string(size));
    tree.add(leaf_hash(entries.back()));
    EXPECT_EQ(tree.size(), size);
    EXPECT_EQ(hex(tree.root()), hex(slow_root(entries, 0, entries.size()))) << size;
  }
}

TEST(Tree, HasTheRootsThatOthersPublished) {
  const std::string path = INTERLOCK_SHARED "/vectors/rfc6962-roots/roots.json";
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  if (text.str().empty()) GTEST_SKIP() << "no vectors at " << path;
  std::vector<Problem> problems;
  const Value vectors = parsed(text.str(), problems);
  const auto leaves = texts_in(vectors["leaves_hex"]), roots = texts_in(vectors["roots_by_size"]);
  ASSERT_EQ(roots.size(), leaves.size() + 1);
  Tree tree;
  for (std::size_t size = 0;; ++size) {
    EXPECT_EQ(hex(tree.root()), roots[size]);
    if (size == leaves.size()) break;
    std::string bytes;
    for (std::size_t i = 0; i < leaves[size].size(); i += 2)
      bytes += static_cast<char>(std::stoi(leaves[size].substr(i, 2), nullptr, 16));
    tree.add(leaf_hash(bytes));
  }
}

}  // namespace
}  // namespace interlock
