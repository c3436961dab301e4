#pragma once

#include <string_view>

// What a schema is made of, as rows of kind, name and definition: one text for each
// system. Nothing in a definition changes when a dump is restored.
namespace interlock::checks::catalogue {

// Numbers of columns are counted anew, since a restore leaves no gaps. PostgreSQL 18
// lists NOT NULL as constraints of their own ('n'); the columns say it already. The
// columns of a key stand with its index, which has the same name: to have the server
// write them twice would double the time.
inline constexpr std::string_view postgres = R"(WITH rel AS (
  SELECT c.oid, c.relkind, c.relpersistence, c.relispartition, c.relpartbound,
         c.oid::regclass::text AS name
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
     AND c.relkind IN ('r', 'p', 'f', 'v', 'm', 'S')
     AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_class'::regclass
                        AND d.objid = c.oid AND d.deptype = 'e'))
SELECT 'table' AS kind, name, concat_ws(' ', 'table',
       CASE relpersistence WHEN 'u' THEN 'unlogged' END,
       CASE relkind WHEN 'p' THEN 'partitioned by ' || pg_get_partkeydef(oid) END,
       CASE WHEN relispartition THEN pg_get_expr(relpartbound, oid) END) AS definition
  FROM rel WHERE relkind IN ('r', 'p', 'f')
 UNION ALL
SELECT 'column', rel.name || '.' || a.attname, concat_ws(' ',
       row_number() OVER (PARTITION BY a.attrelid ORDER BY a.attnum),
       format_type(a.atttypid, a.atttypmod), 'COLLATE ' || quote_ident(co.collname),
       CASE WHEN a.attnotnull THEN 'NOT NULL' END,
       CASE WHEN a.attidentity <> '' THEN 'IDENTITY ' || a.attidentity::text END,
       CASE WHEN a.attgenerated <> '' THEN 'GENERATED' END,
       'DEFAULT ' || pg_get_expr(d.adbin, d.adrelid))
  FROM rel JOIN pg_attribute a ON a.attrelid = rel.oid
  JOIN pg_type t ON t.oid = a.atttypid
  LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  LEFT JOIN pg_collation co ON co.oid = a.attcollation AND a.attcollation <> t.typcollation
 WHERE rel.relkind IN ('r', 'p', 'f') AND a.attnum > 0 AND NOT a.attisdropped
 UNION ALL
SELECT 'constraint', rel.name || '.' || k.conname, CASE WHEN k.contype IN ('p', 'u')
         THEN concat_ws(' ', CASE k.contype WHEN 'p' THEN 'PRIMARY KEY' ELSE 'UNIQUE' END,
                        CASE WHEN k.condeferrable THEN 'DEFERRABLE' END,
                        CASE WHEN k.condeferred THEN 'INITIALLY DEFERRED' END)
         ELSE pg_get_constraintdef(k.oid) END
  FROM rel JOIN pg_constraint k ON k.conrelid = rel.oid WHERE k.contype NOT IN ('n', 't')
 UNION ALL
SELECT 'index', x.indexrelid::regclass::text, pg_get_indexdef(x.indexrelid)
  FROM rel JOIN pg_index x ON x.indrelid = rel.oid
 UNION ALL
SELECT 'view', name, pg_get_viewdef(oid) FROM rel WHERE relkind IN ('v', 'm')
 UNION ALL
SELECT 'trigger', rel.name || '.' || t.tgname, t.tgenabled::text || ' ' || pg_get_triggerdef(t.oid)
  FROM rel JOIN pg_trigger t ON t.tgrelid = rel.oid WHERE NOT t.tgisinternal
 UNION ALL
SELECT 'routine', p.oid::regprocedure::text, pg_get_functiondef(p.oid)
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
 WHERE n.nspname <> 'information_schema' AND n.nspname !~ '^pg_' AND p.prokind <> 'a'
   AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass
                      AND d.objid = p.oid AND d.deptype = 'e')
 UNION ALL
SELECT 'sequence', rel.name, concat_ws(' ', s.seqtypid::regtype, s.seqstart, s.seqincrement,
       s.seqmin, s.seqmax, s.seqcycle)
  FROM rel JOIN pg_sequence s ON s.seqrelid = rel.oid
 UNION ALL
SELECT 'type', e.enumtypid::regtype::text,
       string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder)
  FROM pg_enum e GROUP BY 1, 2
 ORDER BY 1, 2)";

// Only MariaDB tells the table of a constraint, and needs it: there two may have one name.
// The row of kind "server" says who is asked; it is not compared. What the account may
// not read of a view is empty, of a routine null.
inline constexpr std::string_view mysql = R"(SELECT 'server' AS kind, 'version' AS name,
       VERSION() AS definition
 UNION ALL
SELECT 'database', 'default', CONCAT_WS(' ', DEFAULT_CHARACTER_SET_NAME, DEFAULT_COLLATION_NAME)
  FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = DATABASE()
 UNION ALL
SELECT 'table', TABLE_NAME, CONCAT_WS(' ', ENGINE, TABLE_COLLATION, CREATE_OPTIONS)
  FROM information_schema.TABLES
 WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE <> 'VIEW'
 UNION ALL
SELECT 'column', CONCAT(c.TABLE_NAME, '.', c.COLUMN_NAME), CONCAT_WS(' ', c.ORDINAL_POSITION,
       c.COLUMN_TYPE, c.COLLATION_NAME, IF(c.IS_NULLABLE = 'NO', 'NOT NULL', NULL),
       CONCAT('DEFAULT ', c.COLUMN_DEFAULT), c.EXTRA, c.GENERATION_EXPRESSION)
  FROM information_schema.COLUMNS c
 WHERE c.TABLE_SCHEMA = DATABASE()
   AND c.TABLE_NAME NOT IN (SELECT v.TABLE_NAME FROM information_schema.VIEWS v
                             WHERE v.TABLE_SCHEMA = DATABASE())
 UNION ALL
SELECT 'index', CONCAT(TABLE_NAME, '.', INDEX_NAME), CONCAT_WS(' ', MIN(INDEX_TYPE),
       IF(MIN(NON_UNIQUE) = 0, 'UNIQUE', NULL),
       GROUP_CONCAT(CONCAT(COALESCE(COLUMN_NAME, '(expression)'),
                           COALESCE(CONCAT('(', SUB_PART, ')'), ''))
                    ORDER BY SEQ_IN_INDEX SEPARATOR ', '))
  FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE()
 GROUP BY TABLE_NAME, INDEX_NAME
 UNION ALL
SELECT 'foreign key', CONCAT(k.TABLE_NAME, '.', k.CONSTRAINT_NAME), CONCAT('(',
       GROUP_CONCAT(k.COLUMN_NAME ORDER BY k.ORDINAL_POSITION SEPARATOR ', '), ') to ',
       MIN(k.REFERENCED_TABLE_NAME), ' (',
       GROUP_CONCAT(k.REFERENCED_COLUMN_NAME ORDER BY k.ORDINAL_POSITION SEPARATOR ', '),
       ') on change ', MIN(r.UPDATE_RULE), ', when gone ', MIN(r.DELETE_RULE))
  FROM information_schema.KEY_COLUMN_USAGE k
  JOIN information_schema.REFERENTIAL_CONSTRAINTS r
    ON r.CONSTRAINT_SCHEMA = k.CONSTRAINT_SCHEMA AND r.CONSTRAINT_NAME = k.CONSTRAINT_NAME
   AND r.TABLE_NAME = k.TABLE_NAME
 WHERE k.TABLE_SCHEMA = DATABASE() AND k.REFERENCED_TABLE_NAME IS NOT NULL
 GROUP BY k.TABLE_NAME, k.CONSTRAINT_NAME
 UNION ALL
SELECT 'constraint', CONCAT(/*M! TABLE_NAME, '.', */ CONSTRAINT_NAME), CHECK_CLAUSE
  FROM information_schema.CHECK_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = DATABASE()
 UNION ALL
SELECT 'view', TABLE_NAME, IF(VIEW_DEFINITION = '', '',
       CONCAT_WS(' ', DEFINER, SECURITY_TYPE, CHECK_OPTION, VIEW_DEFINITION))
  FROM information_schema.VIEWS WHERE TABLE_SCHEMA = DATABASE()
 UNION ALL
SELECT 'trigger', TRIGGER_NAME, CONCAT_WS(' ', DEFINER, ACTION_TIMING, EVENT_MANIPULATION,
       EVENT_OBJECT_TABLE, ACTION_ORDER, ACTION_STATEMENT)
  FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE()
 UNION ALL
SELECT 'event', EVENT_NAME, CONCAT_WS(' ', DEFINER, EVENT_TYPE, EXECUTE_AT, INTERVAL_VALUE,
       INTERVAL_FIELD, ON_COMPLETION, STATUS, EVENT_DEFINITION)
  FROM information_schema.EVENTS WHERE EVENT_SCHEMA = DATABASE()
 UNION ALL
SELECT 'routine', CONCAT(LOWER(r.ROUTINE_TYPE), ' ', r.ROUTINE_NAME), CONCAT(r.DEFINER, ' (',
       COALESCE((SELECT GROUP_CONCAT(CONCAT_WS(' ', p.PARAMETER_MODE, p.PARAMETER_NAME,
                                               p.DTD_IDENTIFIER)
                                     ORDER BY p.ORDINAL_POSITION SEPARATOR ', ')
                   FROM information_schema.PARAMETERS p
                  WHERE p.SPECIFIC_SCHEMA = r.ROUTINE_SCHEMA
                    AND p.SPECIFIC_NAME = r.SPECIFIC_NAME), ''), ') ', r.ROUTINE_DEFINITION)
  FROM information_schema.ROUTINES r WHERE r.ROUTINE_SCHEMA = DATABASE()
 ORDER BY 1, 2)";

// An index that SQLite made by itself has no text.
inline constexpr std::string_view sqlite = R"(SELECT type AS kind, name,
       coalesce(sql, 'of ' || tbl_name) AS definition
  FROM sqlite_schema WHERE name NOT LIKE 'sqlite^_stat%' ESCAPE '^' AND name <> 'sqlite_sequence'
 ORDER BY 1, 2)";

}  // namespace interlock::checks::catalogue
