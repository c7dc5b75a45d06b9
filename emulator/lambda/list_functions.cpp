#include <algorithm>

#include "base/text.h"
#include "emulator/lambda/configuration.h"
#include "emulator/lambda/errors.h"
#include "emulator/lambda/operations.h"

namespace lambda_service {
namespace list_functions_operation {

constexpr std::int64_t kMostAPage = 50;

http::Response run(Functions& functions, RestCall& call) {
  call.call.require("lambda:ListFunctions", {"*"});
  const auto limit = base::parse_int(call.parameter("MaxItems", std::to_string(kMostAPage)));
  if (!limit || *limit < 1) throw invalid_parameter("MaxItems must be a number from 1 up");
  const std::string marker = call.parameter("Marker");  // the name of the last function of the page before
  base::Json answer = {{"Functions", base::Json::array()}};
  std::string last;
  for (const auto& function : functions.list(call.call)) {
    if (function->name <= marker) continue;
    if (static_cast<std::int64_t>(answer["Functions"].size()) == std::min(*limit, kMostAPage)) {
      answer.set("NextMarker", last);
      break;
    }
    answer["Functions"].push_back(describe(*function));
    last = function->name;
  }
  return protocol::rest_response(call.call, 200, answer);
}

}  // namespace list_functions_operation

constinit const RestOperation<Functions> list_functions =
    protocol::rest_operation<&list_functions_operation::run>("lambda:ListFunctions", "GET", "/2015-03-31/functions");

}  // namespace lambda_service
