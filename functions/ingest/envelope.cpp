#include "functions/ingest/envelope.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/digest.h"
#include "base/text.h"
#include "contracts/event_id.h"
#include "domain/raw_key.h"

namespace ingest {
namespace envelope_detail {

using base::Json;
using lambda::HttpRequest;
using lambda::Problem;

constexpr std::size_t kMaxIdCharacters = 255;
// Of what is recorded: the item stays small, and so does what one vendor can make us keep.
constexpr std::size_t kMaxHeaders = 24, kMaxHeaderBytes = 512, kMaxQueryBytes = 2048;

// C0, DEL and C1: U+0000 to U+001F, U+007F to U+009F.
bool has_control_character(std::string_view utf8) {
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    const auto c = static_cast<unsigned char>(utf8[i]);
    if (c < 0x20 || c == 0x7f) return true;
    if (c == 0xc2 && i + 1 < utf8.size() && static_cast<unsigned char>(utf8[i + 1]) < 0xa0) return true;
  }
  return false;
}

// What is wrong with it; "" where nothing is.
std::string complaint_about_id(std::string_view id) {
  if (!base::is_valid_utf8(id)) return "is not UTF-8";
  if (has_control_character(id)) return "has control characters";
  if (base::count_code_points(id) > kMaxIdCharacters)
    return fmt::format("is longer than {} characters", kMaxIdCharacters);
  return "";
}

std::string describe(const std::vector<contracts::EventIdRule>& rules) {
  std::vector<std::string> places = {"the header Idempotency-Key"};
  for (const auto& rule : rules) {
    if (rule.from == contracts::EventIdRule::From::kHeader) places.push_back("the header " + rule.argument);
    if (rule.from == contracts::EventIdRule::From::kBody) places.push_back("the body at " + rule.argument);
  }
  return fmt::format("is missing: it is looked for in {}", base::join(places, ", then in "));
}

bool is_json(std::string_view content_type) {
  const std::string type = base::to_lower(base::trim(content_type.substr(0, content_type.find(';'))));
  return type == "application/json" || type == "text/json" ||
         (type.starts_with("application/") && type.ends_with("+json"));
}

std::optional<Problem> judge_media_type(const HttpRequest& request) {
  const auto refuse = [](std::string detail) {
    return Problem{.status = 415,
                   .type = "urn:feedmill:problem:media-type",
                   .title = "The body is not JSON",
                   .detail = std::move(detail)};
  };
  const auto type = request.find_header("content-type");
  if (type && !is_json(*type))
    return refuse(fmt::format("Content-Type is {}; send application/json, or application/…+json", *type));
  const auto coding = request.find_header("content-encoding");
  if (coding && !base::equals_ignore_case(*coding, "identity"))
    return refuse(fmt::format("Content-Encoding is {}; bodies are kept as they come, so send it plain", *coding));
  return std::nullopt;
}

bool is_worth_recording(std::string_view name) {
  static constexpr std::string_view kSecret[] = {"auth",    "token",  "secret",     "password",  "cookie",
                                                 "api-key", "apikey", "access-key", "credential"};
  static constexpr std::string_view kOfTheWay[] = {"x-amz", "x-forwarded-", "x-real-ip", "x-request-id"};
  if (name == "content-type" || name == "user-agent") return true;
  const auto begins = [&](std::string_view prefix) { return name.starts_with(prefix); };
  const auto holds = [&](std::string_view part) { return name.find(part) != name.npos; };
  return (begins("x-") || begins("ce-") || begins("webhook-")) && std::ranges::none_of(kSecret, holds) &&
         std::ranges::none_of(kOfTheWay, begins);
}

}  // namespace envelope_detail

using namespace envelope_detail;

ports::RecordedRequest record_request(const HttpRequest& request) {
  ports::RecordedRequest recorded{.method = request.method,
                                  .path = request.path,
                                  .query = std::string(base::truncate_utf8(request.query, kMaxQueryBytes))};
  for (const auto& [name, value] : request.headers) {
    if (recorded.headers.size() == kMaxHeaders) break;
    if (is_worth_recording(name))
      recorded.headers.emplace_back(name, std::string(base::truncate_utf8(value, kMaxHeaderBytes)));
  }
  return recorded;
}

std::variant<Envelope, Problem> read_envelope(const HttpRequest& request, const contracts::Contracts& contracts) {
  if (auto problem = judge_media_type(request)) return std::move(*problem);

  Envelope envelope{.contract = request.find_query("contract").value_or("")};
  Problem bad{.status = 400, .type = "urn:feedmill:problem:envelope", .title = "The request's envelope is not right"};
  if (const auto vendor = request.parameters.find("vendorId");
      vendor != request.parameters.end() && domain::is_vendor_id(vendor->second)) {
    envelope.vendor_id = vendor->second;
  } else {
    bad.errors.emplace_back("vendorId", "must be 1 to 63 of a-z, 0-9, '-' and '_', and begin with a letter or a digit");
  }
  if (envelope.contract.empty())
    bad.errors.emplace_back("contract", "is missing: name the contract's id in the query, ?contract=ID");

  const contracts::Contract* contract = contracts.find_newest(envelope.contract);
  auto id = request.find_header("idempotency-key");
  if (id && id->empty()) id.reset();
  if (!id && contract) {
    const auto find_header = [&](std::string_view name) { return request.find_header(base::to_lower(name)); };
    id = contracts::find_event_id(contract->event_id(), find_header, request.body);
    if (!id) bad.errors.emplace_back("externalEventId", describe(contract->event_id()));
  }
  if (id) {
    if (std::string complaint = complaint_about_id(*id); !complaint.empty())
      bad.errors.emplace_back("externalEventId", std::move(complaint));
    envelope.external_event_id = std::move(*id);
  }

  if (!bad.errors.empty()) {
    bad.detail = fmt::format("{} of the request's fields cannot be used; nothing was stored", bad.errors.size());
    return bad;
  }
  if (!contract) {
    Json known = Json::array();
    for (const std::string& name : contracts.ids()) known.push_back(name);
    return Problem{.status = 422,
                   .type = "urn:feedmill:problem:unknown-contract",
                   .title = "There is no such contract",
                   .detail = fmt::format("no contract has the id \"{}\"", envelope.contract),
                   .more = {{"known", std::move(known)}}};
  }
  envelope.schema_type = contract->emits();
  envelope.fingerprint = base::to_hex(base::sha256(request.body));
  envelope.request = record_request(request);
  return envelope;
}

}  // namespace ingest
