#pragma once

#include <string>

#include "emulator/lambda/errors.h"
#include "emulator/lambda/operations.h"

// What the operations on event source mappings share.

namespace lambda_service {

// A function as callers may name it. Throws invalid_parameter() where there is none.
inline std::string arn_of_function(EventSources& sources, const RestCall& call, const std::string& name) {
  const auto parsed = parse_function_name(name);
  const auto function = parsed ? sources.functions().find(call.call.account, call.call.region, parsed->name) : nullptr;
  if (!function) throw invalid_parameter("Function does not exist");
  if (!parsed->qualifier.empty() && parsed->qualifier != "$LATEST") {
    throw invalid_parameter("Versions and aliases are not supported by this emulator: " + parsed->qualifier);
  }
  return function->arn;
}
inline std::string arn_of(const EventSource& source) { return describe(source).text("EventSourceMappingArn"); }

}  // namespace lambda_service
