#include "lambda/runtime_api.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <map>

#include "base/check.h"
#include "base/json.h"
#include "base/text.h"

namespace lambda {
namespace runtime_api {

constexpr std::string_view kVersion = "/2018-06-01/runtime";

struct Answer {
  long status = 0;
  std::map<std::string, std::string, std::less<>> headers = {};  // names in lower case
  std::string body = {};
  std::atomic<bool>* idle = nullptr;

  std::string header(std::string_view name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? "" : found->second;
  }
};

std::size_t take_header(const char* data, std::size_t, std::size_t size, void* into) {
  auto& answer = *static_cast<Answer*>(into);
  if (answer.idle) answer.idle->store(false);
  const std::string_view line(data, size);
  if (const auto colon = line.find(':'); colon != std::string_view::npos)
    answer.headers[base::to_lower(line.substr(0, colon))] = base::trim(line.substr(colon + 1));
  return size;
}

std::size_t take_body(const char* data, std::size_t, std::size_t size, void* into) {
  static_cast<Answer*>(into)->body.append(data, size);
  return size;
}

// A name that a header can carry: the error types of ours are plain words, those of a service might not be.
std::string header_safe(std::string_view name) {
  std::string safe(name.substr(0, 128));
  for (char& c : safe) {
    if (c < ' ' || c > '~') c = '_';
  }
  return safe;
}

class Slist {
 public:
  explicit Slist(std::initializer_list<const char*> lines) {
    for (const char* line : lines) list_ = curl_slist_append(list_, line);
  }
  ~Slist() { curl_slist_free_all(list_); }
  Slist(const Slist&) = delete;
  Slist& operator=(const Slist&) = delete;
  curl_slist* get() const { return list_; }

 private:
  curl_slist* list_ = nullptr;
};

// A streamed response on its way into curl, which asks for so many bytes at a time.
struct Upload {
  const std::function<RuntimeApi::Piece()>& next;
  RuntimeApi::Piece piece = {};
  std::size_t sent = 0;  // of the piece
  bool ended = false;
};

std::size_t give_piece(char* into, std::size_t, std::size_t size, void* from) {
  auto& upload = *static_cast<Upload*>(from);
  if (upload.sent == upload.piece.bytes.size() && !upload.ended) {
    upload.piece = upload.next();
    upload.sent = 0;
    upload.ended = upload.piece.bytes.empty();
  }
  const std::size_t count = upload.piece.bytes.copy(into, size, upload.sent);
  upload.sent += count;
  return count;
}

int give_trailer(curl_slist** lines, void* from) {
  const auto& piece = static_cast<const Upload*>(from)->piece;
  if (piece.error_type.empty()) return CURL_TRAILERFUNC_OK;
  const std::string body =
      base::to_base64(base::Json{{"errorMessage", piece.error_message}, {"errorType", piece.error_type}}.dump());
  for (const std::string& line : {"Lambda-Runtime-Function-Error-Type: " + header_safe(piece.error_type),
                                  "Lambda-Runtime-Function-Error-Body: " + body}) {
    *lines = curl_slist_append(*lines, line.c_str());
  }
  return CURL_TRAILERFUNC_OK;
}

}  // namespace runtime_api

using namespace runtime_api;

struct RuntimeApi::Connection {
  std::string base_url;
  CURL* handle = curl_easy_init();
  curl_slist* headers = nullptr;
  Answer answer = {};

  explicit Connection(std::string_view host_and_port) : base_url(fmt::format("http://{}{}", host_and_port, kVersion)) {
    CHECK(handle != nullptr);
    headers = curl_slist_append(headers, "Content-Type: application/json");
    headers = curl_slist_append(headers, "Expect:");  // no waiting for 100-continue
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http");
    curl_easy_setopt(handle, CURLOPT_PROXY, "");  // the Runtime API is on this machine, whatever http_proxy says
    curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(handle, CURLOPT_HEADERDATA, &answer);
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, &answer);
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() {
    curl_easy_cleanup(handle);
    curl_slist_free_all(headers);
  }

  void perform(CURL* by, std::string_view what, const std::string& url) {
    answer.headers.clear();
    answer.body.clear();
    curl_easy_setopt(by, CURLOPT_URL, url.c_str());
    const CURLcode code = curl_easy_perform(by);
    if (code != CURLE_OK)
      throw RuntimeApiError(
          fmt::format("the Runtime API at {} does not answer {}: {}", base_url, what, curl_easy_strerror(code)));
    curl_easy_getinfo(by, CURLINFO_RESPONSE_CODE, &answer.status);
  }

  void post(std::string_view what, const std::string& url, std::string_view body, curl_slist* with) {
    curl_easy_setopt(handle, CURLOPT_POST, 1L);
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, with);
    curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
    curl_easy_setopt(handle, CURLOPT_POSTFIELDS, body.empty() ? "" : body.data());
    perform(handle, what, url);
  }

  void post_error(std::string_view what, const std::string& url, std::string_view error_type,
                  std::string_view message) {
    const std::string body =
        base::Json{{"errorMessage", message}, {"errorType", error_type}, {"stackTrace", base::Json::array()}}.dump();
    const std::string named = fmt::format("Lambda-Runtime-Function-Error-Type: {}", header_safe(error_type));
    curl_slist* with = curl_slist_append(nullptr, "Content-Type: application/json");
    with = curl_slist_append(with, "Expect:");
    with = curl_slist_append(with, named.c_str());
    try {
      post(what, url, body, with);
    } catch (...) {
      curl_slist_free_all(with);
      throw;
    }
    curl_slist_free_all(with);
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers);
    expect(what, 202);
  }

  void expect(std::string_view what, long status) const {
    if (answer.status == status) return;
    throw RuntimeApiError(fmt::format("the Runtime API at {} answered {} to {}, where {} was expected: {}", base_url,
                                      answer.status, what, status, base::truncate_utf8(answer.body, 300)));
  }
};

RuntimeApi::RuntimeApi(std::string_view host_and_port) {
  // Whether TLS is initialised does not depend on the flags since curl 7.57, and the others are of Windows.
  static const CURLcode initialised = curl_global_init(CURL_GLOBAL_NOTHING);
  CHECK(initialised == CURLE_OK);
  connection_ = std::make_unique<Connection>(host_and_port);
}
RuntimeApi::~RuntimeApi() = default;

RuntimeApi::Event RuntimeApi::next(std::atomic<bool>& idle) {
  Connection& c = *connection_;
  c.answer.idle = &idle;
  curl_easy_setopt(c.handle, CURLOPT_HTTPHEADER, nullptr);
  curl_easy_setopt(c.handle, CURLOPT_HTTPGET, 1L);
  c.perform(c.handle, "next", c.base_url + "/invocation/next");
  c.answer.idle = nullptr;
  c.expect("next", 200);

  Event event;
  event.facts.arrived = std::chrono::steady_clock::now();
  event.facts.request_id = c.answer.header("lambda-runtime-aws-request-id");
  event.facts.function_arn = c.answer.header("lambda-runtime-invoked-function-arn");
  event.facts.trace_id = c.answer.header("lambda-runtime-trace-id");
  const auto deadline = base::parse_int(c.answer.header("lambda-runtime-deadline-ms"));
  if (event.facts.request_id.empty() || !deadline)
    throw RuntimeApiError(fmt::format(
        "the Runtime API at {} answered next without Lambda-Runtime-Aws-Request-Id or Lambda-Runtime-Deadline-Ms",
        c.base_url));
  event.facts.deadline = base::from_epoch_millis(*deadline);
  if (const auto time = base::parse_int(c.answer.header("lambda-runtime-feedmill-time")))
    event.facts.world_time = base::from_epoch_millis(*time);
  if (auto seed = c.answer.header("lambda-runtime-feedmill-seed"); !seed.empty()) event.facts.seed = std::move(seed);
  event.body = std::move(c.answer.body);
  return event;
}

RuntimeApi::Taken RuntimeApi::respond(std::string_view request_id, std::string_view body) {
  Connection& c = *connection_;
  c.post("response", fmt::format("{}/invocation/{}/response", c.base_url, request_id), body, c.headers);
  if (c.answer.status == 413) return Taken::kTooLarge;
  c.expect("response", 202);
  return Taken::kYes;
}

void RuntimeApi::stream(std::string_view request_id, const std::function<Piece()>& next) {
  Connection& c = *connection_;
  Upload upload{.next = next};
  const Slist with({"Content-Type: application/vnd.awslambda.http-integration-response",
                    "Lambda-Runtime-Function-Response-Mode: streaming", "Transfer-Encoding: chunked",
                    "Expect:", "Trailer: Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body"});
  // With a handle of its own, used once: libcurl (7.88) does not forget that a handle has sent trailers, and writes the
  // sizes of the chunks of its next body before the beginning of the buffer.
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> handle(curl_easy_duphandle(c.handle), &curl_easy_cleanup);
  CHECK(handle != nullptr);
  curl_easy_setopt(handle.get(), CURLOPT_POST, 1L);
  curl_easy_setopt(handle.get(), CURLOPT_HTTPHEADER, with.get());
  curl_easy_setopt(handle.get(), CURLOPT_POSTFIELDS, nullptr);
  curl_easy_setopt(handle.get(), CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t{-1});
  curl_easy_setopt(handle.get(), CURLOPT_READFUNCTION, give_piece);
  curl_easy_setopt(handle.get(), CURLOPT_READDATA, &upload);
  curl_easy_setopt(handle.get(), CURLOPT_TRAILERFUNCTION, give_trailer);
  curl_easy_setopt(handle.get(), CURLOPT_TRAILERDATA, &upload);
  c.perform(handle.get(), "response", fmt::format("{}/invocation/{}/response", c.base_url, request_id));
  c.expect("response", 202);
}

void RuntimeApi::fail(std::string_view request_id, std::string_view error_type, std::string_view message) {
  connection_->post_error("error", fmt::format("{}/invocation/{}/error", connection_->base_url, request_id), error_type,
                          message);
}

void RuntimeApi::fail_init(std::string_view error_type, std::string_view message) {
  connection_->post_error("init/error", connection_->base_url + "/init/error", error_type, message);
}

}  // namespace lambda
