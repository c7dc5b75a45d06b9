#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace protocol {

// One message of an event stream, as AWS sends answers that come in pieces: lengths, headers and payload, each part
// with its CRC-32. All headers are text. (Smithy, "Amazon Event Stream specification")
std::string event_stream_message(std::initializer_list<std::pair<std::string_view, std::string_view>> headers,
                                 std::string_view payload);

}  // namespace protocol
