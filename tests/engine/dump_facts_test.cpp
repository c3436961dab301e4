#include "engine/dump_facts.h"

#include <gtest/gtest.h>

namespace interlock {
namespace {

using Tables = std::vector<DumpedTable>;

// Read in pieces of that size: the answer must not depend on it.
DumpFacts read(std::string_view text, std::size_t piece = 65536) {
  DumpReader reader(dump_kind(text.substr(0, enough_of_dump)));
  for (; !text.empty(); text.remove_prefix(std::min(piece, text.size())))
    reader.add(text.substr(0, piece));
  return reader.end();
}

const std::string postgres =
    "--\n-- PostgreSQL database dump\n--\n\n\\restrict abc\n\n"
    "-- Dumped from database version 15.18 (Debian 15.18-1)\n"
    "-- Dumped by pg_dump version 15.18 (Debian 15.18-1)\n\n"
    "-- Started on 2026-11-19 22:00:01 UTC\n\n"
    "SET standard_conforming_strings = on;\n"
    "CREATE FUNCTION public.f() RETURNS void LANGUAGE sql AS $_$\nCREATE TABLE no1 (x "
    "int);\n$_$;\n\n"
    "CREATE TABLE public.t (\n    a integer DEFAULT 'CREATE TABLE x;' -- ;\n);\n"
    "CREATE TABLE other.\"My;Table\" (\n    a integer\n);\n"
    "CREATE UNLOGGED TABLE public.empty (a integer);\n"
    "CREATE VIEW public.v AS SELECT 1;\n"
    "--\n-- Data for Name: t; Type: TABLE DATA; Schema: public; Owner: me\n--\n\n"
    "COPY public.t (a) FROM stdin;\n1\n2\nCREATE TABLE public.no2 (x int);\n\\\\.\n\\.\n\n\n"
    "--\n-- Data for Name: empty; Type: TABLE DATA; Schema: public; Owner: me\n--\n\n"
    "COPY public.empty (a) FROM stdin;\n\\.\n\n"
    "-- Completed on 2026-11-19 22:00:04 UTC\n\n"
    "--\n-- PostgreSQL database dump complete\n--\n\n\\unrestrict abc\n\n";

const std::string mysql =
    "/*M!999999\\- enable the sandbox mode */ \n"
    "-- MariaDB dump 10.19  Distrib 10.11.19-MariaDB, for debian-linux-gnu (x86_64)\n--\n"
    "-- Host: localhost    Database: shop\n-- "
    "------------------------------------------------------\n"
    "-- Server version\t10.11.19-MariaDB-0+deb12u1\n\n"
    "/*!40101 SET NAMES utf8mb4 */;\n"
    "DROP TABLE IF EXISTS `t`;\n/*!40101 SET character_set_client = utf8 */;\n"
    "CREATE TABLE `t` (\n  `a` int(11) DEFAULT NULL COMMENT 'it\\'s; CREATE TABLE `no` ('\n) "
    "ENGINE=InnoDB;\n"
    "--\n-- Dumping data for table `t`\n--\n\nLOCK TABLES `t` WRITE;\n"
    "INSERT INTO `t` VALUES\n(1,'a);('),\n(2,'it''s \\' \\\\'),\n(3,NULL);\nUNLOCK TABLES;\n"
    "CREATE TABLE `we``ird` (`a` int);\n--\n-- Dumping data for table `we``ird`\n--\n\n"
    "/*!50001 CREATE VIEW `v` AS SELECT\n 1 AS `a` */;\n"
    "DELIMITER ;;\n/*!50003 CREATE*/ /*!50003 TRIGGER tr BEFORE INSERT ON t FOR EACH ROW BEGIN\n"
    "INSERT INTO `t` VALUES (1,'*/');\nEND */;;\nDELIMITER ;\n"
    "\n-- Dump completed on 2026-11-19 22:00:04\n";

const std::string sqlite =
    "PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\n"
    "CREATE TABLE t(a integer primary key, [b] text, `c` text DEFAULT '--');\n"
    "INSERT INTO t VALUES(1,'x',replace('a\\nb','\\n',char(10)));\nINSERT INTO t "
    "VALUES(2,'it''s;','');\n"
    "CREATE TABLE IF NOT EXISTS \"my table\"(x);\n"
    "PRAGMA writable_schema=ON;\n"
    "INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','ft','ft',0,'CREATE "
    "VIRTUAL TABLE ft using fts5(z)');\n"
    "CREATE TABLE IF NOT EXISTS 'ft_data'(id INTEGER PRIMARY KEY, block BLOB);\n"
    "INSERT INTO ft_data VALUES(1,X'0101');\n"
    "CREATE TRIGGER tr after insert on t begin insert into \"my table\" values(1); insert into "
    "\"my table\" values(2); end;\nCREATE VIEW v as select 1;\nPRAGMA "
    "writable_schema=OFF;\nCOMMIT;\n";

TEST(DumpKind, IsSeenInTheFirstBytes) {
  EXPECT_EQ(dump_kind(postgres), DumpKind::postgres);
  EXPECT_EQ(dump_kind("--\n-- PostgreSQL database cluster dump\n--\n"), DumpKind::postgres_cluster);
  EXPECT_EQ(dump_kind("PGDMP\1\16"), DumpKind::postgres_custom);
  EXPECT_EQ(dump_kind(mysql), DumpKind::mysql);
  EXPECT_EQ(dump_kind("-- MySQL dump 10.13  Distrib 8.0.36, for Linux (x86_64)\n"),
            DumpKind::mysql);
  EXPECT_EQ(dump_kind(sqlite), DumpKind::sqlite);
  EXPECT_EQ(dump_kind("CREATE TABLE t (a int);"), DumpKind::none);
  EXPECT_EQ(dump_kind(""), DumpKind::none);
}

struct Whole {
  const char* name;
  const std::string* text;
  DumpFacts facts;
};
void PrintTo(const Whole& whole, std::ostream* out) {
  *out << whole.name;
}

struct DumpReaderReads : testing::TestWithParam<Whole> {};

TEST_P(DumpReaderReads, AllOfIt) {
  const Whole& whole = GetParam();
  for (const std::size_t piece : {65536u, 1u, 7u}) {
    const DumpFacts facts = read(*whole.text, piece);
    EXPECT_EQ(facts.problem, "");
    EXPECT_EQ(facts.tool, whole.facts.tool);
    EXPECT_EQ(facts.server, whole.facts.server);
    EXPECT_EQ(facts.started, whole.facts.started);
    EXPECT_EQ(facts.ended, whole.facts.ended);
    EXPECT_EQ(facts.tables, whole.facts.tables);
  }
}

// Until its last statement begins, no beginning of a dump is a whole one.
TEST_P(DumpReaderReads, NoBeginningAsAWhole) {
  const std::string& text = *GetParam().text;
  const auto last = text.rfind(GetParam().text == &sqlite ? "COMMIT;" : "omplete");
  for (std::size_t size = 60; size < last; ++size)
    ASSERT_NE(read(text.substr(0, size)).problem, "") << size;
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, DumpReaderReads,
    testing::Values(
        Whole{"postgres",
              &postgres,
              {"", "pg_dump 15.18 (Debian 15.18-1)", "15.18 (Debian 15.18-1)",
               "2026-11-19 22:00:01 UTC", "2026-11-19 22:00:04 UTC",
               Tables{{"public.t", 4}, {"other.My;Table", {}}, {"public.empty", 0}}}},
        Whole{"mysql",
              &mysql,
              {"", "MariaDB dump 10.19 Distrib 10.11.19-MariaDB", "10.11.19-MariaDB-0+deb12u1", "",
               "2026-11-19 22:00:04", Tables{{"t", 3}, {"we`ird", 0}}}},
        Whole{"sqlite",
              &sqlite,
              {"", "", "", "", "", Tables{{"t", 2}, {"my table", 0}, {"ft", {}}, {"ft_data", 1}}}}),
    [](const auto& each) { return std::string(each.param.name); });

TEST(DumpReader, SaysWhereItBrokeOff) {
  const auto broken = postgres.substr(0, postgres.find("\n2\n") + 3);
  EXPECT_EQ(read(broken).problem,
            "after " + std::to_string(broken.size()) + " bytes, in the rows of public.t");
  EXPECT_EQ(read(mysql.substr(0, mysql.find("it\\'s"))).problem,
            "after " + std::to_string(mysql.find("it\\'s")) + " bytes, within a statement");
  const auto between = mysql.substr(0, mysql.find("UNLOCK"));
  EXPECT_EQ(read(between).problem, "no closing line");
}

TEST(DumpReader, BelievesNoMarkThatIsNotAtTheEnd) {
  EXPECT_NE(read(mysql + "INSERT INTO `t` VALUES (4);\n").problem, "");
  EXPECT_NE(read(mysql + mysql.substr(0, 400)).problem, "");
  EXPECT_NE(read(sqlite + "SELECT 1;\n").problem, "");
}

TEST(DumpReader, BelievesNoMarkInData) {
  const std::string rows =
      "--\n-- PostgreSQL database dump\n--\n\nCREATE TABLE public.t (a text);\n"
      "COPY public.t (a) FROM stdin;\n-- PostgreSQL database dump complete\n";
  EXPECT_NE(read(rows).problem, "");
  EXPECT_NE(read(rows + "\\.\n").problem, "");
}

TEST(DumpReader, AsksForTheMarkOfTheWholeCluster) {
  const std::string cluster =
      "--\n-- PostgreSQL database cluster dump\n--\n\n\\connect shop\n" + postgres;
  EXPECT_NE(read(cluster).problem, "");
  EXPECT_EQ(read(cluster + "--\n-- PostgreSQL database cluster dump complete\n--\n").problem, "");
}

TEST(DumpReader, TellsThatSqliteMetErrors) {
  const std::string failed =
      sqlite.substr(0, sqlite.find("COMMIT")) + "ROLLBACK; -- due to errors\n";
  EXPECT_EQ(read(failed).problem, "SQLite met errors while it was written");
}

TEST(DumpReader, CountsInserts) {
  const DumpFacts facts = read(
      "--\n-- PostgreSQL database dump\n--\nCREATE TABLE public.t (a text, b text);\n"
      "--\n-- Data for Name: t; Type: TABLE DATA; Schema: public; Owner: me\n--\n"
      "INSERT INTO public.t (a, b) VALUES ('x\\', 'y'), (E'\\'', '(');\n"
      "INSERT INTO public.t VALUES ('1\n(2);', f(3));\n"
      "--\n-- PostgreSQL database dump complete\n--\n");
  EXPECT_EQ(facts.problem, "");
  EXPECT_EQ(facts.tables, (Tables{{"public.t", 3}}));
}

TEST(DumpReader, CountsNoRowsWhereItCannot) {
  const DumpFacts schema =
      read("-- MySQL dump 10.13\nCREATE TABLE `t` (a int);\n-- Dump completed\n");
  EXPECT_EQ(schema.problem, "");
  EXPECT_EQ(schema.tables, (Tables{{"t", {}}}));
  const DumpFacts twice = read(
      "-- MySQL dump 10.13\nCREATE TABLE `t` (a int);\n-- Dumping data for table `t`\nINSERT INTO "
      "`t` "
      "VALUES (1);\nUSE `other`;\nCREATE TABLE `t` (a int);\n-- Dumping data for table `t`\n"
      "-- Dump completed\n");
  EXPECT_EQ(twice.tables, (Tables{{"t", {}}}));
}

TEST(DumpReader, TakesTheSchemaFromThePath) {
  const DumpFacts facts = read(
      "--\n-- PostgreSQL database dump\n--\nSET search_path = shop, pg_catalog;\nCREATE TABLE t (a "
      "int);");
  EXPECT_EQ(facts.tables, (Tables{{"shop.t", {}}}));
}

TEST(DumpReader, StaysSmallWithHugeStatements) {
  DumpReader reader(DumpKind::mysql);
  reader.add(
      "-- MySQL dump\nCREATE TABLE `t` (a text);\n-- Dumping data for table `t`\nINSERT INTO `t` "
      "VALUES (");
  const std::string piece(1 << 20, '(');
  for (int i = 0; i < 64; ++i) reader.add("'" + piece + "'),(");
  reader.add("1);\n-- Dump completed\n");
  const DumpFacts facts = reader.end();
  EXPECT_EQ(facts.problem, "");
  EXPECT_EQ(facts.tables, (Tables{{"t", 65}}));
}

}  // namespace
}  // namespace interlock
