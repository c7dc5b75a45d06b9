#pragma once

#include <string>
#include <string_view>

#include "emulator/dynamodb/attribute_value.h"

namespace dynamodb {

// An item as the store keeps it: compact, self-describing, the first byte is the format's version.
std::string to_record(const Item& item);
// CHECKs that it is whole: what is in the store was written by to_record.
Item from_record(std::string_view record);

}  // namespace dynamodb
