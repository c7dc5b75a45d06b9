#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/json.h"
#include "emulator/protocol/fields.h"

namespace sqs {

// What a sender says beside the body.
struct MessageAttribute {
  std::string type = {};   // "String", "Number", "Binary", each perhaps with ".label" behind it
  std::string value = {};  // of Binary: the bytes themselves
  bool is_binary() const { return type.starts_with("Binary"); }
};
// By name in bytewise order, which is the order of their MD5.
using MessageAttributes = std::map<std::string, MessageAttribute, std::less<>>;

// A message as it was sent; this never changes. Where it stands in its queue is its Place (queue.h).
struct Message {
  std::string id = {};
  std::string body = {};
  MessageAttributes attributes = {};
  std::string sender = {};              // SenderId
  std::string trace_header = {};        // AWSTraceHeader
  std::string dead_letter_source = {};  // ARN of the queue that gave it up
  std::string group = {};               // MessageGroupId
  std::string deduplication = {};       // MessageDeduplicationId, given or made of the body
};

std::string encode(const Message& message);
Message decode_message(std::string_view record);

// Body, and name, type and value of each attribute: what the limits of SQS count.
std::size_t size_of(const Message& message);

// Reads {"name": {"DataType": …, "StringValue" or "BinaryValue": …}}. Throws the fault of what SQS refuses.
MessageAttributes parse_message_attributes(const protocol::Fields& in, std::string_view field);
// One of them as the API and Lambda's events show it, their names' first letters apart.
base::Json describe(const MessageAttribute& attribute);

// Throws invalid_message_contents() for what XML 1.0 cannot say, and missing_field() for nothing at all.
void check_body(std::string_view body);

// The digests that SDKs check, in hex. That of attributes is over their binary form: for each, by name, the lengths (4
// bytes, big endian) and bytes of name and type, 1 for text or 2 for bytes, and length and bytes of the value. (SQS
// Developer Guide, "Calculating the MD5 message digest for message attributes")
std::string md5_of(std::string_view body);
std::string md5_of(const MessageAttributes& attributes);  // empty where there are none
// That of the system attributes, of which a sender may give one: AWSTraceHeader.
std::string md5_of_system_attributes(const Message& message);  // empty where there are none

// SequenceNumber as SQS writes it: 20 digits, growing, not by one.
std::string sequence_number(std::uint64_t sequence);

}  // namespace sqs
