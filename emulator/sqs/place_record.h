#pragma once

#include <string>
#include <string_view>

#include "emulator/sqs/queue.h"

// How a message's place lies in the store: its queue's number and its own as key, so that a queue is a range of keys in
// the order of sending.

namespace sqs {

std::string place_prefix(std::uint64_t queue);
std::string place_key(std::uint64_t queue, std::uint64_t sequence);
std::string encode(const Place& place);
Place decode_place(std::string_view key, std::string_view record);
std::uint64_t queue_of(std::string_view key);

// What a receiver shows to delete its message: which message it is, and which of its receives.
struct Receipt {
  std::string message_id = {};
  std::uint64_t sequence = 0;
  std::uint32_t receives = 0;
};
std::string encode(const Receipt& receipt);  // opaque to callers
std::optional<Receipt> parse_receipt(std::string_view handle);

}  // namespace sqs
