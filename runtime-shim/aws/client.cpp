#include "aws/client.h"

#include <fmt/format.h>

#include <random>
#include <thread>

#include "aws/retry.h"
#include "aws/transport.h"
#include "aws/xml.h"
#include "base/digest.h"
#include "base/text.h"

namespace aws {
namespace client_detail {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// So that a failure can still be reported before Lambda ends the process.
constexpr milliseconds kMargin{250};
constexpr milliseconds kLongest = std::chrono::minutes(15);

// "https://s3.eu-west-1.amazonaws.com" and "bucket." → what is connected to, what Host says, what the path begins with.
struct Address {
  std::string origin = {}, host = {}, base_path = {};
};

Address address_of(std::string_view url, std::string_view host_prefix) {
  const auto scheme_end = url.find("://");
  if (scheme_end == std::string_view::npos)
    throw base::Failure("BadEnvironment", fmt::format("the endpoint \"{}\" is no URL: write http://host:port", url));
  const std::string_view scheme = url.substr(0, scheme_end);
  const std::string_view rest = url.substr(scheme_end + 3);
  const auto slash = std::min(rest.find('/'), rest.size());
  Address address;
  address.host = fmt::format("{}{}", host_prefix, rest.substr(0, slash));
  address.base_path = rest.substr(slash);
  address.origin = fmt::format("{}://{}", scheme, address.host);
  // A default port is not part of Host. (RFC 9110 §7.2)
  const std::string_view default_port = scheme == "https" ? ":443" : ":80";
  if (address.host.ends_with(default_port)) address.host.resize(address.host.size() - default_port.size());
  return address;
}

std::string header_of(const Client::Headers& headers, std::string_view lower_case_name) {
  for (const auto& [name, value] : headers) {
    if (name == lower_case_name) return value;
  }
  return "";
}

// "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException:http://…" → "ResourceNotFoundException"
std::string bare_code(std::string_view text) {
  if (const auto hash = text.rfind('#'); hash != std::string_view::npos) text.remove_prefix(hash + 1);
  return std::string(text.substr(0, text.find(':')));
}

// Where nothing says a code: HEAD has no body.
std::string code_of(int status) {
  switch (status) {
    case 403:
      return "AccessDenied";
    case 404:
      return "NotFound";
    case 412:
      return "PreconditionFailed";
    case 416:
      return "InvalidRange";
    default:
      return fmt::format("Http{}", status);
  }
}

void read_error_body(const Transport::Answer& answer, Error::What& into) {
  if (const auto json = base::Json::try_parse(answer.body); json && json->is_object()) {
    into.details = *json;
    into.code = bare_code(json->text("__type", json->text("code")));
    into.message = json->text("message", json->text("Message"));
  } else if (const auto xml = xml::parse(answer.body)) {
    // <Error>… of S3, <ErrorResponse><Error>… of the query protocol
    const xml::Element* inner = xml->find("Error");
    const xml::Element& error = inner ? *inner : *xml;
    into.code = error.child_text("Code");
    into.message = error.child_text("Message");
  }
}

Error::What describe(const Service& service, std::string_view operation, const Transport::Answer& answer) {
  Error::What what{.service = std::string(service.name), .operation = std::string(operation), .status = answer.status};
  if (answer.outcome != Transport::Outcome::kAnswered) {
    what.status = 0;
    what.code = answer.outcome == Transport::Outcome::kNotConnected ? retry::kNotConnected
                : answer.outcome == Transport::Outcome::kTimedOut   ? retry::kTimedOut
                                                                    : retry::kBrokenOff;
    what.message = answer.problem;
    what.details = {{"etag", header_of(answer.headers, "etag")}, {"handedOver", answer.handed_over}};
    return what;
  }
  read_error_body(answer, what);
  if (what.code.empty()) what.code = bare_code(header_of(answer.headers, "x-amzn-errortype"));
  if (what.code.empty()) what.code = code_of(answer.status);
  if (what.message.empty()) what.message = "the service gave no message";
  return what;
}

// S3 begins its 200 to a long copy before it knows how the copy ends. (S3 API Reference, CopyObject)
bool is_error_in_disguise(const Service& service, const Transport::Answer& answer) {
  if (service.name != kS3.name || answer.status != 200 || answer.body.find("<Error>") == std::string::npos)
    return false;
  const auto xml = xml::parse(answer.body);
  return xml && xml->name == "Error";
}

Client::Pauses real_pauses() {
  return {.sleep = [](milliseconds time) { std::this_thread::sleep_for(time); },
          .random = [engine = std::mt19937_64(std::random_device()())]() mutable { return engine(); }};
}

}  // namespace client_detail

using namespace client_detail;

struct Client::State {
  State(Config with, Pauses waiting) : config(std::move(with)), pauses(std::move(waiting)) {}

  Config config;
  Pauses pauses;
  Transport transport = {};
  retry::Budget budget = {};
  std::optional<steady_clock::time_point> end = {};

  milliseconds left() const {
    if (!end) return kLongest;
    return std::chrono::duration_cast<milliseconds>(*end - steady_clock::now()) - kMargin;
  }

  Transport::Answer exchange_once(const Service& service, const Request& request, const std::string& payload_hash,
                                  bool repeatable) {
    const Config::Endpoint endpoint = config.endpoint(service);
    const Address address = address_of(endpoint.url, request.host_prefix);
    sigv4::Request signing{.method = request.method,
                           .path = address.base_path + request.path,
                           .query = request.query,
                           .headers = request.headers,
                           .payload_hash = payload_hash};
    signing.headers.emplace_back("Host", address.host);
    sigv4::sign(signing, config.credentials, config.region, service.name, std::chrono::system_clock::now());
    const std::string question = request.query.empty() ? "" : "?" + request.query;
    Transport::Answer answer = transport.exchange({.method = request.method,
                                                   .url = address.origin + address.base_path + request.path + question,
                                                   .headers = &signing.headers,
                                                   .body = request.body,
                                                   .sink = request.sink ? &request.sink : nullptr,
                                                   .time_limit = std::max(left(), milliseconds(1)),
                                                   .may_be_sent_twice = repeatable});
    if (answer.outcome == Transport::Outcome::kAnswered && is_error_in_disguise(service, answer)) answer.status = 500;
    return answer;
  }
};

Client::Client(Config config) : Client(std::move(config), real_pauses()) {}
Client::Client(Config config, Pauses pauses) : state_(std::make_unique<State>(std::move(config), std::move(pauses))) {}
Client::~Client() = default;
Client::Client(Client&&) noexcept = default;
Client& Client::operator=(Client&&) noexcept = default;

void Client::finish_by(steady_clock::time_point end) { state_->end = end; }

const Config& Client::config() const { return state_->config; }

std::string Client::Response::header(std::string_view lower_case_name) const {
  return header_of(headers, lower_case_name);
}

Client::Response Client::send(const Service& service, const Request& request) {
  const std::string payload_hash =
      request.body.empty() ? std::string(sigv4::kEmptyPayload) : base::to_hex(base::sha256(request.body));
  const bool repeatable = request.repeat == Repeat::kYes ||
                          (request.repeat == Repeat::kByOperation && retry::is_repeatable(request.operation, {}));
  for (int attempt = 1;; ++attempt) {
    Transport::Answer answer = state_->exchange_once(service, request, payload_hash, repeatable);
    if (answer.outcome == Transport::Outcome::kAnswered && (answer.status / 100 == 2 || answer.status == 304)) {
      attempt == 1 ? state_->budget.give_little() : state_->budget.give_back();
      return {.status = answer.status, .headers = std::move(answer.headers), .body = std::move(answer.body)};
    }
    Error::What what = describe(service, request.operation, answer);
    retry::Fault fault = retry::classify(what.status, what.code);
    if (retry::is_mere_conflict(what.details)) fault = retry::Fault::kNotApplied;
    const bool again =
        !answer.handed_over && (fault == retry::Fault::kNotApplied || (fault == retry::Fault::kUnknown && repeatable));
    const auto pause = retry::pause_before(attempt + 1, state_->pauses.random());
    if (!again || attempt == retry::kMaxAttempts || pause >= state_->left() || !state_->budget.take())
      throw Error(std::move(what));
    state_->pauses.sleep(pause);
  }
}

base::Json Client::call(const Service& service, std::string_view operation, const base::Json& body, Repeat repeat) {
  if (repeat == Repeat::kByOperation) repeat = retry::is_repeatable(operation, body) ? Repeat::kYes : Repeat::kNo;
  const std::string text = body.dump();
  const Response response =
      send(service, {.operation = std::string(operation),
                     .method = "POST",
                     .headers = {{"Content-Type", fmt::format("application/x-amz-json-{}", service.json_version)},
                                 {"X-Amz-Target", fmt::format("{}.{}", service.target_prefix, operation)}},
                     .body = text,
                     .repeat = repeat});
  if (response.body.empty()) return base::Json::object();
  if (auto json = base::Json::try_parse(response.body)) return std::move(*json);
  throw Error({.service = std::string(service.name),
               .operation = std::string(operation),
               .code = "UnreadableAnswer",
               .status = response.status,
               .message = "the service's answer is not JSON"});
}

}  // namespace aws
