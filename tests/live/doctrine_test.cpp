// Tables that Doctrine's ORM makes from XML mappings, and what drifts from them.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/live/asker.h"
#include "tests/live/servers.h"
#include "tests/live/site.h"
#include "tests/live/throwaway.h"

namespace interlock::live {
namespace {

constexpr std::string_view tool = R"(<?php
error_reporting(E_ALL & ~E_DEPRECATED & ~E_USER_DEPRECATED);
require '/usr/share/php/Doctrine/ORM/autoload.php';
require_once '/usr/share/php/Symfony/Component/Cache/autoload.php';
require __DIR__ . '/entities.php';
$set = Doctrine\ORM\ORMSetup::createXMLMetadataConfiguration([__DIR__ . '/xml'], true, null,
    new Symfony\Component\Cache\Adapter\ArrayAdapter);
$at = Doctrine\DBAL\DriverManager::getConnection(['driver' => 'pdo_mysql', 'host' => $argv[2],
    'port' => (int) $argv[3], 'user' => $argv[4], 'dbname' => $argv[5], 'charset' => 'utf8mb4'],
    $set);
$all = new Doctrine\ORM\EntityManager($at, $set);
$made = new Doctrine\ORM\Tools\SchemaTool($all);
$classes = $all->getMetadataFactory()->getAllMetadata();
if ($argv[1] === 'create') $made->createSchema($classes);
foreach ($made->getUpdateSchemaSql($classes, true) as $sql) echo $sql, ";\n";
)";

constexpr std::string_view entities = R"(<?php
namespace Entities;
class Customer { public $id, $name, $short, $active, $sum, $hits, $joined, $seen, $notes, $more,
                        $kind, $parent, $detail, $tags; }
class Detail { public $id, $text; }
class Tag { public $code, $title; }
)";

constexpr std::string_view customer = R"(<?xml version="1.0"?>
<doctrine-mapping><entity name="Entities\Customer" table="cust">
  <id name="id" type="integer"><generator strategy="AUTO"/></id>
  <field name="name" type="string" length="100" nullable="true" column="name"/>
  <field name="short" type="string" unique="true" column="shortname">
    <options><option name="default">it's</option></options></field>
  <field name="active" type="boolean" column="active">
    <options><option name="default">1</option></options></field>
  <field name="sum" type="decimal" precision="12" scale="3" column="sum">
    <options><option name="default">0</option></options></field>
  <field name="hits" type="bigint" column="hits">
    <options><option name="unsigned">1</option></options></field>
  <field name="joined" type="date" nullable="true" column="joined"/>
  <field name="seen" type="datetime" column="seen">
    <options><option name="default">CURRENT_TIMESTAMP</option></options></field>
  <field name="notes" type="text" length="65000" nullable="true" column="notes"/>
  <field name="more" type="json" nullable="true" column="more"/>
  <field name="kind" type="string" length="3" column="kind">
    <options><option name="fixed">true</option></options></field>
  <many-to-one field="parent" target-entity="Customer"><join-columns>
    <join-column name="parent_id" referenced-column-name="id"/></join-columns></many-to-one>
  <one-to-one field="detail" target-entity="Detail"><join-columns>
    <join-column name="detail_id" referenced-column-name="id" nullable="false"/></join-columns>
  </one-to-one>
  <many-to-many field="tags" target-entity="Tag"><join-table name="cust_tag">
    <join-columns><join-column name="cust_id" referenced-column-name="id"/></join-columns>
    <inverse-join-columns><join-column name="tag" referenced-column-name="code"/>
    </inverse-join-columns></join-table></many-to-many>
</entity></doctrine-mapping>)";
constexpr std::string_view detail = R"(<?xml version="1.0"?>
<doctrine-mapping><entity name="Entities\Detail" table="detail">
  <id name="id" type="integer"><generator strategy="AUTO"/></id>
  <field name="text" type="text" column="text"/>
</entity></doctrine-mapping>)";
constexpr std::string_view tag = R"(<?xml version="1.0"?>
<doctrine-mapping><entity name="Entities\Tag" table="tag">
  <id name="code" type="string" length="20"/><field name="title" type="string" column="title"/>
</entity></doctrine-mapping>)";

struct Doctrine : testing::Test {
  void SetUp() override {
    INTERLOCK_NEEDS(mysql());
    if (!std::filesystem::exists("/usr/share/php/Doctrine/ORM/autoload.php"))
      GTEST_SKIP() << "Doctrine (php-doctrine-orm) is not installed";
    database.emplace(mysql());
    site.emplace(database->address());
    site->write("update.php", tool);
    site->write("entities.php", entities);
    site->write("xml/Entities.Customer.dcm.xml", customer);
    site->write("xml/Entities.Detail.dcm.xml", detail);
    site->write("xml/Entities.Tag.dcm.xml", tag);
    doctrine("create");
  }
  // What Doctrine would change, after it has created what there is not.
  std::string doctrine(const std::string& what) {
    const Address& at = database->address();
    site->run({"php", "update.php", what, at.host, at.port, at.user, at.name}, "said.txt");
    std::ostringstream text;
    text << std::ifstream(site->path("said.txt")).rdbuf();
    return text.str();
  }
  Verdict in_sync() { return site->verdict("schema.in_sync", {{"mapping", "xml"}}); }
  Verdict drops_nothing() {
    return site->verdict("schema.update_drops_nothing", {{"mapping", "xml"}});
  }
  std::optional<Throwaway> database;
  std::optional<Site> site;
};

TEST_F(Doctrine, IsInSyncWithWhatItMade) {
  const Verdict verdict = in_sync();
  EXPECT_EQ(verdict.outcome, Outcome::pass) << verdict.sentence;
  EXPECT_EQ(verdict.sentence, "The 4 tables of the mapping were as it says.");
  EXPECT_EQ(drops_nothing().outcome, Outcome::pass);
}

TEST_F(Doctrine, WouldDropAColumnThatItDoesNotKnow) {
  write_to(database->address(), {"ALTER TABLE cust ADD own_note text"});
  EXPECT_NE(doctrine("sql").find("DROP own_note"), std::string::npos);
  EXPECT_EQ(drops_nothing().sentence, "The update would drop cust.own_note.");
  EXPECT_EQ(in_sync().sentence,
            "The tables were not those of the mapping: cust.own_note (further).");
}

TEST_F(Doctrine, TellsAColumnThatTheReleaseGivesUpFromOneOfOnesOwn) {
  for (const auto& [name, text] :
       {std::pair{"Customer", customer}, {"Detail", detail}, {"Tag", tag}})
    site->write("before/Entities." + std::string(name) + ".dcm.xml", text);
  std::string without(customer);
  const auto at = without.find("  <field name=\"notes\"");
  without.erase(at, without.find('\n', at) + 1 - at);
  site->write("xml/Entities.Customer.dcm.xml", without);
  EXPECT_NE(doctrine("sql").find("DROP notes"), std::string::npos);
  EXPECT_EQ(drops_nothing().sentence, "The update would drop cust.notes.");
  const auto beside = [&] {
    return site->verdict("schema.update_drops_nothing", {{"mapping", "xml"}, {"before", "before"}});
  };
  EXPECT_EQ(beside().outcome, Outcome::warn);
  EXPECT_EQ(beside().sentence, "The release itself drops cust.notes.");
  write_to(database->address(), {"ALTER TABLE cust ADD own_note text"});
  EXPECT_EQ(beside().sentence, "The update would drop cust.own_note.");
}

TEST_F(Doctrine, LeavesFurtherTables) {
  write_to(database->address(), {"CREATE TABLE migrations (id int PRIMARY KEY)"});
  EXPECT_EQ(in_sync().outcome, Outcome::warn);
  EXPECT_EQ(drops_nothing().outcome, Outcome::pass);
}

TEST_F(Doctrine, DiffersInWhateverWasChanged) {
  for (const auto& [change, back, said] :
       {std::tuple{"MODIFY name varchar(90)", "MODIFY name varchar(100)", "varchar(90)"},
        std::tuple{"MODIFY name varchar(100) NOT NULL", "MODIFY name varchar(100)", "NOT NULL"},
        std::tuple{"ALTER active SET DEFAULT 0", "ALTER active SET DEFAULT 1", "default '0'"},
        std::tuple{"ALTER shortname DROP DEFAULT", "ALTER shortname SET DEFAULT 'it''s'",
                   "no default"},
        std::tuple{"MODIFY hits bigint NOT NULL", "MODIFY hits bigint unsigned NOT NULL",
                   "bigint instead of bigint unsigned"},
        std::tuple{"MODIFY sum decimal(12,2) NOT NULL DEFAULT 0",
                   "MODIFY sum decimal(12,3) NOT NULL DEFAULT 0", "decimal(12,2)"},
        std::tuple{"ADD UNIQUE mine (kind)", "DROP INDEX mine", "unique key instead of no key"}}) {
    write_to(database->address(), {std::string("ALTER TABLE cust ") + change});
    const Verdict verdict = in_sync();
    EXPECT_EQ(verdict.outcome, Outcome::fail) << change;
    EXPECT_NE(verdict.sentence.find(said), std::string::npos) << change << ": " << verdict.sentence;
    write_to(database->address(), {std::string("ALTER TABLE cust ") + back});
    EXPECT_EQ(in_sync().outcome, Outcome::pass) << back << ": " << in_sync().sentence;
  }
}

TEST_F(Doctrine, LacksATable) {
  write_to(database->address(), {"DROP TABLE cust_tag"});
  EXPECT_EQ(in_sync().sentence,
            "The tables were not those of the mapping: table cust_tag (missing).");
}

TEST_F(Doctrine, IsUnknownToAnAccountThatSeesATableOnly) {
  const Account account(database->address(), "one_table",
                        {"GRANT SELECT ON `" + database->address().name + "`.tag TO $u"});
  Site theirs(account.address());
  theirs.write("xml/Entities.Tag.dcm.xml", tag);
  EXPECT_EQ(theirs.verdict("schema.in_sync", {{"mapping", "xml"}}).outcome, Outcome::unknown);
  EXPECT_EQ(theirs.verdict("schema.update_drops_nothing", {{"mapping", "xml"}}).outcome,
            Outcome::unknown);
}

TEST_F(Doctrine, IsUnknownWhereAMappingCannotBeRead) {
  site->write("xml/Entities.More.dcm.xml", "<doctrine-mapping><embeddable/></doctrine-mapping>");
  EXPECT_EQ(in_sync().outcome, Outcome::unknown);
  EXPECT_EQ(site->verdict("schema.in_sync", {{"mapping", "none/there"}}).outcome, Outcome::unknown);
}

}  // namespace
}  // namespace interlock::live
