#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "emulator/lambda/functions.h"

namespace gateway {

// Runs the function and waits for it no longer than `limit` (real time, as a handler's own limit is). Nothing when it
// took longer: the handler goes on, and nobody takes its answer. Throws what Functions::invoke throws.
std::optional<lambda_service::InvocationResult> invoke_within(
    std::chrono::milliseconds limit, lambda_service::Functions& functions,
    const std::shared_ptr<const lambda_service::Function>& function, std::string event, std::string request_id,
    std::string trace_id);

}  // namespace gateway
