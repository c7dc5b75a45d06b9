#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace bench {

// A piece of work is one request, or `steps` of them one after the other on one connection.
struct LoadOptions {
  int port = 0;
  int connections = 1;
  long requests = 0;   // pieces of work
  double seconds = 0;  // and no longer than that; 0: until all requests are answered
  double rate = 0;     // so many are begun in a second, whether others are answered or not; 0: one behind the other
  int steps = 1;
};

struct LoadResult {
  long requests = 0;
  double seconds = 0;
  double p50_us = 0;
  double p99_us = 0;
};

// Sends requests over kept-alive connections from one thread. Without a rate the load is closed: a connection begins
// its next piece of work when it has the last answer. With one it is open: latencies begin when a piece of work was
// due, also where no connection was free then. `request` makes the n-th one: of a piece of work with two steps 2n and
// 2n+1. Fails at the first reply that `is_right` does not take, and where a connection ends.
LoadResult run_load(const LoadOptions& options, const std::function<std::string(long number)>& request,
                    const std::function<bool(std::string_view reply)>& is_right);

}  // namespace bench
