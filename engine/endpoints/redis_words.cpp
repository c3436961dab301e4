#include "engine/endpoints/redis_words.h"

#include "engine/endpoints/words.h"

namespace interlock {

namespace {

constexpr std::string_view digits = "0123456789";
constexpr std::string_view between = " ; ", leads_to = " | ", up_to = " upto ";

// A placeholder "$", digits, `ending`; at the end of the text if there is none.
struct Placeholder {
  std::size_t at = std::string::npos;
  std::size_t size = 0;
};

// The first "$1+" of a text.
Placeholder list_in(std::string_view text) {
  for (auto at = text.find('$'); at != std::string_view::npos; at = text.find('$', at + 1)) {
    const auto end = text.find_first_not_of(digits, at + 1);
    if (end != std::string_view::npos && end > at + 1 && text[end] == '+')
      return {at, end + 1 - at};
  }
  return {};
}

// The first "$" without a number.
Placeholder value_in(std::string_view text) {
  for (auto at = text.find('$'); at != std::string_view::npos; at = text.find('$', at + 1))
    if (at + 1 == text.size() || digits.find(text[at + 1]) == std::string_view::npos)
      return {at, 1};
  return {};
}

// `value` becomes an argument, so that nothing in it is taken for more than itself.
Question with(Question question, Placeholder (*find)(std::string_view), const std::string& value) {
  question.arguments.push_back(value);
  const std::string number = "$" + std::to_string(question.arguments.size());
  for (Placeholder place = find(question.words); place.size > 0; place = find(question.words))
    question.words.replace(place.at, place.size, number);
  return question;
}

RedisCommand command_of(const Question& question) {
  Words words = words_of(question);
  RedisCommand command{std::move(words.verb)};
  for (std::string& word : words.arguments) command.push_back(std::move(word));
  return command;
}

}  // namespace

std::string take_end(Question& question) {
  const auto at = question.words.rfind(up_to);
  if (at == std::string::npos) return {};
  std::string end = question.words.substr(at + up_to.size());
  question.words.resize(at);
  return end;
}

bool is_several(const Question& question) {
  return question.words.find(between) != std::string::npos || list_in(question.words).size > 0;
}

std::vector<RedisCommand> commands_of(const Question& question) {
  std::vector<RedisCommand> commands;
  std::string_view rest = question.words;
  for (;;) {
    const auto end = std::min(rest.find(between), rest.size());
    const Question one{std::string(rest.substr(0, end)), question.arguments};
    if (const Placeholder list = list_in(one.words); list.size > 0) {
      const auto number = std::stoul(one.words.substr(list.at + 1, list.size - 2));
      for (const std::string& item : items_of(question.arguments.at(number - 1)))
        commands.push_back(command_of(with(one, list_in, item)));
    } else {
      commands.push_back(command_of(one));
    }
    if (end == rest.size()) return commands;
    rest.remove_prefix(end + between.size());
  }
}

std::optional<Each> for_each_in(const Question& question) {
  const auto bar = question.words.find(leads_to);
  if (bar == std::string::npos) return {};
  const Question first{question.words.substr(0, bar), question.arguments};
  const Question second{question.words.substr(bar + leads_to.size()), question.arguments};
  return Each{first, [second](const std::string& value) { return with(second, value_in, value); }};
}

}  // namespace interlock
