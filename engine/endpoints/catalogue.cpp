#include "engine/catalogue.h"

#include "engine/endpoints/openers.h"
#include "engine/endpoints/words.h"
#include "engine/versions.h"

namespace interlock {

namespace {

std::string joined(const Texts& texts) {
  std::string all;
  for (const std::string& text : texts) all += (all.empty() ? "" : " ") + text;
  return all;
}

Table::Cell cell_of(const std::string& text) {
  return text.empty() ? Table::Cell() : Table::Cell(text);
}

// What is known of the releases, and the way that the machine allows.
class Known final : public Endpoint {
 public:
  Known(const Catalogue& catalogue, const std::vector<Hop>& hops, std::string installed,
        std::string target)
      : catalogue_(catalogue),
        hops_(hops),
        installed_(std::move(installed)),
        target_(std::move(target)) {}

  Table ask(const Question& question) override {
    const Words words = words_of(question);
    if (words.verb == "path" && words.arguments.empty()) return path();
    if (words.arguments.size() == 1) {
      const std::string& release = words.arguments.front();
      if (words.verb == "migrations") return migrations(release);
      if (words.verb == "columns") return columns(release);
      if (words.verb == "models") return models(release);
      if (words.verb == "supports") return supports(release);
    }
    throw Error(Error::Kind::bug, "the catalogue is not asked '" + question.words + "'");
  }

 private:
  // A release without a list is no release without migrations.
  const Release& known(const std::string& version, std::string_view what) const {
    const Release* release = find_release(catalogue_, version);
    const bool has = release && (what == "migrations" ? !release->migrations.empty()
                                 : what == "models"   ? !release->models.empty()
                                                      : !release->columns.empty());
    if (has) return *release;
    throw Error(Error::Kind::endpoint,
                "the catalogue knows no " + std::string(what) + " of " + catalogue_.product +
                    (catalogue_.product.empty() ? "" : " ") + version,
                {}, "no_release");
  }

  Table migrations(const std::string& version) const {
    Table table{{"name", "dangerous", "makes"}, {}};
    for (const std::string& name : known(version, "migrations").migrations) {
      const auto found = catalogue_.migrations.find(name);
      if (found == catalogue_.migrations.end())
        table.rows.push_back({name, std::nullopt, std::nullopt});
      else
        table.rows.push_back(
            {name, cell_of(found->second.dangerous), cell_of(joined(found->second.makes))});
    }
    return table;
  }

  Table columns(const std::string& version) const {
    Table table{{"table", "column"}, {}};
    for (const auto& [name, its] : known(version, "columns").columns)
      for (const std::string& column : its) table.rows.push_back({name, column});
    return table;
  }

  Table models(const std::string& version) const {
    Table table{{"app", "model"}, {}};
    for (const auto& [app, its] : known(version, "models").models)
      for (const std::string& model : its) table.rows.push_back({app, model});
    return table;
  }

  Table supports(const std::string& version) const {
    Table table{{"what", "at_least", "below"}, {}};
    const Release* release = find_release(catalogue_, version);
    if (!release) return table;
    for (const auto& [what, bounds] : release->supports)
      table.rows.push_back({what, cell_of(bounds.at_least), cell_of(bounds.below)});
    return table;
  }

  Table path() const {
    const Allowed allowed = path_allowed(hops_, installed_, target_, versions_in(catalogue_));
    return {{"allowed", "why"}, {{allowed.allowed ? "1" : "0", allowed.why}}};
  }

  const Catalogue& catalogue_;
  const std::vector<Hop>& hops_;
  std::string installed_, target_;
};

}  // namespace

std::unique_ptr<Endpoint> open_catalogue(const Catalogue& catalogue, const std::vector<Hop>& hops,
                                         const std::string& installed, const std::string& target) {
  return std::make_unique<Known>(catalogue, hops, installed, target);
}

}  // namespace interlock
