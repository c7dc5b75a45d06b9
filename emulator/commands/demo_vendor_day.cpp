#include "emulator/commands/demo_vendor_day.h"

#include <fmt/format.h>

#include <utility>

#include "base/text.h"
#include "base/time.h"
#include "emulator/commands/stop_signal.h"

namespace emulator {
namespace demo_vendor_day_detail {

using base::Json;

constexpr auto kSettleWithin = std::chrono::seconds(60);  // real time
constexpr auto kLook = std::chrono::milliseconds(100);    // for a wish to stop

// The path below which the template's HTTP API of that name answers. A path alone does not say that API Gateway is
// meant: the scope of the signature does, and that of a stranger's key is not verified.
std::string find_api(const Client& client, std::string_view name) {
  const std::string signature = fmt::format(
      "AWS4-HMAC-SHA256 Credential=test/20260316/us-east-1/apigateway/aws4_request, SignedHeaders=host, "
      "Signature={:0>64}",
      0);
  const auto answer = client.send("GET", "/v2/apis", "", {{"Authorization", signature}});
  if (answer.status != 200) throw std::runtime_error("GetApis: " + answer.body);
  const Json apis = Json::parse(answer.body);
  for (const Json& api : apis.at("items").elements()) {
    if (api.text("name") == name) return "/_api/" + api.text("apiId");
  }
  throw std::runtime_error(fmt::format("the template has no HTTP API {}", name));
}

// Two or three of each, in an order that the world draws.
std::vector<std::size_t> shuffled(std::size_t count, loop::World& world) {
  std::vector<std::size_t> order;
  for (std::size_t event = 0; event < count; ++event) order.insert(order.end(), 2 + world.below(2), event);
  for (std::size_t left = order.size(); left > 1; --left) std::swap(order[left - 1], order[world.below(left)]);
  return order;
}

}  // namespace demo_vendor_day_detail

using namespace demo_vendor_day_detail;

VendorDay::VendorDay(loop::Loop& loop, const Client& client, std::vector<VendorEvent> events)
    : loop_(loop), client_(client), events_(std::move(events)), api_(find_api(client, "vendor-events")) {}

std::vector<Delivery> VendorDay::send_shuffled(std::uint64_t seed) {
  loop::World world(seed);
  std::vector<Delivery> deliveries;
  for (const std::size_t event : shuffled(events_.size(), world)) {
    deliveries.push_back(send(event));
    if (world.below(2) == 0) let_pass(std::chrono::minutes(1 + world.below(3)));
  }
  settle();
  return deliveries;
}

Delivery VendorDay::send(std::size_t event) { return post(event, events_[event].body, true); }

Delivery VendorDay::send_other_bytes(std::size_t event, const std::string& body) { return post(event, body, true); }

Delivery VendorDay::send_garbage(std::size_t event) {
  return post(event, "<html><title>502 Bad Gateway</title></html>", false);
}

Delivery VendorDay::post(std::size_t index, const std::string& body, bool with_id) {
  if (asked_to_stop()) throw Stopped();
  const VendorEvent& event = events_[index];
  http::Headers headers{{"Content-Type", "application/json"}};
  if (with_id && !event.vendor->id_header.empty()) headers.set(event.vendor->id_header, event.id);
  Delivery delivery{.event = index, .at = base::format_iso8601(loop_.now())};
  const auto answer =
      client_.send("POST", fmt::format("{}/v1/vendors/{}/events?contract={}", api_, event.vendor->name, event.contract),
                   body, headers);
  delivery.status = answer.status;
  delivery.again = answer.headers.find("idempotent-replayed") != nullptr;
  delivery.body = Json::try_parse(answer.body).value_or(Json(answer.body));
  return delivery;
}

void VendorDay::let_pass(std::chrono::minutes time) {
  if (!loop_.advance_to(loop_.now() + time, loop::Deadline::real_in(kSettleWithin)))
    throw std::runtime_error("the world did not come to rest within a minute");
}

void VendorDay::settle() {
  const auto end = std::chrono::steady_clock::now() + kSettleWithin;
  while (!loop_.settle(loop::Deadline::real_in(kLook))) {
    if (asked_to_stop()) throw Stopped();
    if (std::chrono::steady_clock::now() > end)
      throw std::runtime_error("the world did not come to rest within a minute");
  }
}

}  // namespace emulator
