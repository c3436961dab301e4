#include "engine/evidence.h"

#include "engine/ask.h"
#include "engine/jcs.h"
#include "engine/time.h"
#include "engine/utf8.h"

namespace interlock {

namespace {

constexpr std::string_view digits = "0123456789abcdef";

std::string unhexed(std::string_view hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    bytes += static_cast<char>(digits.find(hex[i]) * 16 + digits.find(hex[i + 1]));
  return bytes;
}

// A cell that is not UTF-8 as {"hex": ...}: JSON has no other place for it.
Value cell_value(const Table::Cell& cell) {
  if (!cell) return nullptr;
  if (utf8(*cell)) return *cell;
  std::string hex;
  for (const char c : *cell) {
    const auto byte = static_cast<unsigned char>(c);
    hex += digits[byte >> 4];
    hex += digits[byte & 15];
  }
  return Value::Object{{"hex", hex}};
}

Table::Cell cell_in(const Value& value) {
  if (value.null()) return {};
  if (!value["hex"].null()) return unhexed(value["hex"].text());
  return std::string(value.text());
}

Value answer_value(const Answer& answer) {
  if (const auto* refused = std::get_if<Unanswered>(&answer))
    return Value::Object{{"code", refused->code}, {"why", cell_value(refused->why)}};
  const Table& table = std::get<Table>(answer);
  Value::List rows;
  for (const auto& row : table.rows) {
    Value::List cells;
    for (const auto& cell : row) cells.push_back(cell_value(cell));
    rows.emplace_back(std::move(cells));
  }
  return Value::Object{{"columns", list_of(table.columns)}, {"rows", std::move(rows)}};
}

Answer answer_in(const Value& value) {
  if (value["columns"].null())
    return Unanswered{std::string(value["code"].text()), cell_in(value["why"]).value_or("")};
  Table table{texts_in(value["columns"]), {}};
  for (const Value& row : value["rows"].list()) {
    auto& cells = table.rows.emplace_back();
    for (const Value& cell : row.list()) cells.push_back(cell_in(cell));
  }
  return table;
}

Value errand_value(const Errand& errand, const Heard& heard) {
  Value::List further;
  for (const Answer& answer : heard.reply.further) further.push_back(answer_value(answer));
  Value value = Value::Object{{"on", errand.whom.endpoint},
                              {"as_application", errand.whom.as_application},
                              {"words", errand.words},
                              {"arguments", list_of(errand.arguments)},
                              {"patience_ms", errand.patience.count()},
                              {"asked", written(heard.asked)},
                              {"answered", written(heard.answered)},
                              {"answer", answer_value(heard.reply.answer)}};
  if (errand.asks_further) value.set("further", std::move(further));
  return value;
}

Value arguments_value(const Arguments& arguments) {
  Value value = Value::Object{};
  for (const auto& [name, argument] : arguments) {
    if (const auto* text = std::get_if<std::string>(&argument)) value.set(name, *text);
    if (const auto* number = std::get_if<std::int64_t>(&argument)) value.set(name, *number);
    if (const auto* flag = std::get_if<bool>(&argument)) value.set(name, *flag);
    if (const auto* list = std::get_if<std::vector<std::string>>(&argument))
      value.set(name, list_of(*list));
  }
  return value;
}

}  // namespace

Value value_of(const std::map<Errand, Heard>& heard) {
  Value::List all;
  for (const auto& [errand, answer] : heard) all.push_back(errand_value(errand, answer));
  return all;
}

std::map<Errand, Heard> heard_in(const Value& value) {
  std::map<Errand, Heard> all;
  for (const Value& item : value.list()) {
    Errand errand{{std::string(item["on"].text()), item["as_application"].flag()},
                  std::string(item["words"].text()),
                  texts_in(item["arguments"]),
                  std::chrono::milliseconds(item["patience_ms"].number()),
                  !item["further"].null()};
    Heard heard{{answer_in(item["answer"])},
                moment_of(item["asked"].text()).value_or(Moment{}),
                moment_of(item["answered"].text()).value_or(Moment{})};
    for (const Value& answer : item["further"].list())
      heard.reply.further.push_back(answer_in(answer));
    all.emplace(std::move(errand), std::move(heard));
  }
  return all;
}

Piece evidence_piece(const Check& check, const Arguments& arguments,
                     const std::vector<std::optional<Errand>>& errands,
                     const std::map<Errand, Heard>& heard, const std::map<Errand, Heard>& then) {
  Value::List asked;
  for (const auto& errand : errands)
    asked.push_back(errand ? errand_value(*errand, heard.at(*errand)) : Value());
  Value value = Value::Object{{"check", check.id},
                              {"arguments", arguments_value(arguments)},
                              {"answers", std::move(asked)}};
  if (!then.empty()) value.set("earlier", value_of(then));
  return {"answers", "application/json", canonical(value)};
}

}  // namespace interlock
