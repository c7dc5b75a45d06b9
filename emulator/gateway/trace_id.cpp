#include "emulator/gateway/trace_id.h"

#include <fmt/format.h>

namespace gateway {

std::string trace_id_of(const http::Request& request, loop::Loop& loop) {
  if (const std::string* sent = request.headers.find("x-amzn-trace-id")) return *sent;
  const auto seconds = base::to_epoch_millis(loop.now()) / 1000;
  return fmt::format("Root=1-{:08x}-{}", seconds, loop.world().hex(24));
}

}  // namespace gateway
