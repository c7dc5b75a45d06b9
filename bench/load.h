#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace bench {

struct LoadOptions {
  int port = 0;
  int connections = 1;
  long requests = 0;
  double seconds = 0;  // and no longer than that; 0: until all requests are answered
};

struct LoadResult {
  long requests = 0;
  double seconds = 0;
  double p50_us = 0;
  double p99_us = 0;
};

// Sends requests over kept-alive connections, one at a time on each: closed-loop load from one thread. Fails at the
// first reply that `is_right` does not take, and where a connection ends.
LoadResult run_load(const LoadOptions& options, const std::function<std::string(long number)>& request,
                    const std::function<bool(std::string_view reply)>& is_right);

}  // namespace bench
