// A function on the shim that streams: two pieces, and what its query asks for behind them (break, fail, many).
#include "lambda/streaming.h"

namespace {

std::string wanted_by(const base::Json& event) {
  const base::Json* query = event.find("queryStringParameters");
  return query ? query->text("do") : "";
}

// The n-th piece.
std::string piece(std::size_t n, const std::string& wanted) {
  if (wanted == "many" && n < 100) return std::string(100'000, static_cast<char>('a' + n % 26));
  if (n < 2) return "piece " + std::to_string(n) + "\n";
  if (wanted == "break") throw lambda::Failure("Broken", "on the way");
  return {};
}

}  // namespace

int main() {
  return lambda::run_streaming([](lambda::Environment&) -> lambda::StreamingHandler {
    return [](const lambda::Invocation& call) -> lambda::StreamedReply {
      const std::string wanted = wanted_by(call.event);
      if (wanted == "fail") throw lambda::Failure("Refused", "before the beginning");
      return {.status = 202,
              .headers = {{"Content-Type", "text/event-stream"}},
              .cookies = {"a=b"},
              .next = [wanted, n = std::size_t{0}]() mutable { return piece(n++, wanted); }};
    };
  });
}
