#include "aws/transport.h"

#include <curl/curl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>

#include "base/check.h"
#include "base/text.h"

namespace aws {
namespace transport {

struct Receiving {
  CURL* handle = nullptr;
  const Transport::Sink* sink = nullptr;
  Transport::Answer answer = {};
};

std::size_t take_header(const char* data, std::size_t, std::size_t size, void* into) {
  auto& receiving = *static_cast<Receiving*>(into);
  const std::string_view line(data, size);
  // A new status line (after 100 Continue) starts the headers anew.
  if (line.starts_with("HTTP/")) receiving.answer.headers.clear();
  if (const auto colon = line.find(':'); colon != std::string_view::npos)
    receiving.answer.headers.emplace_back(base::to_lower(line.substr(0, colon)), base::trim(line.substr(colon + 1)));
  return size;
}

std::size_t take_body(const char* data, std::size_t, std::size_t size, void* into) {
  auto& receiving = *static_cast<Receiving*>(into);
  long status = 0;
  curl_easy_getinfo(receiving.handle, CURLINFO_RESPONSE_CODE, &status);
  if (!receiving.sink || status < 200 || status > 299) {
    receiving.answer.body.append(data, size);
    return size;
  }
  try {
    receiving.answer.handed_over = true;
    (*receiving.sink)(std::string_view(data, size));
    return size;
  } catch (...) {
    receiving.answer.thrown = std::current_exception();
    return 0;  // ends the exchange
  }
}

Transport::Outcome outcome_of(CURLcode code) {
  switch (code) {
    case CURLE_OK:
      return Transport::Outcome::kAnswered;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
      return Transport::Outcome::kNotConnected;
    case CURLE_OPERATION_TIMEDOUT:
      return Transport::Outcome::kTimedOut;
    default:
      return Transport::Outcome::kBrokenOff;
  }
}

class HeaderList {
 public:
  explicit HeaderList(const Transport::Headers* headers) {
    bool content_type = false;
    if (headers) {
      for (const auto& [name, value] : *headers) {
        // "Name;" is curl's way of saying a header whose value is empty.
        add(value.empty() ? fmt::format("{};", name) : fmt::format("{}: {}", name, value));
        content_type = content_type || base::equals_ignore_case(name, "Content-Type");
      }
    }
    add("Expect:");                           // no waiting for 100-continue
    if (!content_type) add("Content-Type:");  // none of curl's own
  }
  HeaderList(const HeaderList&) = delete;
  HeaderList& operator=(const HeaderList&) = delete;
  ~HeaderList() { curl_slist_free_all(list_); }
  curl_slist* get() const { return list_; }

 private:
  void add(const std::string& line) { list_ = curl_slist_append(list_, line.c_str()); }
  curl_slist* list_ = nullptr;
};

void set_method(CURL* handle, const Transport::Request& request) {
  const std::string method(request.method);
  if (method == "GET") {
    curl_easy_setopt(handle, CURLOPT_HTTPGET, 1L);
  } else if (method == "HEAD") {
    curl_easy_setopt(handle, CURLOPT_NOBODY, 1L);
  } else if (method == "DELETE" && request.body.empty()) {
    curl_easy_setopt(handle, CURLOPT_HTTPGET, 1L);
    curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, "DELETE");
  } else {
    curl_easy_setopt(handle, CURLOPT_POST, 1L);
    curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    curl_easy_setopt(handle, CURLOPT_POSTFIELDS, request.body.empty() ? "" : request.body.data());
    if (method != "POST") curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, method.c_str());
  }
}

// Where this machine keeps its certificates: AWS_CA_BUNDLE, else Amazon Linux's place. Null: where libcurl was built to
// look, which on Amazon Linux is nowhere, because the library that is packed with the function was built for Debian.
const char* certificates() {
  static const char* const found = []() -> const char* {
    if (const char* given = std::getenv("AWS_CA_BUNDLE")) return given;
    constexpr const char* kAmazonLinux = "/etc/pki/tls/certs/ca-bundle.crt";
    return ::access(kAmazonLinux, R_OK) == 0 ? kAmazonLinux : nullptr;
  }();
  return found;
}

}  // namespace transport

using namespace transport;

Transport::Transport() {
  // Whether TLS is initialised does not depend on the flags since curl 7.57, and the others are of Windows.
  static const CURLcode initialised = curl_global_init(CURL_GLOBAL_NOTHING);
  CHECK(initialised == CURLE_OK);
  handle_ = curl_easy_init();
  CHECK(handle_ != nullptr);
}

Transport::~Transport() { curl_easy_cleanup(handle_); }

Transport::Answer Transport::exchange(const Request& request) {
  CURL* handle = handle_;
  curl_easy_reset(handle);  // options only; connections stay
  Receiving receiving{.handle = handle, .sink = request.sink};
  const HeaderList headers(request.headers);
  set_method(handle, request);
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(handle, CURLOPT_PATH_AS_IS, 1L);  // "a/../b" is a key like any other
  curl_easy_setopt(handle, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
  curl_easy_setopt(handle, CURLOPT_URL, request.url.c_str());
  if (certificates()) curl_easy_setopt(handle, CURLOPT_CAINFO, certificates());
  curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, take_header);
  curl_easy_setopt(handle, CURLOPT_HEADERDATA, &receiving);
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, &receiving);
  curl_easy_setopt(handle, CURLOPT_FRESH_CONNECT, request.may_be_sent_twice ? 0L : 1L);
  // Where much may come. curl takes the buffer from the heap anew for each exchange, and an answer that is gathered is
  // small: 16 KiB, its default, do.
  if (request.sink) curl_easy_setopt(handle, CURLOPT_BUFFERSIZE, 256 * 1024L);
  curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, 3000L);
  curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(request.time_limit.count()));
  // A peer that has said nothing for this long will not.
  curl_easy_setopt(handle, CURLOPT_LOW_SPEED_LIMIT, 1L);
  curl_easy_setopt(handle, CURLOPT_LOW_SPEED_TIME, 30L);

  const CURLcode code = curl_easy_perform(handle);
  if (receiving.answer.thrown) std::rethrow_exception(receiving.answer.thrown);
  long status = 0;
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
  receiving.answer.outcome = outcome_of(code);
  receiving.answer.status = static_cast<int>(status);
  // A time-out before a connection stood did not reach anybody.
  curl_off_t connected = 0;
  curl_easy_getinfo(handle, CURLINFO_PRETRANSFER_TIME_T, &connected);
  if (code == CURLE_OPERATION_TIMEDOUT && connected == 0) receiving.answer.outcome = Outcome::kNotConnected;
  if (code != CURLE_OK) receiving.answer.problem = fmt::format("{}: {}", request.url, curl_easy_strerror(code));
  return std::move(receiving.answer);
}

}  // namespace aws
