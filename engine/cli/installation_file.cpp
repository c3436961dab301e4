#include "engine/cli/installation_file.h"

#include "engine/jcs.h"
#include "engine/written.h"

namespace interlock {

namespace {

using Keys = std::vector<std::string_view>;

template <class T>
Keys keys_of(const Named<T>& named) {
  Keys keys;
  for (const auto& [name, unused] : named) keys.push_back(name);
  return keys;
}

// Reads one value after the other, and collects what is wrong with them.
class FileReading {
 public:
  explicit FileReading(std::vector<Problem>& problems) : problems_(problems) {}

  void wrong(const std::string& where, std::string what, std::string hint = {}) {
    problems_.push_back({where, std::move(what), std::move(hint)});
  }

  std::string text(const Value& value, const std::string& where) {
    if (const auto* text = std::get_if<std::string>(&value.it); text != nullptr && !text->empty())
      return *text;
    wrong(where, "This must be a text that is not empty.");
    return {};
  }

  // A port may be written as a number.
  std::string text_or_number(const Value& value, const std::string& where) {
    if (std::holds_alternative<std::int64_t>(value.it)) return std::to_string(value.number());
    return text(value, where);
  }

  // Calls `take(key, value, place)` for each member whose key is known.
  template <class Take>
  void members(const Value& value, const std::string& where, const Keys& known, Take take) {
    if (!std::holds_alternative<Value::Object>(value.it))
      return wrong(where, "This must be an object.");
    for (const auto& [key, member] : value.members()) {
      const std::string place = (where == "/" ? "" : where) + "/" + key;
      bool is_known = known.empty();
      for (const std::string_view one : known) is_known = is_known || one == key;
      if (is_known)
        take(key, member, place);
      else
        wrong(place, "There is no \"" + key + "\" here.", suggestion(key, known));
    }
  }

  Texts texts(const Value& value, const std::string& where) {
    if (!std::holds_alternative<Value::List>(value.it) || value.list().empty()) {
      wrong(where, "This must be a list of texts that is not empty.");
      return {};
    }
    Texts texts;
    for (const Value& item : value.list())
      texts.push_back(text(item, where + "/" + std::to_string(texts.size())));
    return texts;
  }

 private:
  std::vector<Problem>& problems_;
};

WrittenEndpoint endpoint(FileReading& reading, const Value& value, const std::string& where) {
  WrittenEndpoint written;
  if (std::holds_alternative<std::string>(value.it)) {
    written.url = reading.text(value, where);
    return written;
  }
  reading.members(value, where, {"host", "port", "socket", "name", "user", "tls", "authority"},
                  [&](const std::string& key, const Value& member, const std::string& place) {
                    Address& address = written.address;
                    if (key == "tls") {
                      written.says_tls = std::holds_alternative<bool>(member.it);
                      address.tls = member.flag();
                      if (!written.says_tls) reading.wrong(place, "This must be true or false.");
                      return;
                    }
                    std::string text = key == "port" ? reading.text_or_number(member, place)
                                                     : reading.text(member, place);
                    std::string* const into = key == "host"     ? &address.host
                                              : key == "port"   ? &address.port
                                              : key == "socket" ? &address.socket
                                              : key == "name"   ? &address.name
                                              : key == "user"   ? &address.user
                                                                : &address.authority;
                    *into = std::move(text);
                  });
  return written;
}

Alias command(FileReading& reading, const Value& value, const std::string& where) {
  if (std::holds_alternative<Value::List>(value.it)) return {reading.texts(value, where), {}};
  Alias alias;
  reading.members(value, where, {"argv", "env"},
                  [&](const std::string& key, const Value& member, const std::string& place) {
                    if (key == "argv") {
                      alias.argv = reading.texts(member, place);
                      return;
                    }
                    reading.members(
                        member, place, {},
                        [&](const std::string& name, const Value& text, const std::string& there) {
                          alias.env[name] = reading.text(text, there);
                        });
                  });
  if (alias.argv.empty()) reading.wrong(where, "A command needs \"argv\".");
  return alias;
}

SecretPlace secret(FileReading& reading, const Value& value, const std::string& where) {
  SecretPlace written;
  if (!std::holds_alternative<Value::Object>(value.it)) {
    reading.wrong(where, "No secret stands in this file.",
                  "Say where it is: {\"env\": \"NAME\"} or {\"file\": \"PATH\"}.");
    return written;
  }
  reading.members(value, where, {"env", "file"},
                  [&](const std::string& key, const Value& member, const std::string& place) {
                    (key == "env" ? written.env : written.file) = reading.text(member, place);
                  });
  if (written.env.empty() == written.file.empty())
    reading.wrong(where, "A secret is either in \"env\" or in \"file\".");
  return written;
}

template <class T, class Read>
// NOLINTNEXTLINE(readability-function-size): what is read, where it goes, and how
void named(FileReading& reading, const Value& value, const std::string& where, const Keys& known,
           Named<T>& into, Read read) {
  if (known.empty() && !value.members().empty())
    return reading.wrong(where, "This machine has none of these.");
  reading.members(value, where, known,
                  [&](const std::string& key, const Value& member, const std::string& place) {
                    into.insert_or_assign(key, read(reading, member, place));
                  });
}

std::string plain_text(FileReading& reading, const Value& value, const std::string& where) {
  return reading.text(value, where);
}

}  // namespace

InstallationFile installation_file(std::string_view text, const Machine& machine,
                                   std::vector<Problem>& problems) {
  InstallationFile file;
  const std::size_t before = problems.size();
  const Value value = parsed(text, problems, true);
  if (value.null() && problems.size() > before) return file;
  FileReading reading(problems);
  reading.members(
      value, "/", {"name", "root", "installed", "parameters", "endpoints", "commands", "secrets"},
      [&](const std::string& key, const Value& member, const std::string& place) {
        if (key == "name") file.name = reading.text(member, place);
        if (key == "root") file.root = reading.text(member, place);
        if (key == "installed") file.installed = reading.text(member, place);
        if (key == "parameters")
          named(reading, member, place, keys_of(machine.parameters), file.parameters, plain_text);
        if (key == "endpoints")
          named(reading, member, place, keys_of(machine.endpoints), file.endpoints, endpoint);
        if (key == "commands")
          named(reading, member, place, keys_of(machine.commands), file.commands, command);
        if (key == "secrets")
          reading.members(
              member, place, {},
              [&](const std::string& name, const Value& where, const std::string& there) {
                file.secrets[name] = secret(reading, where, there);
              });
      });
  return file;
}

}  // namespace interlock
