#include "emulator/sns/operations.h"
#include "emulator/sns/page.h"

namespace sns {
namespace list_subscriptions_operation {

struct Request {
  std::string token = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"NextToken"});
    return {.token = in.string_or("NextToken", "")};
  }
};

base::Json run(Topics& topics, const Request& request, const Call& call) {
  return page_of_subscriptions(topics.subscriptions(call.account, call.region), request.token);
}

std::string resource(const Topics&, const Request&, const Call& call) { return any_topic(call); }

}  // namespace list_subscriptions_operation

constinit const Operation<Topics> list_subscriptions =
    protocol::operation<&list_subscriptions_operation::run, &list_subscriptions_operation::resource>(
        "sns:ListSubscriptions");

}  // namespace sns
