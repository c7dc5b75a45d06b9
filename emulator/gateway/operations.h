#pragma once

#include <string_view>

#include "emulator/gateway/apis.h"
#include "emulator/protocol/rest.h"

// Everything this emulator speaks of API Gateway V2 (REST JSON, version 2018-11-29): what a person asks who wants to
// see what the template made.

namespace gateway {

using protocol::RestCall;
using protocol::RestOperation;

extern const RestOperation<Apis> get_api, get_apis, get_integrations, get_routes, get_stages;

inline constexpr const RestOperation<Apis>* kOperations[] = {&get_api, &get_apis, &get_integrations, &get_routes,
                                                             &get_stages};

// The API that the path names. Throws NotFoundException. Asks whether the caller may read `what` of it: "/routes", "".
const Api& get_api_of(const Apis& apis, const RestCall& call, std::string_view what);

base::Json describe(const Api& api, std::string_view endpoint);

}  // namespace gateway
