#include "emulator/protocol/rest.h"

#include "base/check.h"
#include "base/log.h"
#include "base/text.h"

namespace protocol {
namespace rest_detail {

constexpr std::size_t kMaxBody = 70 << 20;  // CreateFunction's zip, base64

std::string_view without_slash(std::string_view path) {
  return path.size() > 1 && path.ends_with('/') ? path.substr(0, path.size() - 1) : path;
}

}  // namespace rest_detail

const std::string& RestCall::label(std::string_view name) const {
  for (const auto& [key, value] : labels) {
    if (key == name) return value;
  }
  CHECK(!"the operation's pattern has this label");
}

std::string RestCall::parameter(std::string_view name, std::string_view otherwise) const {
  const std::string* found = http::find_parameter(query, name);
  return found ? *found : std::string(otherwise);
}

bool match_path(std::string_view pattern, std::string_view path,
                std::vector<std::pair<std::string_view, std::string>>& labels) {
  const auto wanted = base::split(rest_detail::without_slash(pattern), '/');
  const auto found = base::split(rest_detail::without_slash(path), '/');
  if (wanted.size() != found.size()) return false;
  labels.clear();
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (wanted[i].starts_with('{')) {
      if (found[i].empty()) return false;
      labels.emplace_back(wanted[i].substr(1, wanted[i].size() - 2), base::percent_decode(found[i]));
    } else if (wanted[i] != found[i]) {
      return false;
    }
  }
  return true;
}

http::Response RestJsonEndpoint::serve(http::Request& request, Call& call) const {
  const std::string body = request.body->read_all(rest_detail::kMaxBody);
  call.authorizer->identify(request, body, call);
  RestCall rest{.request = request, .call = call, .query = http::parse_query(request.query), .body = body};
  bool path_known = false;
  for (const AnyRestOperation* operation : operations_) {
    if (!match_path(operation->pattern, request.path, rest.labels)) continue;
    path_known = true;
    if (operation->method != request.method) continue;
    call.action = operation->action;
    http::Response response = operation->run(service_, rest);
    response.headers.set("x-amzn-RequestId", call.request_id);
    return response;
  }
  base::log_warning("unknown operation", {{"service", service()}, {"method", request.method}, {"path", request.path}});
  if (path_known) throw Fault("MethodNotAllowedException", 405, "The method is not allowed for this resource.");
  throw Fault("UnknownOperationException", 404, "Unknown operation: " + request.method + " " + request.path);
}

http::Response RestJsonEndpoint::write(const Fault& fault, const Call& call) const {
  base::Json body = {{"Type", fault.is_senders() ? "User" : "Service"}, {"Message", fault.message}};
  for (const auto& [name, value] : fault.members.members()) body.set(name, value);
  http::Response response = rest_response(call, fault.status, body);
  response.headers.add("x-amzn-ErrorType", fault.code);
  for (const auto& [name, value] : fault.headers) response.headers.add(name, value);
  return response;
}

http::Response rest_response(const Call& call, int status, const base::Json& body) {
  return {.status = status,
          .headers = {{"x-amzn-RequestId", call.request_id}, {"Content-Type", "application/json"}},
          .body = body.dump()};
}

}  // namespace protocol
