#pragma once

#include <string>
#include <string_view>

#include "emulator/dynamodb/attribute_value.h"

// Binary keys whose bytewise order is DynamoDB's: items of one hash key lie together, sorted by range key; hash keys
// themselves lie in the order of their digest, as a Scan on AWS finds them, so that a segment of a parallel Scan is a
// range of keys.

namespace dynamodb {

// Appends a string, number or binary key value, self-terminating, in the order of values.
void append_key_part(std::string& key, const AttributeValue& value);
// The same without the end: what every value that begins with this one starts with. Strings and binaries only.
void append_key_prefix(std::string& key, const AttributeValue& value);

// Where a hash key lies in the table: three bytes of a digest that hash values spread over evenly.
inline constexpr std::size_t kSlotBytes = 3;
std::string slot_of(const AttributeValue& hash);
// The first slot of a segment, and the first behind it (empty behind the last).
std::string first_slot(std::int64_t segment, std::int64_t total_segments);

}  // namespace dynamodb
