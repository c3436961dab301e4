#include "engine/evidence.h"

#include "engine/ask.h"
#include "engine/digest.h"
#include "engine/jcs.h"
#include "engine/time.h"
#include "engine/utf8.h"

namespace interlock {

namespace {

// A text that is not UTF-8 as {"b64": ...}: JSON has no other place for it.
Value text_value(const std::string& text) {
  if (utf8(text)) return text;
  return Value::Object{{"b64", base64(text)}};
}

std::string text_in(const Value& value) {
  if (!value["b64"].null()) return from_base64(value["b64"].text()).value_or("");
  return std::string(value.text());
}

Value texts_value(const std::vector<std::string>& texts) {
  Value::List list;
  for (const std::string& text : texts) list.push_back(text_value(text));
  return list;
}

Value cell_value(const Table::Cell& cell) {
  return cell ? text_value(*cell) : Value();
}

Table::Cell cell_in(const Value& value) {
  if (value.null()) return {};
  return text_in(value);
}

Value answer_value(const Answer& answer) {
  if (const auto* refused = std::get_if<Unanswered>(&answer))
    return Value::Object{{"code", refused->code}, {"why", text_value(refused->why)}};
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
    return Unanswered{std::string(value["code"].text()), text_in(value["why"])};
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
                              {"arguments", texts_value(errand.arguments)},
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
    if (const auto* text = std::get_if<std::string>(&argument)) value.set(name, text_value(*text));
    if (const auto* number = std::get_if<std::int64_t>(&argument)) value.set(name, *number);
    if (const auto* flag = std::get_if<bool>(&argument)) value.set(name, *flag);
    if (const auto* list = std::get_if<std::vector<std::string>>(&argument))
      value.set(name, texts_value(*list));
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
    std::vector<std::string> arguments;
    for (const Value& argument : item["arguments"].list()) arguments.push_back(text_in(argument));
    Errand errand{{std::string(item["on"].text()), item["as_application"].flag()},
                  std::string(item["words"].text()),
                  std::move(arguments),
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
