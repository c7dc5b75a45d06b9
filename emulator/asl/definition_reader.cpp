#include "emulator/asl/definition_reader.h"

#include <algorithm>

namespace asl {
namespace reader_detail {
constexpr const char* kSchema = "SCHEMA_VALIDATION_FAILED";
}

std::string DefinitionReader::location_of(std::string_view field) const { return location_ + "/" + std::string(field); }

void DefinitionReader::complain(std::string message) const {
  problems_.push_back({reader_detail::kSchema, std::move(message), location_.empty() ? "/" : location_});
}

void DefinitionReader::complain(std::string_view field, std::string message) const {
  complain_as(reader_detail::kSchema, field, std::move(message));
}

void DefinitionReader::complain_as(std::string code, std::string_view field, std::string message) const {
  problems_.push_back({std::move(code), std::move(message), location_of(field)});
}

void DefinitionReader::require(std::initializer_list<std::string_view> fields) const {
  std::string missing;
  int count = 0;
  for (const auto field : fields) {
    if (!object_.contains(field)) {
      missing += (missing.empty() ? "" : ", ") + std::string(field);
      ++count;
    }
  }
  if (count == 1) {
    complain("The field '" + missing + "' is required but was missing");
  } else if (count > 1) {
    complain("These fields are required: [" + missing + "]");
  }
}

void DefinitionReader::allow_only(std::initializer_list<std::vector<std::string_view>> fields) const {
  for (const auto& [name, value] : object_.members()) {
    const bool known = std::ranges::any_of(fields, [&, &field = name](const auto& group) {
      return std::ranges::find(group, std::string_view(field)) != group.end();
    });
    if (!known) {
      complain(name, "Field is not supported");
    }
  }
}

std::string DefinitionReader::text(std::string_view field) const {
  const Json* value = object_.find(field);
  if (value != nullptr && !value->is_string()) {
    complain(field, "Expected value of type String");
  }
  return object_.text(field);
}

std::string DefinitionReader::target(std::string_view field) const {
  if (const Json* value = object_.find(field); value != nullptr && *value == Json("")) {
    complain(field, "Value cannot be empty");
  }
  return text(field);
}

std::optional<std::int64_t> DefinitionReader::integer(std::string_view field, std::int64_t min,
                                                      std::int64_t max) const {
  const Json* value = object_.find(field);
  if (value == nullptr) {
    return std::nullopt;
  }
  if (value->kind() != Json::Kind::kInt) {
    complain(field, "Expected value of type Integer");
    return std::nullopt;
  }
  if (value->as_int() < min || value->as_int() > max) {
    complain(field, "Value is not within the range of " + std::to_string(min) + " to " + std::to_string(max));
    return std::nullopt;
  }
  return value->as_int();
}

std::optional<double> DefinitionReader::number(std::string_view field, double min) const {
  const Json* value = object_.find(field);
  if (value == nullptr) {
    return std::nullopt;
  }
  if (!value->is_number() || !(value->as_double() >= min)) {
    complain(field, "Expected a number that is not less than " + Json(min).dump());
    return std::nullopt;
  }
  return value->as_double();
}

std::vector<std::string> DefinitionReader::texts(std::string_view field) const {
  std::vector<std::string> out;
  const Json* value = object_.find(field);
  if (value == nullptr) {
    return out;
  }
  for (const Json& element : value->elements()) {
    if (element.is_string()) {
      out.push_back(element.as_string());
    }
  }
  if (!value->is_array() || out.size() != value->size()) {
    complain(field, "Expected value of type Array of Strings");
  } else if (out.empty()) {
    complain(field, "Value cannot be empty");
  }
  return out;
}

std::optional<Path> DefinitionReader::path(std::string_view field) const {
  const Json* value = object_.find(field);
  if (value == nullptr) {
    return std::nullopt;
  }
  auto parsed = value->is_string() ? Path::parse(value->as_string()) : std::nullopt;
  if (!parsed) {
    complain(field, "Value is not a valid JSONPath");
  }
  return parsed;
}

DataPath DefinitionReader::data_path(std::string_view field) const {
  const Json* value = object_.find(field);
  if (value != nullptr && value->is_null()) {
    return {.discard = true};
  }
  return {.path = path(field)};
}

DataPath DefinitionReader::reference_path(std::string_view field) const {
  DataPath read = data_path(field);
  if (read.path && !read.path->is_reference()) {
    complain(field, "Value is not a Reference Path");
  }
  return read;
}

std::optional<Json> DefinitionReader::payload_template(std::string_view field) const {
  const Json* value = object_.find(field);
  if (value == nullptr) {
    return std::nullopt;
  }
  if (const auto bad = find_bad_expression(*value)) {
    complain(field,
             "The value for the field '" + *bad + "' must be a valid JSONPath or a valid intrinsic function call");
  }
  return *value;
}

std::optional<Json> DefinitionReader::assign() const {
  auto read = payload_template("Assign");
  if (read && !read->is_object()) {
    complain("Assign", "Expected value of type Object");
    return std::nullopt;
  }
  return read;
}

}  // namespace asl
