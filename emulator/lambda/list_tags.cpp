#include "emulator/lambda/operations.h"

namespace lambda_service {
namespace list_tags_operation {

http::Response run(Functions& functions, RestCall& call) {
  const auto function = functions.get(call.call, call.label("Resource"));
  call.call.require("lambda:ListTags", {function->arn});
  base::Json tags = base::Json::object();
  for (const auto& [name, value] : function->tags) tags.set(name, value);
  return protocol::rest_response(call.call, 200, {{"Tags", tags}});
}

}  // namespace list_tags_operation

constinit const RestOperation<Functions> list_tags =
    protocol::rest_operation<&list_tags_operation::run>("lambda:ListTags", "GET", "/2017-03-31/tags/{Resource}");

}  // namespace lambda_service
