#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

#include "emulator/http/message.h"
#include "emulator/protocol/call.h"
#include "emulator/protocol/fault.h"
#include "emulator/protocol/fields.h"
#include "emulator/protocol/operation.h"

namespace protocol {

// What one service speaks on the wire: a request in, a response out. Identifies the caller, runs the operation, and
// writes a Fault (the only place that catches one) as this protocol wants it. Any other exception is 500
// InternalFailure, logged.
class Endpoint {
 public:
  virtual ~Endpoint() = default;
  http::Response handle(http::Request& request, Call& call) const;
  // A fault that did not come from an operation, as this protocol writes it.
  http::Response refuse(const Fault& fault, const Call& call) const { return write(fault, call); }
  virtual std::string_view service() const = 0;  // the name that requests are signed for: "dynamodb"

 protected:
  virtual http::Response serve(http::Request& request, Call& call) const = 0;
  virtual http::Response write(const Fault& fault, const Call& call) const = 0;
};

// What most services of the JSON protocols answer; one that has words of its own sets them in its JsonProtocol.
Fault not_a_json_object();                       // SerializationException
Fault unknown_operation(std::string_view name);  // UnknownOperationException

// JSON 1.0 and 1.1: POST /, `X-Amz-Target: DynamoDB_20120810.GetItem`.
struct JsonProtocol {
  std::string_view service = {};          // "dynamodb"
  std::string_view target_prefix = {};    // "DynamoDB_20120810"
  std::string_view content_type = {};     // "application/x-amz-json-1.0"
  std::string_view error_namespace = {};  // in front of the code in __type: "com.amazonaws.dynamodb.v20120810#"
  const FieldFaults* faults = nullptr;
  std::size_t max_body = 16 << 20;
  bool crc32_header = false;  // x-amz-crc32, which DynamoDB's SDKs check
  // Service-wide fault of a body that is not JSON, and of an operation that is not in the list.
  Fault (*not_json)() = &not_a_json_object;
  Fault (*unknown_operation)(std::string_view name) = &protocol::unknown_operation;
};

class JsonEndpoint : public Endpoint {
 public:
  // `service` outlives the endpoint; `operations` is its operations.h.
  template <class Service>
  JsonEndpoint(const JsonProtocol& protocol, Service& service,
               std::span<const Operation<std::type_identity_t<Service>>* const> operations)
      : protocol_(protocol), operations_(service, operations) {}
  std::string_view service() const override { return protocol_.service; }

 protected:
  http::Response serve(http::Request& request, Call& call) const override;
  http::Response write(const Fault& fault, const Call& call) const override;

 private:
  JsonProtocol protocol_ = {};
  OperationList operations_;
};

}  // namespace protocol
