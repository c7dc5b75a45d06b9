#pragma once

#include <string_view>

#include "base/json.h"
#include "emulator/sns/publication.h"

// Subscription filter policies. Keys are ANDed, the conditions of one key ORed: exact text, number, boolean and null,
// prefix, suffix, equals-ignore-case, anything-but (values, or a prefix or suffix), exists, numeric. What else AWS has
// ($or, cidr, wildcard) is refused. (SNS Developer Guide, "Subscription filter policies")

namespace sns {

// `policy` may be null. Throws invalid_parameter(); `scope` "MessageBody" allows nested objects.
void check_filter_policy(const base::Json& policy, std::string_view scope);

// Whether what is published goes to a subscription with this policy; null lets everything through. A policy on the body
// lets nothing through that is not a JSON object.
bool passes_filter(const base::Json& policy, std::string_view scope, const Publication& publication);

}  // namespace sns
