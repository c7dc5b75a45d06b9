#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "emulator/dynamodb/attribute_value.h"

// What the kinds of expressions have in common: document paths and operands.

namespace dynamodb {

// One step into a document: a map's attribute, or an index of a list.
struct PathStep {
  std::string name = {};
  std::size_t index = 0;
  bool is_index = false;
  friend bool operator==(const PathStep& a, const PathStep& b) = default;
};
using Path = std::vector<PathStep>;

std::string to_text(const Path& path);  // "[a, [1], b]", as errors spell it

// What is at a path; null where nothing is.
const AttributeValue* find(const Item& item, const Path& path);
AttributeValue* find(Item& item, const Path& path);

enum class Function {
  kAttributeExists,
  kAttributeNotExists,
  kAttributeType,
  kBeginsWith,
  kContains,
  kSize,
  kIfNotExists,
  kListAppend,
  kUnknown  // an error that the parser has noted
};

// An operand of an operator or a function. Values are borrowed from the request's Placeholders.
struct Operand {
  enum class Kind { kPath, kValue, kFunction };
  Kind kind = Kind::kPath;
  Path path = {};
  const AttributeValue* value = nullptr;  // null: an undefined placeholder, an error that the parser has noted
  Function function = Function::kUnknown;
  std::string function_name = {};
  std::vector<Operand> arguments = {};

  bool is_path() const { return kind == Kind::kPath; }
  bool is_function() const { return kind == Kind::kFunction; }
};

}  // namespace dynamodb
