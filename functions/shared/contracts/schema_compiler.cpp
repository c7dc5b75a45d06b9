#include "contracts/schema_compiler.h"

#include <fmt/format.h>

namespace contracts {
namespace schema_compiler_detail {

using base::Json;

unsigned parse_type(const Json& name, const std::string& at) {
  constexpr std::pair<std::string_view, unsigned> kNames[] = {
      {"null", kNullType},     {"boolean", kBooleanType}, {"object", kObjectType},  {"array", kArrayType},
      {"number", kNumberType}, {"string", kStringType},   {"integer", kIntegerType}};
  for (const auto& [known, bit] : kNames) {
    if (name.is_string() && name.as_string() == known) return bit;
  }
  throw SchemaError(at, fmt::format("{} is no type of JSON Schema", name.dump()));
}

unsigned parse_types(const Json& value, const std::string& at) {
  if (!value.is_array()) return parse_type(value, at);
  unsigned types = 0;
  for (const Json& name : value.elements()) types |= parse_type(name, at);
  return types;
}

std::size_t parse_count(const Json& value, const std::string& at) {
  if (!value.is_integer() || value.as_int() < 0) throw SchemaError(at, "wants a whole number from 0 up");
  return static_cast<std::size_t>(value.as_int());
}

double parse_bound(const Json& value, const std::string& at) {
  if (!value.is_number()) throw SchemaError(at, "wants a number");
  return value.as_double();
}

std::vector<std::string> parse_names(const Json& value, const std::string& at) {
  if (!value.is_array()) throw SchemaError(at, "wants a list of names");
  std::vector<std::string> names;
  for (const Json& name : value.elements()) {
    if (!name.is_string()) throw SchemaError(at, "wants a list of names");
    names.push_back(name.as_string());
  }
  return names;
}

EcmaPattern parse_pattern(const Json& value, const std::string& at) {
  if (!value.is_string()) throw SchemaError(at, "wants a regular expression as text");
  try {
    return EcmaPattern(value.as_string());
  } catch (const PatternError& error) {
    throw SchemaError(at, fmt::format("the regular expression does not compile: {}", error.what()));
  }
}

void require_object(const Json& value, const std::string& at) {
  if (!value.is_object()) throw SchemaError(at, "wants an object");
}

}  // namespace schema_compiler_detail

using namespace schema_compiler_detail;

const JsonSchema::Node* SchemaCompiler::compile(const std::string& pointer) {
  if (const auto known = known_.find(pointer); known != known_.end()) return known->second;
  const Json* schema = find_pointer(document_, pointer);
  if (!schema) throw SchemaError(pointer, "there is no such schema");
  require_object(*schema, pointer);
  JsonSchema::Node& node = *nodes_.emplace_back(std::make_unique<JsonSchema::Node>());
  known_[pointer] = &node;
  for (const auto& [name, value] : schema->members()) read_keyword(node, name, value, pointer + pointer_step(name));
  if ((node.consequence || node.alternative) && !node.condition)
    throw SchemaError(pointer, "then and else stand beside an if only");
  return &node;
}

void SchemaCompiler::read_keyword(JsonSchema::Node& node, const std::string& name, const Json& value,
                                  const std::string& at) {
  if (name == "type") {
    node.types = parse_types(value, at);
  } else if (name == "const") {
    node.constant = value;
  } else if (name == "enum") {
    if (!value.is_array()) throw SchemaError(at, "wants a list of values");
    node.choices = value;
  } else if (name == "required") {
    node.required = parse_names(value, at);
  } else if (name == "properties") {
    require_object(value, at);
    for (const auto& member : value.members())
      node.properties.emplace_back(member.first, compile(at + pointer_step(member.first)));
  } else if (name == "additionalProperties") {
    if (!value.is_bool() || value.as_bool()) throw SchemaError(at, "may be false only");
    node.closed = true;
  } else if (name == "dependentRequired") {
    require_object(value, at);
    for (const auto& member : value.members())
      node.dependent_required.emplace_back(member.first, parse_names(member.second, at));
  } else if (name == "items") {
    node.items = compile(at);
  } else if (name == "pattern") {
    node.pattern = parse_pattern(value, at);
  } else if (name == "minLength") {
    node.min_length = parse_count(value, at);
  } else if (name == "maxLength") {
    node.max_length = parse_count(value, at);
  } else if (name == "minItems") {
    node.min_items = parse_count(value, at);
  } else if (name == "maxItems") {
    node.max_items = parse_count(value, at);
  } else if (name == "minProperties") {
    node.min_properties = parse_count(value, at);
  } else if (name == "minimum") {
    node.minimum = parse_bound(value, at);
  } else if (name == "maximum") {
    node.maximum = parse_bound(value, at);
  } else if (name == "anyOf") {
    if (!value.is_array() || value.empty()) throw SchemaError(at, "wants a list of schemas");
    for (std::size_t i = 0; i < value.size(); ++i) node.any_of.push_back(compile(fmt::format("{}/{}", at, i)));
  } else if (name == "not") {
    node.unwanted = compile(at);
  } else if (name == "if") {
    node.condition = compile(at);
  } else if (name == "then") {
    node.consequence = compile(at);
  } else if (name == "else") {
    node.alternative = compile(at);
  } else if (name == "$ref") {
    if (!value.is_string() || !value.as_string().starts_with("#/$defs/"))
      throw SchemaError(at, "may lead into #/$defs/ of the same document only");
    node.reference = compile(value.as_string().substr(1));
  } else if (name == "$defs") {
    require_object(value, at);
    for (const auto& member : value.members()) compile(at + pointer_step(member.first));
  } else if (name != "$schema" && name != "$id" && name != "$comment" && name != "title" && name != "description") {
    throw SchemaError(at, fmt::format("the keyword {} is not one that contracts may use", name));
  }
}

}  // namespace contracts
