#include "base/digest.h"
#include "base/text.h"
#include "emulator/sts/errors.h"
#include "emulator/sts/operations.h"

namespace sts {
namespace get_caller_identity_operation {

struct Request {
  static Request from(const Fields& in) {
    const auto unknown = in.unknown({});
    if (!unknown.empty()) throw validation_error("GetCallerIdentity takes no parameters: " + base::join(unknown, ", "));
    return {};
  }
};

// The account for its owner; for a role's session, as on AWS, the role's unique id, a colon and the session's name. We
// give roles no ids: this one is made of the role's ARN, and stays the same.
std::string user_id(const Call& call) {
  if (call.principal.empty()) return call.account;
  const std::string id = "AROA" + base::to_upper(base::to_hex(base::sha256(call.principal)).substr(0, 17));
  return id + ":" + call.caller.substr(call.caller.rfind('/') + 1);
}

base::Json run(iam::Access&, const Request&, const Call& call) {
  return {{"Arn", call.caller}, {"UserId", user_id(call)}, {"Account", call.account}};
}

// Nobody needs a permission to ask who he is. (STS API Reference, GetCallerIdentity)
std::vector<std::string> resource(const iam::Access&, const Request&, const Call&) { return {}; }

}  // namespace get_caller_identity_operation

constinit const Operation<iam::Access> get_caller_identity =
    protocol::operation<&get_caller_identity_operation::run, &get_caller_identity_operation::resource>(
        "sts:GetCallerIdentity");

protocol::QueryProtocol query_protocol_of() {
  return {.service = "sts",
          .version = "2011-06-15",
          .xml_namespace = "https://sts.amazonaws.com/doc/2011-06-15/",
          .faults = &kFieldFaults};
}

}  // namespace sts
