#include "emulator/protocol/event_stream.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace protocol {
namespace {

// The first is the specification's own example of an empty message.
TEST(EventStream, AMessageHasItsLengthsAndChecksums) {
  EXPECT_EQ(base::to_hex(event_stream_message({}, "")), "000000100000000005c248eb7d98c8ff");
  const std::string message = event_stream_message({{":event-type", "A"}}, "xy");
  EXPECT_EQ(base::to_hex(message.substr(0, 8)), "0000002200000010");
  EXPECT_EQ(message.substr(12, message.size() - 16), std::string("\x0b:event-type\x07\x00\x01"
                                                                 "A"
                                                                 "xy",
                                                                 18));
}

}  // namespace
}  // namespace protocol
