#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "emulator/dynamodb/attribute_value.h"

namespace dynamodb {

// A request's ExpressionAttributeNames and ExpressionAttributeValues, and which of them its expressions have used.
// Parsed expressions point to the values, so it must outlive them; moving it is safe.
class Placeholders {
 public:
  Placeholders() = default;
  // Throws the ValidationException of an empty map, of a malformed key ("a" for "#a") and of a value that is none.
  explicit Placeholders(const Json& request);
  Placeholders(Placeholders&&) = default;
  Placeholders& operator=(Placeholders&&) = default;
  Placeholders(const Placeholders&) = delete;
  Placeholders& operator=(const Placeholders&) = delete;

  // Null where it is not defined; from now on it counts as used.
  const std::string* find_name(std::string_view key);
  const AttributeValue* find_value(std::string_view key);
  // Throws when one was never asked for.
  void check_all_used() const;

 private:
  template <class Content>
  struct Row {
    std::string key = {};
    Content content = {};
    bool used = false;
  };
  std::vector<Row<std::string>> names_ = {};
  std::vector<Row<AttributeValue>> values_ = {};
};

// Refuses what does not go together: expressions with legacy parameters, and placeholders without an expression.
void check_expression_parameters(const Json& request, std::initializer_list<std::string_view> expressions,
                                 std::initializer_list<std::string_view> legacy);
// Legacy parameters (Expected, AttributesToGet …) are not done by this emulator; called where AWS would read them.
void refuse_legacy_parameters(const Json& request, std::initializer_list<std::string_view> legacy);

}  // namespace dynamodb
