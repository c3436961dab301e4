#include "engine/dump_rows.h"

#include <gtest/gtest.h>

namespace interlock {
namespace {

using Rows = std::vector<std::vector<std::string>>;

// In pieces of every size: where one ends must not matter.
RowFacts facts(DumpKind kind, const std::string& text, const std::string& table,
               const std::vector<std::string>& columns) {
  RowFacts first;
  for (const std::size_t piece : {text.size() + 1, std::size_t{1}, std::size_t{7}}) {
    DumpedRows rows(kind, table, columns);
    for (std::size_t at = 0; at < text.size(); at += piece)
      rows.add(std::string_view(text).substr(at, piece));
    const RowFacts found = rows.end();
    if (piece > text.size()) first = found;
    EXPECT_EQ(found.rows, first.rows);
    EXPECT_EQ(found.problem, first.problem);
  }
  return first;
}

TEST(DumpedRows, ReadsRowsOfCopy) {
  const std::string text =
      "CREATE TABLE public.migration (\n    _id integer NOT NULL,\n    name text\n);\n"
      "CREATE TABLE public.note (t text);\n"
      "COPY public.note (t) FROM stdin;\nCOPY public.migration (_id, name) FROM stdin;\n\\.\n"
      "COPY public.migration (name, applied, _id) FROM stdin;\n"
      "a\\tb\\\\\t\\N\t1\nlast\t2026-01-01\t22\n\\.\n\nSELECT 1;\n";
  const RowFacts found = facts(DumpKind::postgres, text, "migration", {"_id", "name"});
  EXPECT_EQ(found.problem, "");
  EXPECT_TRUE(found.made);
  EXPECT_EQ(found.rows, (Rows{{"1", "a\tb\\"}, {"22", "last"}}));
}

TEST(DumpedRows, ReadsInsertsOfAnyLength) {
  std::string text =
      "CREATE TABLE `migrations` (\n  `id` int(10) unsigned NOT NULL,\n"
      "  `migration` varchar(255) DEFAULT 'a,b(',\n  PRIMARY KEY (`id`)\n);\n"
      "INSERT INTO `other` VALUES (1,'INSERT INTO `migrations` VALUES (9,\\'x\\');');\n"
      "INSERT INTO `migrations` VALUES (1,'it\\'s; (a)')";
  for (int i = 2; i <= 500; ++i)
    text += ",\n(" + std::to_string(i) + ",'m''" + std::to_string(i) + "')";
  text += ";\n-- Dump completed\n";
  const RowFacts found = facts(DumpKind::mysql, text, "migrations", {"migration"});
  EXPECT_EQ(found.problem, "");
  ASSERT_EQ(found.rows.size(), 500u);
  EXPECT_EQ(found.rows.front(), (std::vector<std::string>{"it's; (a)"}));
  EXPECT_EQ(found.rows.back(), (std::vector<std::string>{"m'500"}));
}

TEST(DumpedRows, ReadsInsertsThatNameTheirColumns) {
  const std::string text =
      "CREATE TABLE public.migration (_id integer, name text);\n"
      "INSERT INTO public.migration (name, _id) VALUES ('a', 1);\n"
      "INSERT INTO public.migration VALUES (2, E'b\\'c');\n";
  EXPECT_EQ(facts(DumpKind::postgres, text, "migration", {"_id", "name"}).rows,
            (Rows{{"1", "a"}, {"2", "b'c"}}));
}

TEST(DumpedRows, SaysWhyItCannotTell) {
  const auto problem = [](const std::string& text) {
    return facts(DumpKind::mysql, text, "m", {"name"}).problem;
  };
  EXPECT_EQ(problem("CREATE TABLE m (id int);\nINSERT INTO m VALUES (1);\n"),
            "table m has no column name");
  EXPECT_EQ(problem("CREATE TABLE m (id int, name text);\nINSERT INTO m VALUES (1);\n"),
            "a row of it has too few columns");
  EXPECT_EQ(problem("CREATE TABLE m (name text);\nCREATE TABLE m (name text);\n"),
            "it has several tables m");
  EXPECT_EQ(problem("CREATE TABLE m (name text);\nINSERT INTO m SELECT 1;\n"),
            "its rows are written in an unknown way");
  EXPECT_EQ(problem("CREATE TABLE m (name text);\nINSERT INTO m VALUES ('a"), "it breaks off");
  EXPECT_FALSE(facts(DumpKind::mysql, "SELECT 1;\n", "m", {"name"}).made);
}

}  // namespace
}  // namespace interlock
