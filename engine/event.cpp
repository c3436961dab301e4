#include "engine/event.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstring>

#include "engine/jcs.h"
#include "engine/scanner.h"
#include "engine/utf8.h"

namespace interlock {

namespace {

[[noreturn]] void no_event(const std::string& why) {
  throw Error(Error::Kind::bug, "This cannot be recorded: " + why + ".");
}

// What is not there is null in an event, and "" for its readers.
Value or_null(const std::string& text) {
  return text.empty() ? Value() : Value(text);
}

struct Exact {
  void operator()(std::nullptr_t) const {}
  void operator()(bool) const {}
  void operator()(const std::string&) const {}
  void operator()(double) const { no_event("numbers of events are whole"); }
  void operator()(std::int64_t number) const {
    constexpr std::int64_t exact = std::int64_t{1} << 53;
    if (number > exact || number < -exact)
      no_event("whole numbers beyond 2^53 are written as text");
  }
  void operator()(const Value::List& list) const {
    for (const Value& item : list) std::visit(*this, item.it);
  }
  void operator()(const Value::Object& object) const {
    for (const auto& member : object) std::visit(*this, member.second.it);
  }
};

// What came from outside may have any bytes; a record that could not be written for that
// would stop a run in the middle.
Value made_readable(const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value.it)) return readable(*text);
  if (std::holds_alternative<Value::List>(value.it)) {
    Value::List list;
    for (const Value& item : value.list()) list.push_back(made_readable(item));
    return list;
  }
  if (!std::holds_alternative<Value::Object>(value.it)) return value;
  Value::Object object;
  for (const auto& [name, member] : value.members())
    object.emplace_back(readable(name), made_readable(member));
  return object;
}

Value value_of(const Citation& piece) {
  return Value::Object{{"media_type", piece.media_type},
                       {"redactions", piece.redactions},
                       {"role", piece.role},
                       {"sha256", piece.sha256},
                       {"size", piece.size}};
}

Value value_of(const Definition& definition) {
  if (definition.machine.empty() && definition.groups.empty()) return {};
  return Value::Object{{"groups", or_null(definition.groups)},
                       {"machine", or_null(definition.machine)}};
}

bool digest(std::string_view text) {
  return text.size() == 64 && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

// "2026-11-19T22:00:04.118000000Z": always 30 characters, so that times compare
// as their texts do.
bool nanoseconds(std::string_view ts) {
  static constexpr std::string_view shape = "0000-00-00T00:00:00.000000000Z";
  return std::equal(ts.begin(), ts.end(), shape.begin(), shape.end(), [](char c, char form) {
    return form == '0' ? c >= '0' && c <= '9' : c == form;
  });
}

bool scan_evidence(Scanner& in, std::vector<Cited>& evidence) {
  evidence.clear();
  if (!in.literal("[")) return false;
  if (in.literal("]")) return true;
  do {
    Cited piece;
    std::string_view text;
    std::int64_t redactions = 0;
    const bool read = in.literal(R"({"media_type":)") && in.text(text) &&
                      in.literal(R"(,"redactions":)") && in.integer(redactions) &&
                      in.literal(R"(,"role":)") && in.text(text) && in.literal(R"(,"sha256":)") &&
                      in.text(piece.sha256) && in.literal(R"(,"size":)") &&
                      in.integer(piece.size) && in.literal("}");
    if (!read || !digest(piece.sha256) || piece.size < 0) return false;
    evidence.push_back(piece);
  } while (in.literal(","));
  return in.literal("]");
}

// From the run on.
bool scan_rest(Scanner& in, Scanned& event) {
  std::string_view state;
  return in.literal(R"(,"run":)") && in.text_or_null(event.run) && in.literal(R"(,"seq":)") &&
         in.integer(event.seq) && in.literal(R"(,"state":)") && in.text_or_null(state) &&
         in.literal(R"(,"ts":)") && in.text(event.ts) && in.literal(R"(,"type":)") &&
         in.text(event.type) && in.literal("}") && in.done() && nanoseconds(event.ts);
}

}  // namespace

std::string bytes_of(const Draft& draft, const std::vector<Citation>& evidence,
                     const Stamp& stamp) {
  if (std::find(event_types.begin(), event_types.end(), draft.type) == event_types.end())
    no_event("there is no event " + draft.type);
  Exact{}(draft.data.members());
  Value::List pieces;
  for (const Citation& piece : evidence) pieces.push_back(value_of(piece));
  std::string bytes = canonical(Value::Object{
      {"actor", stamp.actor},
      {"boot_id", stamp.boot_id},
      {"data", made_readable(draft.data.members())},
      {"def", value_of(draft.definition)},
      {"evidence", pieces},
      {"host", stamp.host},
      {"installation", or_null(draft.installation)},
      {"mono_ns", stamp.mono_ns},
      {"outcome", or_null(draft.outcome)},
      {"prev", stamp.prev},
      {"program", stamp.program},
      {"run", or_null(draft.run)},
      {"seq", stamp.seq},
      {"state", or_null(draft.state)},
      {"ts", stamp.ts},
      {"type", draft.type},
  });
  if (bytes.size() > largest_event)
    no_event(
        fmt::format("an event of {} bytes is too large; what is large is evidence", bytes.size()));
  return bytes;
}

bool scan(std::string_view bytes, Scanned& event) {
  Scanner in(bytes);
  std::string_view text;
  const bool read = in.literal(R"({"actor":)") && in.value() && in.literal(R"(,"boot_id":)") &&
                    in.text(event.boot_id) && in.literal(R"(,"data":)") && in.value() &&
                    in.literal(R"(,"def":)") && in.value() && in.literal(R"(,"evidence":)") &&
                    scan_evidence(in, event.evidence) && in.literal(R"(,"host":)") &&
                    in.text(text) && in.literal(R"(,"installation":)") && in.text_or_null(text) &&
                    in.literal(R"(,"mono_ns":)") && in.integer(event.mono_ns) &&
                    in.literal(R"(,"outcome":)") && in.text_or_null(text) &&
                    in.literal(R"(,"prev":)") && in.text(event.prev) &&
                    in.literal(R"(,"program":)") && in.text(text) && scan_rest(in, event);
  return read && digest(event.prev);
}

// In a text a quote is escaped, and no letter follows its last one; behind the run there
// are only numbers and texts. So what is found from the end is the member of the event.
bool scan_end(std::string_view bytes, Tail& event) {
  constexpr std::string_view prev = R"(,"prev":)", run = R"(,"run":)", type = R"(,"type":)";
  // memrchr, since rfind goes letter by letter
  const auto comma_before = [bytes](std::size_t end) {
    const void* comma = end == 0 ? nullptr : ::memrchr(bytes.data(), ',', end);
    return comma ? static_cast<std::size_t>(static_cast<const char*>(comma) - bytes.data())
                 : std::string_view::npos;
  };
  std::size_t at = comma_before(bytes.size());
  if (at == std::string_view::npos) return false;
  Scanner last(bytes.substr(at));
  if (!last.literal(type) || !last.text(event.type) || !last.literal("}") || !last.done())
    return false;
  const auto at_key = [&](std::string_view key) {
    do at = comma_before(at);
    while (at != std::string_view::npos && !bytes.substr(at).starts_with(key));
    return at != std::string_view::npos;
  };
  if (!at_key(run)) return false;
  Scanner in_run(bytes.substr(at + run.size()));
  if (!in_run.text_or_null(event.run) || !at_key(prev)) return false;
  Scanner in_prev(bytes.substr(at + prev.size()));
  return in_prev.text(event.prev);
}

Event event_of(std::int64_t seq, const std::string& leaf, std::string_view bytes) {
  Scanned scanned;
  if (bytes.size() > largest_event || !scan(bytes, scanned))
    throw Error(Error::Kind::ledger, fmt::format("Event {} is not written as events are.", seq),
                "Copy the ledger before anything touches it, then run interlock audit verify.");
  std::vector<Problem> problems;
  const Value body = parsed(bytes, problems);
  const auto text = [&](std::string_view name) { return std::string(body[name].text()); };
  Event event{.seq = seq,
              .leaf = leaf,
              .prev = text("prev"),
              .type = text("type"),
              .run = text("run"),
              .at = text("ts"),
              .installation = text("installation"),
              .host = text("host"),
              .state = text("state"),
              .outcome = text("outcome"),
              .definition = {std::string(body["def"]["machine"].text()),
                             std::string(body["def"]["groups"].text())},
              .actor = body["actor"],
              .data = body["data"],
              .evidence = {},
              .bytes = std::string(bytes)};
  for (const Value& piece : body["evidence"].list())
    event.evidence.push_back({.sha256 = std::string(piece["sha256"].text()),
                              .size = piece["size"].number(),
                              .media_type = std::string(piece["media_type"].text()),
                              .role = std::string(piece["role"].text()),
                              .redactions = piece["redactions"].number()});
  return event;
}

}  // namespace interlock
