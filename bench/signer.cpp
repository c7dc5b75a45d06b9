#include "bench/signer.h"

#include <fmt/format.h>

#include <chrono>

#include "aws/sigv4.h"
#include "base/digest.h"
#include "base/text.h"
#include "base/time.h"
#include "bench/wire.h"

namespace bench {

std::string Signer::request(std::string_view service, const std::string& method, const std::string& path,
                            std::string_view body, Headers headers) const {
  headers.emplace_back("Host", host_);
  aws::sigv4::Request made{
      .method = method, .path = path, .headers = std::move(headers), .payload_hash = base::to_hex(base::sha256(body))};
  aws::sigv4::sign(made, {.access_key_id = "BENCH", .secret_access_key = "bench"}, "us-east-1", service,
                   std::chrono::time_point_cast<base::Duration>(std::chrono::system_clock::now()));
  std::string text = method + " " + path + " HTTP/1.1\r\n";
  for (const auto& [name, value] : made.headers) text.append(name).append(": ").append(value).append("\r\n");
  return text.append(fmt::format("Content-Length: {}\r\n\r\n", body.size())).append(body);
}

std::string Signer::dynamodb(std::string_view operation, const std::string& body) const {
  return request("dynamodb", "POST", "/", body,
                 {{"Content-Type", "application/x-amz-json-1.0"},
                  {"X-Amz-Target", fmt::format("DynamoDB_20120810.{}", operation)}});
}

std::string Signer::events(std::string_view operation, const std::string& body) const {
  return request(
      "events", "POST", "/", body,
      {{"Content-Type", "application/x-amz-json-1.1"}, {"X-Amz-Target", fmt::format("AWSEvents.{}", operation)}});
}

void expect_ok(const std::string& reply, std::string_view what) {
  require(status_of(reply) == 200, fmt::format("{}: {}", what, reply.substr(0, 600)));
}

}  // namespace bench
