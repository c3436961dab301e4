#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>

#include "engine/endpoints/failure.h"
#include "engine/endpoints/openers.h"
#include "engine/endpoints/words.h"

namespace interlock {

namespace {

constexpr std::size_t longest_body = 1'000'000;

constexpr Cause causes[] = {
    {"3", "this is no URL"},
    {"1", "only http and https are asked"},
    {"6", "there is no such host"},
    {"7", "refused (nothing listens there)"},
    {"28", "no answer in time"},
    {"52", "it closed the connection without an answer"},
    {"60", "its certificate was not accepted"},
    {"77", "the certificates to trust could not be read"},
};

struct Free {
  void operator()(CURL* transfer) const { curl_easy_cleanup(transfer); }
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
  void operator()(char* text) const { curl_free(text); }
};

std::size_t take(const char* bytes, std::size_t, std::size_t size, void* body) {
  auto& text = *static_cast<std::string*>(body);
  const std::size_t room = longest_body - text.size();
  text.append(bytes, std::min(size, room));
  return size > room ? 0 : size;  // 0: enough
}

// A proxy of the environment is not asked for what is on this machine.
bool on_this_machine(const std::string& url) {
  const std::unique_ptr<CURLU, Free> parts(curl_url());
  char* raw = nullptr;
  if (curl_url_set(parts.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK ||
      curl_url_get(parts.get(), CURLUPART_HOST, &raw, 0) != CURLUE_OK)
    return false;
  const std::unique_ptr<char, Free> owned(raw);
  const std::string_view host = raw;
  return host == "localhost" || host == "[::1]" || host.starts_with("127.");
}

std::string joined(std::string base, std::string_view path) {
  while (base.ends_with('/')) base.pop_back();
  return base + (path.starts_with('/') ? "" : "/") + std::string(path);
}

// Each question is a request of its own.
class Http final : public Endpoint {
 public:
  Http(const Address& at, std::chrono::milliseconds patience) : at_(at), patience_(patience) {
    static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
    transfer_.reset(ready == CURLE_OK ? curl_easy_init() : nullptr);
    if (!transfer_) throw no_connection(at_, {"27", "out of memory"}, {});
    if (at_.tls && !at_.name.starts_with("https:"))
      throw no_connection(at_, {"60", "TLS was asked for, but the URL is not https"}, {});
  }

  Table ask(const Question& question) override {
    const auto [verb, words] = words_of(question);
    const bool bearer = words.size() == 3 && words[1] == "bearer";
    if (verb != "get" || !(words.size() == 1 || bearer))
      throw Error(Error::Kind::bug, "the web is not asked '" + question.words + "'");
    const std::string token = bearer ? secret_in(words[2]) : "";
    const std::unique_ptr<curl_slist, Free> headers(
        bearer ? curl_slist_append(nullptr, ("Authorization: Bearer " + token).c_str()) : nullptr);
    std::string body;
    const std::string url = joined(at_.name, words[0]);
    prepare(url, headers.get(), body);
    limit(question.patience);
    const CURLcode code = curl_easy_perform(transfer_.get());
    if (code != CURLE_OK && !(code == CURLE_WRITE_ERROR && body.size() == longest_body))
      throw failed(code, question.patience);
    return answer(url, std::move(body), token);
  }

 private:
  using Millis = std::chrono::milliseconds;

  // ${secret:NAME}, and nothing else: a token that stood in a question would be recorded.
  std::string secret_in(const std::string& word) const {
    constexpr std::string_view begin = "${secret:";
    if (!word.starts_with(begin) || !word.ends_with('}'))
      throw Error(Error::Kind::endpoint, "a bearer token is named as ${secret:NAME} only");
    const std::string name = word.substr(begin.size(), word.size() - begin.size() - 1);
    const auto found = at_.secrets.find(name);
    if (found == at_.secrets.end() || found->second.empty())
      throw Error(Error::Kind::endpoint, "there is no secret " + name);
    const std::string& token = found->second.reveal();
    if (std::any_of(token.begin(), token.end(), [](char c) { return c >= 0 && c < ' '; }))
      throw Error(Error::Kind::endpoint, "the secret " + name + " is no token: it has line ends");
    return token;
  }

  void prepare(const std::string& url, curl_slist* headers, std::string& body) {
    CURL* transfer = transfer_.get();
    curl_easy_reset(transfer);
    curl_easy_setopt(transfer, CURLOPT_URL, url.c_str());
    curl_easy_setopt(transfer, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(transfer, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(transfer, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(transfer, CURLOPT_USERAGENT, "interlock");
    curl_easy_setopt(transfer, CURLOPT_WRITEFUNCTION, &take);
    curl_easy_setopt(transfer, CURLOPT_WRITEDATA, &body);
    curl_easy_setopt(transfer, CURLOPT_NOSIGNAL, 1L);
    if (!at_.authority.empty()) curl_easy_setopt(transfer, CURLOPT_CAINFO, at_.authority.c_str());
    if (on_this_machine(url)) curl_easy_setopt(transfer, CURLOPT_PROXY, "");
  }

  void limit(Millis patience) {
    curl_easy_setopt(transfer_.get(), CURLOPT_TIMEOUT_MS, static_cast<long>(patience.count()));
    curl_easy_setopt(transfer_.get(), CURLOPT_CONNECTTIMEOUT_MS,
                     static_cast<long>(std::min({patience, patience_, usual_patience}).count()));
  }

  Error failed(CURLcode code, Millis patience) const {
    if (code == CURLE_OPERATION_TIMEDOUT)
      return too_late(place_of(at_), patience, std::to_string(code));
    return no_connection(at_, {std::to_string(code), curl_easy_strerror(code)}, causes);
  }

  // A server that answers with the token that it was sent does not spread it.
  Table answer(const std::string& url, std::string body, const std::string& token) const {
    long status = 0;
    char* location = nullptr;
    curl_easy_getinfo(transfer_.get(), CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(transfer_.get(), CURLINFO_REDIRECT_URL, &location);
    std::string where = without_account(location ? location : "");
    for (std::string* text : {&body, &where})
      for (auto at = text->find(token); !token.empty() && at != std::string::npos;
           at = text->find(token, at + 3))
        text->replace(at, token.size(), "***");
    return {{"url", "status", "location", "body"},
            {{without_account(url), std::to_string(status),
              location ? Table::Cell{where} : Table::Cell{}, body}}};
  }

  Address at_;
  Millis patience_;
  std::unique_ptr<CURL, Free> transfer_;
};

}  // namespace

std::unique_ptr<Endpoint> open_http(const Address& address, std::chrono::milliseconds patience) {
  return std::make_unique<Http>(address, patience);
}

}  // namespace interlock
