#include "functions/api/request.h"

#include <fmt/format.h>

#include "aws/attributes.h"
#include "base/text.h"
#include "domain/raw_key.h"

namespace api {
namespace request_detail {

using base::Json;
using lambda::HttpRequest;
using lambda::Problem;

// An instant with milliseconds, as receivedAt is written; nothing where the text is none.
std::optional<std::string> parse_instant(std::string_view text) {
  const auto time = base::parse_iso8601(text);
  if (!time) return std::nullopt;
  return base::format_iso8601(*time);
}

// The key of the index from which DynamoDB goes on.
Json start_key(std::string_view vendor_id, std::string_view received_at, std::string_view external_event_id) {
  return {{"vendorId", aws::attribute::s(vendor_id)},
          {"receivedAt", aws::attribute::s(received_at)},
          {"externalEventId", aws::attribute::s(external_event_id)}};
}

// Hex of ["vendor", "receivedAt", "event id"]: safe in a query as it is.
std::optional<Json> parse_token(std::string_view token, std::string_view vendor_id) {
  const auto text = base::from_hex(token);
  const auto place = text ? Json::try_parse(*text) : std::nullopt;
  if (!place || place->size() != 3) return std::nullopt;
  for (const Json& part : place->elements()) {
    if (!part.is_string()) return std::nullopt;
  }
  if (place->elements()[0].as_string() != vendor_id) return std::nullopt;
  return start_key(vendor_id, place->elements()[1].as_string(), place->elements()[2].as_string());
}

}  // namespace request_detail

using namespace request_detail;

std::string next_token(const ports::IngestRecord& last) {
  return base::to_hex(Json::array({last.vendor_id, last.received_at, last.external_event_id}).dump());
}

Problem bad_parameters(std::vector<std::pair<std::string, std::string>> errors) {
  return {.status = 400,
          .type = "urn:feedmill:problem:parameters",
          .title = "The request is not right",
          .detail = fmt::format("{} of its parameters cannot be used", errors.size()),
          .errors = std::move(errors)};
}

std::variant<ListEvents, ShowEvent, Problem> read_request(const HttpRequest& request) {
  std::vector<std::pair<std::string, std::string>> errors;
  const auto parameter = [&](std::string_view name) {
    const auto found = request.parameters.find(name);
    return found == request.parameters.end() ? std::string() : found->second;
  };
  const std::string vendor_id = parameter("vendorId");
  if (!domain::is_vendor_id(vendor_id)) errors.emplace_back("vendorId", "is no vendor's name");

  if (request.parameters.contains("externalEventId")) {
    if (errors.empty()) return ShowEvent{vendor_id, parameter("externalEventId")};
    Problem bad = bad_parameters(std::move(errors));
    bad.detail = "the path names no vendor";
    return bad;
  }

  ListEvents list{.range = {.vendor_id = vendor_id, .newest_first = true}};
  if (const auto limit = request.find_query("limit")) {
    const auto number = base::parse_int(*limit);
    if (number && *number >= 1 && *number <= ListEvents::kMostAtOnce) {
      list.limit = static_cast<int>(*number);
    } else {
      errors.emplace_back("limit", fmt::format("must be a number from 1 to {}", ListEvents::kMostAtOnce));
    }
  }
  const auto read_instant = [&](std::string_view name, std::string& into) {
    const auto text = request.find_query(name);
    if (!text) return;
    if (auto instant = parse_instant(*text)) {
      into = std::move(*instant);
    } else {
      errors.emplace_back(name, "must be an instant with its zone, 2026-01-02T03:04:05Z");
    }
  };
  read_instant("from", list.range.from);
  read_instant("to", list.range.to);
  if (const auto status = request.find_query("status")) {
    list.range.status = ports::parse_event_status(*status);
    if (!list.range.status)
      errors.emplace_back("status", "must be ACCEPTED, EMITTED, NORMALIZED, IGNORED, QUARANTINED or FAILED");
  }
  if (const auto token = request.find_query("next")) {
    if (auto place = parse_token(*token, vendor_id)) {
      list.range.after = std::move(*place);
    } else {
      errors.emplace_back("next", "is not what an answer of this vendor's events gave");
    }
  }
  if (errors.empty()) return list;
  return bad_parameters(std::move(errors));
}

}  // namespace api
