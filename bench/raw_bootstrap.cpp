// bench_raw_bootstrap: the Runtime API on one raw socket, and nothing else: the floor of a handler's process.
//
// Asks for an event, answers {"ok":true}, and again, until the other end goes. Linked statically.
#include <unistd.h>

#include <cstdlib>
#include <string>

#include "bench/wire.h"

namespace {

constexpr std::string_view kPath = "/2018-06-01/runtime/invocation/";

std::string exchange(int socket, const std::string& request) {
  bench::send_all(socket, request);
  std::string reply;
  while (bench::message_size(reply) == 0) {
    if (!bench::receive_some(socket, reply)) std::exit(0);  // whoever started it has gone
  }
  return reply;
}

}  // namespace

int main() {
  const char* given = std::getenv("AWS_LAMBDA_RUNTIME_API");
  bench::require(given != nullptr, "AWS_LAMBDA_RUNTIME_API is not set");
  const std::string api = given;
  const int socket = bench::dial(std::atoi(api.substr(api.find(':') + 1).c_str()));
  bench::require(socket >= 0, "nobody listens at " + api);

  const std::string host = " HTTP/1.1\r\nHost: " + api + "\r\n";
  const std::string next = "GET " + std::string(kPath) + "next" + host + "\r\n";
  const std::string body = "Content-Type: application/json\r\nContent-Length: 11\r\n\r\n{\"ok\":true}";
  for (;;) {
    const std::string event = exchange(socket, next);
    bench::require(bench::status_of(event) == 200, "no event: " + event.substr(0, 200));
    const std::string id(bench::header(event, "lambda-runtime-aws-request-id"));
    const std::string taken = exchange(socket, "POST " + std::string(kPath) + id + "/response" + host + body);
    bench::require(bench::status_of(taken) == 202, "the answer was not taken: " + taken.substr(0, 200));
  }
}
