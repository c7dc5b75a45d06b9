#include "emulator/dynamodb/shape.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "base/text.h"
#include "emulator/dynamodb/errors.h"

namespace dynamodb {
namespace shape_detail {

using Kind = Shape::Kind;

// --- round one: kinds ---

std::string_view token_of(const Json& value) {
  switch (value.kind()) {
    case Json::Kind::kBool:
      return value.as_bool() ? "TRUE_VALUE" : "FALSE_VALUE";
    case Json::Kind::kInt:
    case Json::Kind::kUnsigned:
      return "NUMBER_VALUE";
    case Json::Kind::kDouble:
      return "DECIMAL_VALUE";
    default:
      return "STRING_VALUE";
  }
}

[[noreturn]] void fail_container(const Json& value, std::string_view java_type) {
  if (value.is_array()) throw serialization(fmt::format("Unrecognized collection type {}", java_type));
  throw serialization("Start of structure or map found where not expected");
}

bool is_container(const Json& value) { return value.is_array() || value.is_object(); }

void check_scalar(const Json& value, std::string_view java_class, bool fits) {
  if (fits) return;
  if (is_container(value)) fail_container(value, fmt::format("class java.lang.{}", java_class));
  throw serialization(fmt::format("{} cannot be converted to {}", token_of(value), java_class));
}

// Whether the bits of the last character that belong to no byte are zero, as Java's decoder wants them.
bool has_no_spare_bits(std::string_view base64) {
  if (!base64.ends_with('=')) return true;
  const bool two = base64.ends_with("==");
  const char last = base64[base64.size() - (two ? 3 : 2)];
  return std::string_view(two ? "AQgw" : "AEIMQUYcgkosw048").find(last) != std::string_view::npos;
}

void check_blob(const Json& value) {
  if (is_container(value)) fail_container(value, "class java.nio.ByteBuffer");
  if (!value.is_string()) throw serialization("only base-64-encoded strings are convertible to bytes");
  const std::string& text = value.as_string();
  if (text.size() % 4 != 0) {
    throw serialization(
        fmt::format("Base64 encoded length is expected a multiple of 4 bytes but found: {}", text.size()));
  }
  if (text.empty() || (base::from_base64(text) && has_no_spare_bits(text))) return;
  throw serialization("Invalid last non-pad Base64 character dectected");
}

// A list or map straight inside another one: AWS's reader stumbles over its own generics.
constexpr std::string_view kCastFailure =
    "class sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl cannot be cast to class java.lang.Class "
    "(sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl and java.lang.Class are in module java.base of "
    "loader 'bootstrap')";

std::string qualified(std::string_view java_name) {
  return java_name.find('.') == std::string_view::npos ? fmt::format("com.amazonaws.dynamodb.v20120810.{}", java_name)
                                                       : std::string(java_name);
}

void check_kind(const Json& value, const Shape& shape, bool is_element, int depth = 0) {
  // Two levels of JSON are one of a value, and values may have 32: deeper ones need not be walked to be refused.
  if (depth > 100) throw validation("Nesting Levels have exceeded supported limits");
  if (value.is_null()) return;
  switch (shape.kind) {
    case Kind::kString:
      return check_scalar(value, "String", value.is_string());
    case Kind::kInteger:
      return check_scalar(value, "Integer", value.is_number());
    case Kind::kLong:
      return check_scalar(value, "Long", value.is_number());
    case Kind::kBlob:
      return check_blob(value);
    case Kind::kBoolean:
      check_scalar(value, "Boolean", value.is_bool() || value.is_string());
      boolean_of(value);
      return;
    case Kind::kList:
      if (!is_container(value)) throw serialization(std::string(is_element ? kCastFailure : "Unexpected field type"));
      if (!value.is_array()) throw serialization("Start of structure or map found where not expected");
      for (const Json& element : value.elements()) check_kind(element, *shape.element, true, depth + 1);
      return;
    case Kind::kMap:
      if (!is_container(value)) throw serialization(std::string(is_element ? kCastFailure : "Unexpected field type"));
      if (value.is_array()) {
        fail_container(value, fmt::format("java.util.Map<java.lang.String, {}>", qualified(shape.java_name)));
      }
      for (const auto& [name, element] : value.members()) check_kind(element, *shape.element, true, depth + 1);
      return;
    case Kind::kStructure:
      if (!is_container(value)) {
        throw serialization(is_element ? "Unexpected value type in payload" : "Unexpected field type");
      }
      if (value.is_array()) fail_container(value, fmt::format("class {}", qualified(shape.java_name)));
      for (const auto& [name, field] : value.members()) {
        for (const Member& member : shape.members) {
          if (member.name == name) check_kind(field, *member.shape, false, depth + 1);
        }
      }
  }
}

// --- round two: constraints ---

bool is_resource_name(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '.' || c == '-';
  });
}

// A value as it stands in an error: texts plain, lists "[a, b]", maps "{a=b}".
std::string spelled(const Json& value) {
  if (value.is_string()) return value.as_string();
  std::vector<std::string> parts;
  if (value.is_array()) {
    for (const Json& element : value.elements()) parts.push_back(spelled(element));
    return "[" + base::join(parts, ", ") + "]";
  }
  if (value.is_object()) {
    for (const auto& [name, member] : value.members()) parts.push_back(name + "=" + spelled(member));
    return "{" + base::join(parts, ", ") + "}";
  }
  return value.dump();
}

class Constraints {
 public:
  void check(const Json& value, const Shape& shape, const std::string& path) {
    if (value.is_number()) {
      const double number = value.as_double();
      if (shape.min != Shape::kNone && number < static_cast<double>(shape.min)) {
        add(value, path, fmt::format("Member must have value greater than or equal to {}", shape.min));
      }
      if (shape.max != Shape::kNone && number > static_cast<double>(shape.max)) {
        add(value, path, fmt::format("Member must have value less than or equal to {}", shape.max));
      }
      return;
    }
    if (value.is_bool()) return;
    for (const std::string& what : broken(value, shape)) add(value, path, what);
    if (shape.key) {
      for (const auto& [name, member] : value.members()) {
        if (!broken(name, *shape.key).empty()) {
          add(value, path, fmt::format("Map keys must satisfy constraint: [{}]", base::join(all(*shape.key), ", ")));
        }
        if (shape.element_length_is_maps && !broken(member, *shape.element).empty()) {
          add(value, path,
              fmt::format("Map value must satisfy constraint: [{}]", base::join(all(*shape.element), ", ")));
        }
      }
    }
    descend(value, shape, path);
  }

  void check_members(const Json& value, const Shape& shape, const std::string& path) {
    for (const Member& member : shape.members) {
      std::string name(member.name);
      name[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(name[0])));
      const std::string member_path = path.empty() ? name : path + "." + name;
      const Json* found = value.find(member.name);
      if (found && !found->is_null()) {
        check(*found, *member.shape, member_path);
      } else if (member.need == Need::kNotNull) {
        add(Json(), member_path, "Member must not be null");
      }
    }
  }

  void finish() const {
    if (errors_.empty()) return;
    throw validation(fmt::format("{} validation error{} detected: {}", errors_.size(), errors_.size() == 1 ? "" : "s",
                                 base::join(errors_, "; ")));
  }

 private:
  static constexpr std::size_t kMaxErrors = 10;
  std::vector<std::string> errors_ = {};

  void add(const Json& value, const std::string& path, std::string_view what) {
    if (errors_.size() == kMaxErrors) return;
    errors_.push_back(fmt::format("Value {} at '{}' failed to satisfy constraint: {}",
                                  value.is_null() ? "null" : "'" + spelled(value) + "'", path, what));
  }

  // Every constraint of a shape, and those that `value` breaks.
  static std::vector<std::string> all(const Shape& shape) {
    std::vector<std::string> result;
    if (shape.max != Shape::kNone) {
      result.push_back(fmt::format("Member must have length less than or equal to {}", shape.max));
    }
    if (shape.min != Shape::kNone) {
      result.push_back(fmt::format("Member must have length greater than or equal to {}", shape.min));
    }
    if (shape.is_resource_name) {
      result.push_back("Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+");
    }
    return result;
  }

  static std::vector<std::string> broken(const Json& value, const Shape& shape) {
    std::vector<std::string> result;
    const auto length = static_cast<std::int64_t>(value.is_string() ? value.as_string().size() : value.size());
    if (!shape.choices.empty() && !is_choice(value, shape.choices)) {
      result.push_back(fmt::format("Member must satisfy enum value set: {}", shape.choices));
    }
    if (shape.is_resource_name && value.is_string() && !is_resource_name(value.as_string())) {
      result.push_back("Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+");
    }
    if (shape.max != Shape::kNone && length > shape.max) {
      result.push_back(fmt::format("Member must have length less than or equal to {}", shape.max));
    }
    if (shape.min != Shape::kNone && length < shape.min) {
      result.push_back(fmt::format("Member must have length greater than or equal to {}", shape.min));
    }
    return result;
  }

  static bool is_choice(const Json& value, std::string_view choices) {
    const std::string text = value.is_string() ? value.as_string() : std::string();
    for (const std::string_view choice : base::split(choices.substr(1, choices.size() - 2), ',')) {
      if (base::trim(choice) == text) return true;
    }
    return false;
  }

  void descend(const Json& value, const Shape& shape, const std::string& path) {
    if (shape.kind == Kind::kStructure) return check_members(value, shape, path);
    if (!shape.element) return;
    if (shape.kind == Kind::kList) {
      for (std::size_t i = 0; i < value.size(); ++i) {
        check_element(value.at(i), *shape.element, fmt::format("{}.{}.member", path, i + 1));
      }
    } else if (shape.element != &kAnyValue) {
      Shape element = *shape.element;
      if (shape.element_length_is_maps) element.min = element.max = Shape::kNone;
      for (const auto& [name, member] : value.members()) check_element(member, element, path + "." + name + ".member");
    }
  }

  void check_element(const Json& value, const Shape& shape, const std::string& path) {
    if (!value.is_null()) check(value, shape, path);
  }
};

void check_required(const Json& request, const Shape& shape) {
  for (const Member& member : shape.members) {
    const Json* found = request.find(member.name);
    const bool absent = !found || found->is_null();
    if (absent && member.need == Need::kPresent) {
      throw validation(fmt::format("The parameter '{}' is required but was not present in the request", member.name));
    }
    if (absent || !member.shape->names_table) continue;
    const std::size_t length = found->as_string().size();
    if (length < 3 || length > 255) {
      throw validation(
          fmt::format("{} must be at least 3 characters long and at most 255 characters long", member.name));
    }
  }
}

}  // namespace shape_detail

void check_shape(const Json& request, const Shape& shape) {
  shape_detail::check_kind(request, shape, false);
  shape_detail::check_required(request, shape);
  shape_detail::Constraints constraints;
  constraints.check_members(request, shape, {});
  constraints.finish();
}

bool boolean_of(const Json& wire) {
  if (wire.is_bool()) return wire.as_bool();
  for (const std::string_view word : {"true", "1", "yes"}) {
    if (base::equals_ignore_case(wire.as_string(), word)) return true;
  }
  for (const std::string_view word : {"false", "0", "no"}) {
    if (base::equals_ignore_case(wire.as_string(), word)) return false;
  }
  throw serialization("Unexpected token received from parser");
}

bool boolean_or(const Fields& in, std::string_view name, bool otherwise) {
  const Json* found = in.find(name);
  return found ? boolean_of(*found) : otherwise;
}

const protocol::FieldFaults kFieldFaults = {
    .missing = [](std::string_view path) { return validation(fmt::format("The parameter '{}' is required", path)); },
    .wrong_kind =
        [](std::string_view path, std::string_view wanted, const Json& found) {
          return serialization(fmt::format("{} must be {}, not {}", path, wanted, found.kind_name()));
        }};

}  // namespace dynamodb
