#include <fmt/core.h>

#include <algorithm>

#include "reports/page.h"
#include "reports/page_style.h"
#include "reports/style.h"
#include "reports/track.h"

// A page as one HTML file: no script, nothing from elsewhere.
namespace interlock {

namespace {

// Text from outside, as text and between quotes alike. Everything that is no markup of
// ours comes through here.
std::string in_html(std::string_view text) {
  std::string result;
  for (const char c : visible(text)) switch (c) {
      case '&': result += "&amp;"; break;
      case '<': result += "&lt;"; break;
      case '>': result += "&gt;"; break;
      case '"': result += "&quot;"; break;
      case '\'': result += "&#39;"; break;
      default: result += c;
    }
  return result;
}

constexpr const char* html_head = R"(<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="Interlock">
)";

// The signs of the outcomes: a stroke on a disc.
struct Sign {
  Outcome outcome;
  const char *name, *stroke;
};
constexpr Sign signs[] = {
    {Outcome::not_applicable, "na", "M-5 0H5"},
    {Outcome::pass, "pass", "M-5 .4L-1.6 4L5.4 -4.2"},
    {Outcome::warn, "warn", "M0 -6V1.4M0 6.3V6.4"},
    {Outcome::unknown, "unknown",
     "M-3.4 -3.2C-3.4 -7.2 3.6 -7.2 3.6 -3.2C3.6 -.2 .1 -.6 .1 2.4"
     "M.1 6.5V6.6"},
    {Outcome::fail, "fail", "M-4.4 -4.4L4.4 4.4M4.4 -4.4L-4.4 4.4"},
};

const char* name_of(Outcome outcome) {
  return signs[static_cast<std::size_t>(outcome)].name;
}

std::string all_signs() {
  std::string text = "<svg class=\"signs\" width=\"0\" height=\"0\" aria-hidden=\"true\">";
  for (const Sign& sign : signs)
    text += fmt::format(
        "<symbol id=\"sign-{}\" viewBox=\"-12 -12 24 24\"><circle class=\"disc\" "
        "r=\"11.5\"/><path class=\"mark\" d=\"{}\"/></symbol>",
        sign.name, sign.stroke);
  return text + "</svg>\n";
}

std::string sign_of(Outcome outcome, const char* beside = "") {
  return fmt::format("<svg{} aria-hidden=\"true\"><use href=\"#sign-{}\"/></svg>", beside,
                     name_of(outcome));
}

std::string outcome_of(Outcome outcome) {
  return fmt::format("<span class=\"o {}\">{}{}</span>", name_of(outcome), sign_of(outcome),
                     outcome_word(outcome));
}

std::string share(std::int64_t thousandths) {
  return fmt::format("{}.{}%", thousandths / 10, thousandths % 10);
}

class Html {
 public:
  explicit Html(const Page& page) : page_(page) {}

  std::string whole() {
    out_ += "<!doctype html>\n<html lang=\"en\">\n<head>\n";
    out_ += html_head;
    add("<title>{}: {}, {}</title>\n<style>\n", in_html(page_.kind), in_html(page_.title),
        in_html(page_.verdict));
    out_ += page_style + track_style();
    out_ += "</style>\n</head>\n<body>\n" + all_signs();
    out_ += "<a class=\"skip\" href=\"#verdict\">Skip to the verdict</a>\n";
    add("<header class=\"mast\"><span><b>Interlock</b> {}</span> "
        "<span>{}</span></header>\n<main>\n",
        in_html(page_.kind), in_html(page_.about));
    summary();
    for (const Section& section : page_.sections) put(section);
    add("</main>\n<footer>{}</footer>\n</body>\n</html>\n", words(page_.foot));
    return std::move(out_);
  }

 private:
  template <class... Parts>
  void add(fmt::format_string<const Parts&...> format, const Parts&... parts) {
    out_ += fmt::format(format, parts...);
  }

  std::string words(const Phrases& phrases) const {
    std::string text;
    for (const auto& [said, manner] : phrases) switch (manner) {
        case Phrase::Manner::plain: text += in_html(said); break;
        case Phrase::Manner::code: text += "<code>" + in_html(said) + "</code>"; break;
        case Phrase::Manner::strong: text += "<strong>" + in_html(said) + "</strong>"; break;
        case Phrase::Manner::soft:
          text += "<span class=\"soft\">" + in_html(said) + "</span>";
          break;
        case Phrase::Manner::jump:
          text += fmt::format("<a href=\"#{}\">section {}</a>", said, number_of(page_, said));
          break;
      }
    return text;
  }

  void summary() {
    add("<h1>{}</h1>\n<p class=\"place\">{}</p>\n", in_html(page_.title), words(page_.place));
    add("<section class=\"verdict\" aria-labelledby=\"verdict\">{}<h2 id=\"verdict\">{}</h2><p>{}"
        "</p></section>\n",
        sign_of(page_.outcome, fmt::format(" class=\"{}\"", name_of(page_.outcome)).c_str()),
        in_html(page_.verdict), words(page_.lead));
    out_ += "<dl class=\"figures\">\n";
    for (const auto& [label, value, note] : page_.figures)
      add("<div><dt>{}</dt> <dd>{}{}</dd></div>\n", in_html(label), in_html(value),
          note.empty() ? "" : " <small>" + in_html(note) + "</small>");
    out_ += "</dl>\n";
    put(Terms{page_.terms});
    add("<h2 class=\"noted\">{}</h2>\n", in_html(page_.noted));
    put(page_.remarks);
    out_ += "<nav aria-label=\"Sections\"><ul class=\"toc\">\n";
    for (const Section& section : page_.sections)
      add("<li><a href=\"#{}\">{} {}</a></li>\n", section.id, number_of(page_, section.id),
          in_html(section.title));
    out_ += "</ul></nav>\n";
  }

  void put(const Section& section) {
    add("<section aria-labelledby=\"{0}\">\n<h2 id=\"{0}\"><span class=\"n\">{1}</span> {2}</h2>\n",
        section.id, number_of(page_, section.id), in_html(section.title));
    put(section.blocks);
    out_ += "</section>\n";
  }

  void put(const Blocks& blocks) {
    for (const Block& block : blocks) std::visit([this](const auto& it) { put(it); }, block.it);
  }

  void put(const Paragraph& paragraph) { add("<p>{}</p>\n", words(paragraph.says)); }

  void put(const Terms& terms) {
    out_ += "<dl class=\"terms\">\n";
    for (const auto& [label, says] : terms.terms)
      add("<dt>{}</dt> <dd>{}</dd>\n", in_html(label), words(says));
    out_ += "</dl>\n";
  }

  void put(const Items& items) {
    out_ += "<ul class=\"items\">\n";
    for (const Phrases& item : items.items) add("<li>{}</li>\n", words(item));
    out_ += "</ul>\n";
  }

  void put(const Remarks& remarks) {
    out_ += "<ul class=\"remarks\">\n";
    for (const auto& [outcome, says, remedy, commands] : remarks.remarks) {
      add("<li>{} <div><p>{}</p>", outcome_of(outcome), words(says));
      if (!remedy.empty()) add("<p class=\"soft\">{}</p>", in_html(remedy));
      for (const std::string& command : commands) put(Verbatim{command});
      out_ += "</div></li>\n";
    }
    out_ += "</ul>\n";
  }

  void put(const Grid& grid) {
    add("<table class=\"grid{}\"><thead><tr>", grid.columns.size() > 6 ? " many" : "");
    for (const std::string& column : grid.columns)
      add("<th scope=\"col\">{}</th> ", in_html(column));
    out_ += "</tr></thead><tbody>\n";
    for (const auto& row : grid.rows) {
      out_ += "<tr>";
      for (std::size_t i = 0; i < row.size(); ++i)
        add("<td data-of=\"{}\">{}</td> ", in_html(grid.columns[i]), words(row[i]));
      out_ += "</tr>\n";
    }
    out_ += "</tbody></table>\n";
  }

  void put(const Verbatim& verbatim) {
    out_ += "<pre>";
    for (std::size_t at = 0; at < verbatim.text.size();) {
      const std::size_t end = std::min(verbatim.text.find('\n', at), verbatim.text.size());
      if (at > 0) out_ += "\n";
      out_ += in_html(std::string_view(verbatim.text).substr(at, end - at));
      at = end + 1;
    }
    out_ += "</pre>\n";
  }

  void put(const Drawing& drawing) {
    add("<p><span aria-hidden=\"true\">{}</span></p>\n<figure>{}</figure>\n", drawing.shows,
        drawing.figure);
    out_ +=
        "<p class=\"soft narrow\"><span aria-hidden=\"true\">The drawing goes on to the right; "
        "below it is told in words.</span></p>\n";
  }

  void put(const Timeline& timeline) {
    out_ +=
        "<p class=\"soft wide\"><span aria-hidden=\"true\">Shaded: users were locked out. Hollow: "
        "it was held.</span></p>\n";
    add("<table class=\"timeline\"><thead><tr><th scope=\"col\">Time, UTC</th> <th scope=\"col\" "
        "class=\"bar\"><span aria-hidden=\"true\">{} to {}</span></th> <th scope=\"col\">What "
        "happened</th> <th scope=\"col\" class=\"took\">Took</th></tr></thead><tbody>\n",
        in_html(timeline.from), in_html(timeline.to));
    for (const Stretch& stretch : timeline.stretches) put(stretch);
    out_ += "</tbody></table>\n";
  }

  void put(const Stretch& stretch) {
    static constexpr const char* kinds[] = {"went", "waited", "failed"};
    const std::int64_t width = std::max<std::int64_t>(stretch.to - stretch.from, 9);
    const std::int64_t from = std::min<std::int64_t>(stretch.from, 1000 - width);
    add("<tr><td class=\"at mono\">{}</td> <td class=\"bar\"><svg aria-hidden=\"true\">",
        in_html(stretch.at));
    if (stretch.locked_out)
      add("<rect class=\"shut\" x=\"{}\" width=\"{}\" y=\"0\" height=\"100%\"/>",
          share(stretch.from), share(stretch.to - stretch.from));
    add("<rect class=\"{}\" x=\"{}\" width=\"{}\" y=\"50%\" height=\"8\" transform=\"translate(0 "
        "-4)\"/></svg></td> <td>{}</td> <td class=\"took\">{}</td></tr>\n",
        kinds[static_cast<std::size_t>(stretch.kind)], share(from), share(width),
        words(stretch.says), in_html(stretch.took));
  }

  void put(const Fold& fold) {
    const char* name = fold.outcome ? "code" : "span";
    add("<details{0}><summary>{1} <{2}>{3}</{2}> <span class=\"says\">{4}</span></summary><div "
        "class=\"inside\">\n",
        fold.outcome ? "" : " class=\"bare\"", fold.outcome ? outcome_of(*fold.outcome) : "", name,
        in_html(fold.name), words(fold.says));
    put(fold.inside);
    out_ += "</div></details>\n";
  }

  void put(const Group& group) {
    add("<div class=\"group\"><h4>{} <span>{}</span></h4><div>\n", in_html(group.label),
        in_html(group.note));
    put(group.inside);
    out_ += "</div></div>\n";
  }

  void put(const Stage& stage) {
    add("<section class=\"stage\"><header><h3><span class=\"n\">{}</span> {}</h3> <span "
        "class=\"when\">{}</span> <p class=\"about\">{}</p></header>\n",
        in_html(stage.number), in_html(stage.title), in_html(stage.when), words(stage.about));
    put(stage.inside);
    out_ += "</section>\n";
  }

  const Page& page_;
  std::string out_;
};

}  // namespace

std::string html_of(const Page& page) {
  return Html(page).whole();
}

}  // namespace interlock
