#include "emulator/lambda/configuration.h"
#include "emulator/lambda/marker_page.h"
#include "emulator/lambda/operations.h"

namespace lambda_service {
namespace list_functions_operation {

constexpr std::int64_t kMostAPage = 50;

http::Response run(Functions& functions, RestCall& call) {
  call.call.require("lambda:ListFunctions", {"*"});
  MarkerPage page(call, "Functions", kMostAPage);
  for (const auto& function : functions.list(call.call)) {
    if (page.is_behind(function->name) && !page.add(function->name, describe(*function))) break;
  }
  return protocol::rest_response(call.call, 200, page.answer());
}

}  // namespace list_functions_operation

constinit const RestOperation<Functions> list_functions =
    protocol::rest_operation<&list_functions_operation::run>("lambda:ListFunctions", "GET", "/2015-03-31/functions");

}  // namespace lambda_service
