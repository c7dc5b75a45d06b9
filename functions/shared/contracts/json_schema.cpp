#include "contracts/json_schema.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "contracts/schema_compiler.h"
#include "contracts/schema_node.h"

namespace contracts {
namespace json_schema_detail {

using base::Json;
using Node = JsonSchema::Node;

bool has_type(const Json& value, unsigned types) {
  switch (value.kind()) {
    case Json::Kind::kNull:
      return types & kNullType;
    case Json::Kind::kBool:
      return types & kBooleanType;
    case Json::Kind::kInt:
    case Json::Kind::kUnsigned:
      return types & (kNumberType | kIntegerType);
    case Json::Kind::kDouble:  // 1.0 is an integer. (JSON Schema core §6.3)
      return types & kNumberType || (types & kIntegerType && std::trunc(value.as_double()) == value.as_double());
    case Json::Kind::kString:
      return types & kStringType;
    case Json::Kind::kArray:
      return types & kArrayType;
    case Json::Kind::kObject:
      return types & kObjectType;
  }
  return false;
}

// Walks a value with a schema. Without a list to write to it only answers whether all is well.
class Checker {
 public:
  Checker(Stage stage, std::string path, std::vector<Violation>* out)
      : stage_(stage), path_(std::move(path)), out_(out) {}

  // Returns whether the value keeps to the schema.
  bool check(const Node& node, const Json& value) {
    const std::size_t before = broken_;
    if (node.types && !has_type(value, *node.types)) report("type", value);
    if (node.constant && !(value == *node.constant)) report("const", value);
    if (node.choices) check_enum(*node.choices, value);
    if (value.is_string()) check_text(node, value);
    if (value.is_number()) check_number(node, value);
    if (value.is_array()) check_array(node, value);
    if (value.is_object()) check_object(node, value);
    if (!node.any_of.empty()) {
      const auto passes = [&](const Node* choice) { return holds(*choice, value); };
      if (std::none_of(node.any_of.begin(), node.any_of.end(), passes)) report("anyOf", value);
    }
    if (node.unwanted && holds(*node.unwanted, value)) report("not", value);
    if (node.condition) {
      const Node* then = holds(*node.condition, value) ? node.consequence : node.alternative;
      if (then) check(*then, value);
    }
    if (node.reference) check(*node.reference, value);
    return broken_ == before;
  }

 private:
  static bool holds(const Node& node, const Json& value) { return Checker({}, {}, nullptr).check(node, value); }

  void report(std::string_view rule, const Json& value) {
    ++broken_;
    if (out_) out_->push_back({.stage = stage_, .path = path_, .rule = std::string(rule), .value = show_value(value)});
  }
  void report_member(std::string_view rule, const std::string& name, const Json* value) {
    ++broken_;
    if (!out_) return;
    Violation found{.stage = stage_, .path = path_ + pointer_step(name), .rule = std::string(rule)};
    if (value) found.value = show_value(*value);
    out_->push_back(std::move(found));
  }

  void check_enum(const Json& choices, const Json& value) {
    const auto all = choices.elements();
    if (std::find(all.begin(), all.end(), value) == all.end()) report("enum", value);
  }

  void check_text(const Node& node, const Json& value) {
    const std::string& text = value.as_string();
    if (node.min_length || node.max_length) {
      const std::size_t length = base::count_code_points(text);
      if (node.min_length && length < *node.min_length) report("minLength", value);
      if (node.max_length && length > *node.max_length) report("maxLength", value);
    }
    if (node.pattern && !node.pattern->matches(text)) report("pattern", value);
  }

  void check_number(const Node& node, const Json& value) {
    if (node.minimum && value.as_double() < *node.minimum) report("minimum", value);
    if (node.maximum && value.as_double() > *node.maximum) report("maximum", value);
  }

  void check_array(const Node& node, const Json& value) {
    if (node.min_items && value.size() < *node.min_items) report("minItems", value);
    if (node.max_items && value.size() > *node.max_items) report("maxItems", value);
    if (!node.items) return;
    for (std::size_t i = 0; i < value.size(); ++i) step_in('/' + std::to_string(i), *node.items, value.elements()[i]);
  }

  void check_object(const Node& node, const Json& value) {
    if (node.min_properties && value.size() < *node.min_properties) report("minProperties", value);
    for (const std::string& name : node.required) {
      if (!value.contains(name)) report_member("required", name, nullptr);
    }
    for (const auto& [name, needed] : node.dependent_required) {
      if (!value.contains(name)) continue;
      for (const std::string& other : needed) {
        if (!value.contains(other)) report_member("dependentRequired", other, nullptr);
      }
    }
    for (const auto& [name, schema] : node.properties) {
      if (const Json* member = value.find(name)) step_in(pointer_step(name), *schema, *member);
    }
    if (!node.closed) return;
    for (const auto& [name, member] : value.members()) {
      const auto is_named = [&](const auto& property) { return property.first == name; };
      if (std::none_of(node.properties.begin(), node.properties.end(), is_named))
        report_member("additionalProperties", name, &member);
    }
  }

  void step_in(const std::string& step, const Node& node, const Json& value) {
    const std::size_t parent = path_.size();
    path_ += step;
    check(node, value);
    path_.resize(parent);
  }

  Stage stage_;
  std::string path_;
  std::vector<Violation>* out_;
  std::size_t broken_ = 0;
};

}  // namespace json_schema_detail

using namespace json_schema_detail;

JsonSchema::JsonSchema(const base::Json& schema) { root_ = SchemaCompiler(schema, nodes_).compile(""); }
JsonSchema::~JsonSchema() = default;
JsonSchema::JsonSchema(JsonSchema&&) noexcept = default;
JsonSchema& JsonSchema::operator=(JsonSchema&&) noexcept = default;

std::vector<Violation> JsonSchema::check(const base::Json& value, Stage stage, std::string_view base) const {
  std::vector<Violation> found;
  Checker(stage, std::string(base), &found).check(*root_, value);
  return sorted(std::move(found));
}

}  // namespace contracts
