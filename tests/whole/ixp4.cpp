// IXP Manager 4.8.0 and 4.9.3, as much of them as an upgrade meets: 4.9.0 gives up two
// columns, brings a table with a trigger, and is the first with migrations of Laravel.
#include "tests/whole/ixp_site.h"

namespace interlock {

namespace {

std::string mapped(const std::string& entity, const std::string& table, const std::string& fields) {
  return "<?xml version=\"1.0\"?>\n<doctrine-mapping>\n<entity name=\"Entities\\" + entity +
         "\" table=\"" + table +
         "\">\n<id name=\"id\" type=\"integer\"><generator strategy=\"AUTO\"/></id>\n" + fields +
         "</entity>\n</doctrine-mapping>\n";
}

std::string field(const std::string& name, const std::string& rest) {
  return "<field name=\"" + name + "\" column=\"" + name + "\" " + rest + "/>\n";
}

std::string to_one(const std::string& name, const std::string& entity, const std::string& column) {
  return "<many-to-one field=\"" + name + "\" target-entity=\"" + entity +
         "\"><join-columns><join-column name=\"" + column +
         "\" referenced-column-name=\"id\"/></join-columns></many-to-one>\n";
}

const std::string text = "type=\"string\" length=\"255\" nullable=\"true\"";
const std::string number = "type=\"integer\" nullable=\"true\"";

const std::string views =
    "DROP VIEW IF EXISTS view_cust_current_active;\n"
    "CREATE VIEW view_cust_current_active AS SELECT * FROM cust cu WHERE cu.status = 1;\n"
    "DROP VIEW IF EXISTS view_vlaninterface_details_by_custid;\n"
    "CREATE VIEW view_vlaninterface_details_by_custid AS\n"
    "  SELECT vli.id, vli.custid, vli.notes FROM vlaninterface vli;\n"
    "DROP VIEW IF EXISTS view_switch_details_by_custid;\n"
    "CREATE VIEW view_switch_details_by_custid AS\n"
    "  SELECT pi.id, s.name AS switchname FROM physicalinterface pi JOIN switch s\n"
    "    ON s.id = pi.switchid;\n";

const std::string trigger =
    "DELIMITER ;;\n"
    "DROP TRIGGER IF EXISTS bgp_sessions_update;;\n"
    "CREATE TRIGGER bgp_sessions_update AFTER INSERT ON bgpsessiondata FOR EACH ROW BEGIN\n"
    "  INSERT INTO bgp_sessions (srcipaddressid, dstipaddressid, packetcount)\n"
    "    VALUES (NEW.srcipaddressid, NEW.dstipaddressid, 1);\nEND;;\n"
    "DELIMITER ;\n";

IxpKind::Files of_both(const std::string& version) {
  const std::string in = "database/xml/Entities.";
  const std::string laravel = version == "4.8.0" ? "v5.5.40" : "v5.5.45";
  return {
      {".gitignore", "/.env\n/vendor\n/public/bower_components\n/storage/*\n/bootstrap/cache/*\n"},
      {".bowerrc", R"({"directory": "public/bower_components"})"},
      {"artisan", "#!/usr/bin/env php\n"},
      {"composer.lock",
       R"({"packages": [{"name": "laravel/framework", "version": ")" + laravel + "\"}]}\n"},
      {in + "Customer.dcm.xml",
       mapped("Customer", "cust",
              field("name", text) + field("shortname", text + " unique=\"true\"") +
                  field("status", "type=\"smallint\" nullable=\"true\"") +
                  field("autsys", number))},
      {in + "VlanInterface.dcm.xml", mapped("VlanInterface", "vlaninterface",
                                            field("notes", "type=\"text\" nullable=\"true\"") +
                                                to_one("Customer", "Customer", "custid"))},
      {in + "BGPSessionData.dcm.xml",
       mapped("BGPSessionData", "bgpsessiondata",
              field("srcipaddressid", number) + field("dstipaddressid", number) +
                  field("timestamp", "type=\"datetime\" nullable=\"true\""))}};
}

IxpKind::Files of_480() {
  IxpKind::Files files = of_both("4.8.0");
  const std::string in = "database/xml/Entities.";
  files["library/IXP/Version.php"] = "<?php\ndefine( 'APPLICATION_VERSION', '4.8.0' );\n";
  files["bower.json"] = R"({"dependencies": {"bootstrap": "~3.3.7"}})";
  files["tools/sql/views.sql"] = views;
  files[in + "PhysicalInterface.dcm.xml"] =
      mapped("PhysicalInterface", "physicalinterface",
             field("status", number) + field("monitorindex", number) +
                 to_one("SwitchPort", "Switcher", "switchid"));
  files[in + "Switcher.dcm.xml"] =
      mapped("Switcher", "switch",
             field("name", text) + field("switchtype", number) +
                 "<field name=\"active\" type=\"boolean\" column=\"active\"><options>"
                 "<option name=\"default\">1</option></options></field>\n");
  files[in + "User.dcm.xml"] =
      mapped("User", "user", field("username", text) + to_one("Customer", "Customer", "custid"));
  return files;
}

IxpKind::Files of_493() {
  IxpKind::Files files = of_both("4.9.3");
  const std::string in = "database/xml/Entities.";
  files["version.php"] = "<?php\ndefine( 'APPLICATION_VERSION', '4.9.3' );\n";
  files["bower.json"] = R"({"dependencies": {"bootstrap": "^4.1.3"}})";
  files["tools/sql/views.sql"] = views + trigger;
  files["database/migrations/2014_10_12_100000_create_password_resets_table.php"] =
      "<?php\n/*\nCREATE TABLE password_resets (email varchar(255) NOT NULL, token varchar(255)\n"
      "  NOT NULL, created_at timestamp NULL)\n*/\n";
  files[in + "PhysicalInterface.dcm.xml"] =
      mapped("PhysicalInterface", "physicalinterface",
             field("status", number) + to_one("SwitchPort", "Switcher", "switchid"));
  files[in + "Switcher.dcm.xml"] =
      mapped("Switcher", "switch",
             field("name", text) +
                 "<field name=\"active\" type=\"boolean\" column=\"active\"><options>"
                 "<option name=\"default\">1</option></options></field>\n");
  files[in + "User.dcm.xml"] = mapped(
      "User", "user",
      field("name", text) + field("username", text) + to_one("Customer", "Customer", "custid"));
  files[in + "BgpSession.dcm.xml"] = mapped(
      "BgpSession", "bgp_sessions",
      field("srcipaddressid", number) + field("dstipaddressid", number) +
          field("packetcount", number) + field("last_seen", "type=\"datetime\" nullable=\"true\""));
  return files;
}

const std::string rows =
    "INSERT INTO cust (id, name, shortname, status, autsys) VALUES (1, 'an exchange', 'ix', 1,"
    " 64496), (2, 'gone', 'gone', 3, 64497);\n"
    "INSERT INTO switch (id, name, switchtype, active) VALUES (1, 'swi1', 1, 1);\n"
    "INSERT INTO physicalinterface (id, status, monitorindex, switchid) VALUES (1, 1, 4, 1);\n"
    "INSERT INTO vlaninterface (id, notes, custid) VALUES (1, 'the first', 1);\n"
    "INSERT INTO user (id, username, custid) VALUES (1, 'alice', 1), (2, 'bob', 1);\n"
    "INSERT INTO bgpsessiondata (srcipaddressid, dstipaddressid) VALUES (1, 2);\n";

}  // namespace

const IxpKind& ixp_4() {
  static const IxpKind kind{"ixp-manager-4", "4.8.0",  "4.9.3", "PHP 7.3.33 (cli)",
                            of_480(),        of_493(), true,    rows + views};
  return kind;
}

}  // namespace interlock
