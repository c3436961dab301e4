// What files say of what else must be there.
#include "tests/endpoints/folder.h"

namespace interlock {
namespace {

namespace fs = std::filesystem;
using Columns = std::vector<std::string>;

struct Needed : Folder {
  std::vector<std::string> mapping() const {
    std::vector<std::string> lines;
    const Table answer = ask("mapping xml");
    for (const auto& row : answer.rows) {
      std::string line;
      for (const auto& cell : row) line += (line.empty() ? "" : " | ") + cell.value_or("NULL");
      lines.push_back(line);
    }
    return lines;
  }
  void entity(const std::string& name, const std::string& table, const std::string& inside) const {
    write("xml/Entities." + name + ".dcm.xml",
          "<?xml version=\"1.0\"?>\n<doctrine-mapping><entity name=\"Entities\\" + name +
              "\" table=\"" + table + "\">" + inside + "</entity></doctrine-mapping>");
  }
};

const std::string id = R"(<id name="id" type="integer"><generator strategy="AUTO"/></id>)";

TEST_F(Needed, MapFieldsToColumns) {
  entity("Customer", "cust", id + R"(
    <field name="name" nullable="true" length="100" unique="true"/>
    <field name="apiKey" type="text" length="65000"/>
    <field name="isOn" type="boolean" column="ison">
      <options><option name="default">1</option></options></field>
    <field name="sum" type="decimal" precision="12" scale="3"/>
    <field name="n" type="bigint"><options><option name="unsigned">true</option></options></field>
    <field name="day" type="date_immutable"/><field name="more" type="json"/>)");
  EXPECT_EQ(ask("mapping xml").columns,
            (Columns{"table", "column", "type", "length", "nullable", "default", "key"}));
  EXPECT_EQ(mapping(), (Columns{"cust | api_key | text | NULL | 0 | NULL | NULL",
                                "cust | day | date | NULL | 0 | NULL | NULL",
                                "cust | id | int | NULL | 0 | NULL | primary",
                                "cust | ison | tinyint | NULL | 0 | 1 | NULL",
                                "cust | more | json | NULL | 0 | NULL | NULL",
                                "cust | n | bigint unsigned | NULL | 0 | NULL | NULL",
                                "cust | name | varchar | 100 | 1 | NULL | unique",
                                "cust | sum | decimal | 12,3 | 0 | NULL | NULL"}));
}

TEST_F(Needed, MapAssociationsToTheColumnsTheyReferTo) {
  entity("Customer", "cust", R"(<id name="code" type="string" length="9"/>
    <many-to-many field="tags" target-entity="Tag"><join-table name="cust_tag">
      <join-columns><join-column name="cust" referenced-column-name="code"/></join-columns>
      <inverse-join-columns><join-column name="tag_id"/></inverse-join-columns>
    </join-table></many-to-many>)");
  entity("Tag", "tag", id + R"(
    <many-to-one field="owner" target-entity="Entities\Customer"><join-columns>
      <join-column name="ownerid" referenced-column-name="code" nullable="false"/></join-columns>
    </many-to-one>
    <many-to-one field="upTag" target-entity="Tag"/>
    <one-to-one field="first" target-entity="Tag" mapped-by="upTag"/>
    <unique-constraints><unique-constraint columns="ownerid"/></unique-constraints>)");
  entity("Note", "note", R"(<id name="tag" association-key="true"/>
    <one-to-one field="tag" target-entity="Tag"><join-column name="tag"/></one-to-one>)");
  EXPECT_EQ(mapping(), (Columns{"cust | code | varchar | 9 | 0 | NULL | primary",
                                "cust_tag | cust | varchar | 9 | 0 | NULL | primary",
                                "cust_tag | tag_id | int | NULL | 0 | NULL | primary",
                                "note | tag | int | NULL | 0 | NULL | primary",
                                "tag | id | int | NULL | 0 | NULL | primary",
                                "tag | ownerid | varchar | 9 | 0 | NULL | unique",
                                "tag | up_tag_id | int | NULL | 1 | NULL | NULL"}));
}

TEST_F(Needed, RefuseMappingsThatTheyCannotRead) {
  EXPECT_TRUE(ask("mapping xml").empty());
  for (const auto* inside :
       {R"(<field name="a" type="inet"/>)", R"(<embedded name="a"/>)",
        R"(<field name="a" column-definition="INT"/>)", R"(<field name="a" length="many"/>)",
        R"(<many-to-one field="a" target-entity="Nobody"/>)", R"(<discriminator-map/>)",
        "<field"}) {
    entity("A", "a", inside);
    EXPECT_EQ(refusal("mapping xml"), "mapping") << inside;
  }
  write("xml/Entities.A.dcm.xml", "<doctrine-mapping><mapped-superclass/></doctrine-mapping>");
  EXPECT_EQ(refusal("mapping xml"), "mapping");
  write("xml/Entities.A.dcm.xml", "");
  EXPECT_EQ(refusal("mapping xml"), "mapping");
}

TEST_F(Needed, DoNotExpandEntitiesOfXml) {
  write("xml/a.xml", R"(<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>
    <doctrine-mapping><entity name="A" table="a"><id name="id" type="integer"/>
    <field name="b"><options><option name="default">&e;</option></options></field>
    </entity></doctrine-mapping>)");
  EXPECT_EQ(mapping().front(), "a | b | varchar | 255 | 0 | &e; | NULL");
}

TEST_F(Needed, ListThePackagesOfBower) {
  EXPECT_TRUE(ask("bower_packages").empty());
  write("bower.json", R"({"dependencies": {"b": "~1.2", "a": "owner/a#^3", "c": "*"}})");
  write(".bowerrc", R"({"directory": "public/bower"})");
  write("public/bower/a/.bower.json", R"({"version": "3.1.0", "_target": "^3"})");
  write("public/bower/c/bower.json", R"({"version": "0.1"})");
  const Table answer = ask("bower_packages");
  EXPECT_EQ(answer.columns, (Columns{"name", "wanted", "version", "target"}));
  ASSERT_EQ(answer.rows.size(), 3u);
  EXPECT_EQ(answer.text(0, "version"), "3.1.0");
  EXPECT_EQ(answer.text(0, "target"), "^3");
  EXPECT_EQ(answer.at(1, "version"), std::nullopt);
  EXPECT_EQ(answer.text(2, "version"), "0.1");
}

TEST_F(Needed, NeverLookForAPackageElsewhere) {
  for (const auto* name : {"../a", "/etc", ".", ".."}) {
    write("bower.json", std::string(R"({"dependencies": {")") + name + R"(": "1"}})");
    EXPECT_EQ(refusal("bower_packages"), "json") << name;
  }
}

TEST_F(Needed, TellTheNewestFileBelow) {
  write("static/css/new.css", "x");
  write("static/old.js", "x");
  fs::create_directories(root / "bare");
  fs::last_write_time(root / "static/old.js",
                      fs::file_time_type::clock::now() - std::chrono::hours(1));
  const Table answer = ask("newest $1", {"static\nstatic/old.js\nbare\nnone"});
  EXPECT_EQ(answer.columns, (Columns{"path", "kind", "name", "changed"}));
  EXPECT_EQ(answer.text(0, "name"), "css/new.css");
  EXPECT_NEAR(static_cast<double>(answer.integer(0, "changed") - answer.integer(1, "changed")),
              3600, 60);
  EXPECT_EQ(answer.text(1, "kind"), "file");
  EXPECT_EQ(answer.text(1, "name"), "");
  EXPECT_EQ(answer.text(2, "kind"), "folder");
  EXPECT_EQ(answer.at(2, "changed"), std::nullopt);
  EXPECT_EQ(answer.at(3, "kind"), std::nullopt);
}

}  // namespace
}  // namespace interlock
