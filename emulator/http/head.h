#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "emulator/http/message.h"

// The head of a message: start line and header fields. RFC 9112 §2–§5; what it calls invalid is refused, also where it
// would allow a server to be lenient, since two readers who are lenient in different ways is what smuggling lives on.

namespace http {

// A request that gets this answer without the handler being asked, and then the connection closes.
struct Refusal {
  int status = 400;
  std::string why = {};
};

struct HeadLimits {
  std::size_t bytes = 0;
  std::size_t fields = 0;
};

// Looks for the end of a head in bytes that come piece by piece.
class HeadScanner {
 public:
  explicit HeadScanner(HeadLimits limits) : limits_(limits) {}
  // `bytes`: all that came so far, from the head's first on. The head's length with its empty line, once it is there.
  // Throws Refusal 400, 414, 431.
  std::optional<std::size_t> find_end(std::string_view bytes);

 private:
  HeadLimits limits_;
  std::size_t line_ = 0;  // where the line that is not complete begins
  std::size_t lines_ = 0;
};

// How the body behind a head is delimited. (RFC 9112 §6.3)
struct Framing {
  enum class Kind { kLength, kChunked, kUntilClose };
  Kind kind = Kind::kLength;
  std::uint64_t length = 0;
};

struct RequestHead {
  Framing framing = {};
  bool keep_alive = false;
  bool expects_continue = false;
  bool is_1_0 = false;
};

// `head` is what HeadScanner measured. Fills everything in `request` but body and peer. Throws Refusal.
RequestHead parse_request_head(std::string_view head, Request& request);

struct ResponseHead {
  int status = 0;
  Framing framing = {};
};
// Throws Refusal, of which a client reads the reason only.
ResponseHead parse_response_head(std::string_view head, bool to_head_request, Headers& headers);

}  // namespace http
