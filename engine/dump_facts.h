#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/dump_text.h"

namespace interlock {

enum class DumpKind { none, postgres, postgres_cluster, postgres_custom, mysql, sqlite };

// How many first bytes dump_kind() needs to be sure.
inline constexpr std::size_t enough_of_dump = 512;
DumpKind dump_kind(std::string_view first_bytes);

struct DumpedTable {
  std::string name;  // of PostgreSQL schema.table
  std::optional<std::int64_t> rows;

  bool operator==(const DumpedTable&) const = default;
};

// What the text of a dump tells of itself.
struct DumpFacts {
  std::string problem = {};  // why it is not whole; empty: it is
  std::string tool = {}, server = {};
  std::string started = {}, ended = {};  // as written: "2026-11-19 22:00:04", perhaps with a zone
  std::vector<DumpedTable> tables = {};
};

// Reads a dump in pieces of any size, in memory that grows with its tables only.
class DumpReader final : private DumpListener {
 public:
  explicit DumpReader(DumpKind kind);

  void add(std::string_view bytes);
  DumpFacts end();  // once

 private:
  void statement(std::string_view head, std::int64_t groups) override;
  void comment(std::string_view text) override;
  void row(std::string_view text) override;

  void created(std::string_view rest);
  void inserted(std::string_view rest, std::int64_t groups);
  void copied(std::string_view rest);
  void set_schema(std::string_view rest);
  void data_of(const std::string& name);
  DumpedTable* table(const std::string& name);
  std::string name_in(std::string_view& rest) const;
  std::string broken_off(bool between) const;

  DumpKind kind_;
  DumpText text_;
  DumpFacts facts_;
  std::map<std::string, std::size_t, std::less<>> places_;
  std::string schema_ = "public";
  std::string data_of_;            // the table whose data were announced last
  DumpedTable* copies_ = nullptr;  // the table that rows belong to
  bool counts_ = true;             // whether rows of INSERT can be counted
  bool mark_ = false;              // the closing mark was the last that was said
  std::string last_;               // the last statement's beginning
  std::string tail_;               // the last bytes
  std::uint64_t size_ = 0;
};

}  // namespace interlock
