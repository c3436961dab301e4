#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/dump_facts.h"

namespace interlock {

// The rows that a dump has of one table: of the columns that are asked for, as texts
// (a null is empty), in the order of the dump.
struct RowFacts {
  std::string problem = {};  // why they cannot be told; empty: they can
  bool made = false;         // the dump makes the table
  std::vector<std::vector<std::string>> rows = {};
};

// Fed like DumpReader.
class DumpedRows final : private DumpListener {
 public:
  DumpedRows(DumpKind kind, std::string table, std::vector<std::string> columns);

  void add(std::string_view bytes) { text_.add(bytes); }
  RowFacts end();  // once

 private:
  using Texts = std::vector<std::string>;

  void statement(std::string_view head, std::int64_t groups) override;
  void comment(std::string_view) override {}
  void row(std::string_view text) override;
  bool wants(std::string_view head) override;

  void wrong(std::string what);
  bool is_its(std::string_view& rest) const;
  void created(std::string_view rest);
  void inserted(std::string_view rest);
  void set_places(const Texts& names);
  void keep(const Texts& cells);

  DumpKind kind_;
  std::string table_;
  Texts columns_;
  Texts all_columns_;                // as the table was made
  std::vector<std::size_t> places_;  // of the columns, in the rows that follow
  bool copies_ = false;
  RowFacts facts_;
  DumpText text_;
};

}  // namespace interlock
