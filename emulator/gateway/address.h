#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "emulator/http/message.h"

namespace gateway {

// What a request is for, as its Host or the beginning of its path says:
//
//   Host: <id>.execute-api.<anything>      as on AWS; <id>.execute-api.localhost needs no name server
//   /_api/<id>/...                         the same without a name: what ApiEndpoint gives here
//   Host: <id>.lambda-url.<anything>       and  /_url/<id>/...   of a function's URL
struct Address {
  std::string id = {};
  std::string_view path = "/";   // what lies behind it, as it came; points into the request
  std::string domain_name = {};  // the Host's where it has the id, else the one that AWS would give
};

enum class Kind { kApi, kFunctionUrl };

std::optional<Address> parse_address(const http::Request& request, Kind kind, std::string_view region);

}  // namespace gateway
