#include "emulator/protocol/query.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/log.h"
#include "base/text.h"

namespace protocol {
namespace query_detail {

// A batch of ten messages with ten attributes each has 330.
constexpr std::size_t kMostParameters = 5'000;

// What stands in a form besides an operation's fields: what to do, and the signature of a GET.
bool is_envelope(std::string_view name) {
  return name == "Action" || name == "Version" || name == "AWSAccessKeyId" || name.starts_with("X-Amz-");
}

// What the services of this protocol call the faults that do not come from an operation.
std::string code_of(const Fault& fault, const QueryProtocol& protocol) {
  if (!fault.query_code.empty()) return fault.query_code;
  if (fault.code == "AccessDeniedException") return std::string(protocol.denied_code);
  if (fault.code == "UnrecognizedClientException") return "InvalidClientTokenId";
  if (fault.code == "IncompleteSignatureException") return "IncompleteSignature";
  return fault.code;
}

http::Response xml_response(const Call& call, int status, std::string body) {
  return {.status = status,
          .headers = {{"x-amzn-RequestId", call.request_id}, {"Content-Type", "text/xml"}},
          .body = std::move(body)};
}

}  // namespace query_detail

using namespace query_detail;

http::Response QueryEndpoint::serve(http::Request& request, Call& call) const {
  const std::string body = request.body->read_all(protocol_.max_body);
  call.authorizer->identify(request, body, call);
  http::Query form = http::parse_query(request.query);
  for (auto& field : http::parse_query(body)) form.push_back(std::move(field));
  if (form.size() > kMostParameters) throw Fault("MalformedQueryString", 400, "The request has too many parameters.");
  const std::string* action = http::find_parameter(form, "Action");
  if (!action) throw Fault("MissingAction", 400, "The request must contain the parameter Action.");
  const std::string* version = http::find_parameter(form, "Version");
  const AnyOperation* operation = operations_.find(*action);
  if (!operation || (version && *version != protocol_.version)) {
    base::log_warning("unknown operation", {{"service", service()}, {"operation", *action}});
    throw Fault("InvalidAction", 400,
                fmt::format("The action {} is not valid for this endpoint{}.", *action,
                            version ? fmt::format(" and version {}", *version) : std::string()));
  }
  std::erase_if(form, [](const auto& field) { return is_envelope(field.first); });
  base::Json input = parse_query_fields(form, protocol_.shapes, operation->name());
  if (!protocol_.path_member.empty() && request.path != "/" && !input.contains(protocol_.path_member)) {
    input.set(protocol_.path_member, base::percent_decode(request.path));
  }
  call.action = operation->action;
  const base::Json answer =
      operations_.run(*operation, Fields(input, *protocol_.faults, Fields::Text::kAccepted), call);
  return xml_response(
      call, 200,
      fmt::format("<?xml version=\"1.0\"?><{0}Response xmlns=\"{1}\"><{0}Result>{2}</{0}Result><ResponseMetadata>"
                  "<RequestId>{3}</RequestId></ResponseMetadata></{0}Response>",
                  operation->name(), protocol_.xml_namespace, query_xml(answer, protocol_.shapes, operation->name()),
                  call.request_id));
}

http::Response QueryEndpoint::write(const Fault& fault, const Call& call) const {
  http::Response response = xml_response(
      call, fault.status,
      fmt::format("<?xml version=\"1.0\"?><ErrorResponse xmlns=\"{}\"><Error><Type>{}</Type><Code>{}</Code>"
                  "<Message>{}</Message><Detail/></Error><RequestId>{}</RequestId></ErrorResponse>",
                  protocol_.xml_namespace, fault.is_senders() ? "Sender" : "Receiver",
                  base::escape_xml(code_of(fault, protocol_)), base::escape_xml(fault.message), call.request_id));
  for (const auto& [name, value] : fault.headers) response.headers.add(name, value);
  return response;
}

}  // namespace protocol
