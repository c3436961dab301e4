<?php
// Doctrine itself, on the mapping of IXP Manager 4: doctrine.php sql|force FOLDER PORT USER NAME
namespace Entities;

class BGPSessionData { public $id, $srcipaddressid, $dstipaddressid, $timestamp; }
class BgpSession { public $id, $srcipaddressid, $dstipaddressid, $packetcount, $last_seen; }
class Customer { public $id, $name, $shortname, $status, $autsys; }
class PhysicalInterface { public $id, $status, $monitorindex, $SwitchPort; }
class Switcher { public $id, $name, $switchtype, $active; }
class User { public $id, $name, $username, $Customer; }
class VlanInterface { public $id, $notes, $Customer; }

error_reporting(E_ALL & ~E_DEPRECATED & ~E_USER_DEPRECATED);
require '/usr/share/php/Doctrine/ORM/autoload.php';
require_once '/usr/share/php/Symfony/Component/Cache/autoload.php';
$set = \Doctrine\ORM\ORMSetup::createXMLMetadataConfiguration([$argv[2]], true, null,
    new \Symfony\Component\Cache\Adapter\ArrayAdapter);
$at = \Doctrine\DBAL\DriverManager::getConnection(['driver' => 'pdo_mysql', 'host' => '127.0.0.1',
    'port' => (int) $argv[3], 'user' => $argv[4], 'password' => getenv('MYSQL_PWD'),
    'dbname' => $argv[5], 'charset' => 'utf8mb4'], $set);
$all = new \Doctrine\ORM\EntityManager($at, $set);
$tool = new \Doctrine\ORM\Tools\SchemaTool($all);
$classes = $all->getMetadataFactory()->getAllMetadata();
foreach ($tool->getUpdateSchemaSql($classes, true) as $sql) {
    echo $sql, ";\n";
    if ($argv[1] === 'force') $at->executeStatement($sql);
}
