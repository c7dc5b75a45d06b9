#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

// Json: a JSON value (RFC 8259) whose objects keep the order of their members. Boost.JSON reads it and nlohmann-json
// writes what is not UTF-8, in json_read.cpp and json_write.cpp only: including this header costs a tenth of theirs.
//
// Integers that fit are kept exactly (64 bits, signed or unsigned above that); every other number is a double.

namespace base {

class Json {
 public:
  using Member = std::pair<std::string, Json>;
  using Array = std::vector<Json>;
  using Object = std::vector<Member>;
  enum class Kind { kNull, kBool, kInt, kUnsigned, kDouble, kString, kArray, kObject };

  Json() = default;  // null
  Json(std::nullptr_t) {}
  Json(bool value) : value_(value) {}
  Json(int value) : value_(std::int64_t{value}) {}
  Json(long value) : value_(std::int64_t{value}) {}
  Json(long long value) : value_(std::int64_t{value}) {}
  Json(unsigned value) : value_(std::int64_t{value}) {}
  Json(unsigned long value);
  Json(unsigned long long value) : Json(static_cast<unsigned long>(value)) {}
  Json(double value) : value_(value) {}
  Json(const char* value) : value_(std::string(value)) {}
  Json(std::string_view value) : value_(std::string(value)) {}
  Json(std::string value) : value_(std::move(value)) {}
  Json(Array value) : value_(std::move(value)) {}
  // An object: {{"MessageId", id}, {"Attempts", 3}}. Names must differ. Json{} is null; the empty object is
  // Json::object().
  struct Field;
  Json(std::initializer_list<Field> members);

  static Json object() { return Json(Object{}); }
  static Json array(std::initializer_list<Json> elements = {}) { return Json(Array(elements)); }

  // Reads one document and nothing behind it but blanks. Of members with the same name the last one counts.
  // Throws JsonError: not JSON, not UTF-8, or nested deeper than 512.
  static Json parse(std::string_view text);
  static std::optional<Json> try_parse(std::string_view text);  // the same; nothing where that throws

  // Compact; `indent` > 0 for people. Text that is not UTF-8 is written with U+FFFD in place of what is wrong.
  std::string dump(int indent = 0) const;

  Kind kind() const { return static_cast<Kind>(value_.index()); }
  bool is_null() const { return kind() == Kind::kNull; }
  bool is_bool() const { return kind() == Kind::kBool; }
  bool is_integer() const { return kind() == Kind::kInt || kind() == Kind::kUnsigned; }
  bool is_number() const { return is_integer() || kind() == Kind::kDouble; }
  bool is_string() const { return kind() == Kind::kString; }
  bool is_array() const { return kind() == Kind::kArray; }
  bool is_object() const { return kind() == Kind::kObject; }
  std::string_view kind_name() const;  // "null", "boolean", "number", "string", "array", "object"

  // What it holds. Throws JsonError where it holds something else (as_double reads every number).
  bool as_bool() const;
  std::int64_t as_int() const;
  std::uint64_t as_unsigned() const;
  double as_double() const;
  const std::string& as_string() const;
  std::string& as_string();

  // Elements of an array, members of an object; empty for every other kind.
  std::span<const Json> elements() const;
  std::span<const Member> members() const;
  std::size_t size() const;
  bool empty() const { return size() == 0; }

  // A member by name: null pointer where there is none, or where this is not an object.
  const Json* find(std::string_view name) const;
  Json* find(std::string_view name);
  bool contains(std::string_view name) const { return find(name) != nullptr; }
  const Json& at(std::string_view name) const;  // throws JsonError that names it
  const Json& at(std::size_t index) const;      // likewise
  Json& at(std::size_t index);
  // The member's text, or nothing where it is absent or not a string. For codecs that treat both alike.
  std::string text(std::string_view name, std::string_view otherwise = {}) const;

  // Building. A null becomes an object (set, []) or an array (push_back) at its first use.
  Json& operator[](std::string_view name);       // the member, made null where it is absent
  Json& set(std::string_view name, Json value);  // replaces or appends; returns *this
  void push_back(Json element);
  bool erase(std::string_view name);
  Array& mutable_elements();  // throws where this is not an array
  Object& mutable_members();  // throws where this is not an object

  // Deep equality. Numbers compare by value (1 == 1.0), objects without regard to the order of their members.
  friend bool operator==(const Json& a, const Json& b);

 private:
  explicit Json(Object value) : value_(std::move(value)) {}

  std::variant<std::monostate, bool, std::int64_t, std::uint64_t, double, std::string, Array, Object> value_ = {};
};

// A member as it is written in a list. Lists are constant; their values are moved out of them all the same.
struct Json::Field {
  std::string_view name = {};
  mutable Json value = {};
};

struct JsonError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// `text` as a JSON string, quotes and all.
std::string quote_json(std::string_view text);

}  // namespace base
