#pragma once

#include <string>

#include "emulator/http/message.h"
#include "emulator/loop/loop.h"

namespace gateway {

// X-Amzn-Trace-Id: "Root=1-<seconds, hex>-<24 hex>", the client's own where it sent one.
std::string trace_id_of(const http::Request& request, loop::Loop& loop);

}  // namespace gateway
