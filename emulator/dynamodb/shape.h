#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string_view>

#include "base/json.h"
#include "emulator/protocol/fields.h"

namespace dynamodb {

using base::Json;
using protocol::Fields;

// What a request must look like, as data: each operation has one Shape. AWS checks in two rounds, and clients see the
// difference: first every field's JSON kind (SerializationException, the first that is wrong), then every constraint
// ("2 validation errors detected: …", all of them, ten at most).
struct Shape;

enum class Need {
  kOptional,
  kNotNull,  // "Value null at 'key' failed to satisfy constraint: Member must not be null"
  kPresent   // "The parameter 'TableName' is required but was not present in the request"
};

struct Member {
  std::string_view name = {};
  const Shape* shape = nullptr;
  Need need = Need::kOptional;
};

struct Shape {
  enum class Kind { kString, kBoolean, kInteger, kLong, kBlob, kList, kMap, kStructure };
  static constexpr std::int64_t kNone = std::numeric_limits<std::int64_t>::min();

  Kind kind = Kind::kString;
  // A structure's name, or what a map holds, as the error spells it: "KeySchemaElement", "java.lang.String".
  std::string_view java_name = {};
  const Shape* element = nullptr;         // of a list or a map
  std::span<const Member> members = {};   // of a structure
  std::int64_t min = kNone, max = kNone;  // length of text, list or map; value of a number
  std::string_view choices = {};          // "[INDEXES, TOTAL, NONE]"
  bool is_resource_name = false;          // [a-zA-Z0-9_.-]+
  bool names_table = false;               // checked first, with a sentence of its own
  const Shape* key = nullptr;             // of a map: constraints of its names
  bool element_length_is_maps = false;    // of a map: its lists' lengths are told as the map's
};

// Throws what AWS answers to a request that does not have this shape.
void check_shape(const Json& request, const Shape& shape);

// A boolean as the service reads it: true, "true", "1", "yes" and their opposites.
bool boolean_of(const Json& wire);
bool boolean_or(const Fields& in, std::string_view name, bool otherwise);

// How Fields tells a field of the wrong kind; shapes come first, so nobody sees it but a programmer.
extern const protocol::FieldFaults kFieldFaults;

// --- shapes that many operations share ---
extern const Shape kText, kTruth, kInt, kPositiveInt, kTableName, kPlainTableName, kIndexName, kAnyValue, kValues,
    kNames, kReturnConsumedCapacity, kReturnItemCollectionMetrics, kReturnValues, kReturnValuesOnFailure,
    kConditionalOperator, kSelect, kAttributesToGet, kExpected, kConditions;

}  // namespace dynamodb
