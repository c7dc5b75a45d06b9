#include "emulator/protocol/endpoint.h"

#include <fmt/format.h>
#include <zlib.h>

#include "base/log.h"
#include "emulator/loop/loop.h"

namespace protocol {

using base::Json;

http::Response Endpoint::handle(http::Request& request, Call& call) const {
  try {
    return serve(request, call);
  } catch (const Fault& fault) {
    return write(fault, call);
  } catch (const http::BodyTooLarge&) {
    return write(Fault("RequestEntityTooLarge", 413, "The request's body is larger than this service takes."), call);
  } catch (const http::BodyError&) {
    throw;  // the client has gone, or sends what is not HTTP: the server's affair
  } catch (const loop::Cancelled&) {
    throw;
  } catch (const std::exception& error) {
    base::log_error("request failed",
                    {{"service", service()}, {"requestId", call.request_id}, {"error", error.what()}});
    return write(Fault("InternalFailure", 500, error.what()), call);
  }
}

Fault not_a_json_object() { return Fault("SerializationException", 400, "The request's body is not a JSON object."); }

Fault unknown_operation(std::string_view name) {
  return Fault("UnknownOperationException", 400, fmt::format("Unknown operation: {}", name));
}

const AnyOperation* OperationList::find(std::string_view name) const {
  for (const AnyOperation* operation : operations_) {
    if (operation->name() == name) return operation;
  }
  return nullptr;
}

namespace endpoint_detail {
void add_crc32(http::Response& response, const std::string& text) {
  const auto crc = crc32(0, reinterpret_cast<const Bytef*>(text.data()), static_cast<uInt>(text.size()));
  response.headers.add("x-amz-crc32", std::to_string(crc));
}
}  // namespace endpoint_detail
using endpoint_detail::add_crc32;

http::Response JsonEndpoint::serve(http::Request& request, Call& call) const {
  const std::string body = request.body->read_all(protocol_.max_body);
  call.authorizer->identify(request, body, call);
  std::string_view target;
  if (const std::string* header = request.headers.find("x-amz-target")) target = *header;
  const auto dot = target.rfind('.');
  const std::string_view name = dot == std::string_view::npos ? target : target.substr(dot + 1);
  const AnyOperation* operation = operations_.find(name);
  if (!operation) {
    base::log_warning("unknown operation", {{"service", service()}, {"operation", name}});
    throw protocol_.unknown_operation(name);
  }
  const auto input = body.empty() ? Json::object() : Json::try_parse(body);
  if (!input || !input->is_object()) throw protocol_.not_json();
  call.action = operation->action;
  const Json result = operations_.run(*operation, Fields(*input, *protocol_.faults), call);
  http::Response response{
      .headers = {{"x-amzn-RequestId", call.request_id}, {"Content-Type", std::string(protocol_.content_type)}}};
  std::string text = result.dump();
  if (protocol_.crc32_header) add_crc32(response, text);
  response.body = std::move(text);
  return response;
}

http::Response JsonEndpoint::write(const Fault& fault, const Call& call) const {
  const std::string_view name_space = fault.name_space.empty() ? protocol_.error_namespace : fault.name_space;
  Json body = {{"__type", std::string(name_space) + fault.code}};
  // A fault may have no sentence at all (UnknownOperationException), or spell it with a capital
  // (SerializationException).
  if (!fault.message.empty() && !fault.members.contains("Message")) body.set("message", fault.message);
  for (const auto& [name, value] : fault.members.members()) body.set(name, value);
  http::Response response{
      .status = fault.status,
      .headers = {{"x-amzn-RequestId", call.request_id}, {"Content-Type", std::string(protocol_.content_type)}}};
  for (const auto& [name, value] : fault.headers) response.headers.add(name, value);
  // The SDKs of the services that also speak the query protocol read the older name of an error from here.
  if (!fault.query_code.empty()) {
    response.headers.add("x-amzn-query-error", fault.query_code + (fault.is_senders() ? ";Sender" : ";Receiver"));
  }
  std::string text = body.dump();
  if (protocol_.crc32_header) add_crc32(response, text);
  response.body = std::move(text);
  return response;
}

}  // namespace protocol
