#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/json.h"

// Value: what a JSONata expression computes with, beside what JSON knows: undefined, sequences and functions.
//
// 16 bytes, copied freely, owned by nobody: text, arrays and objects lie in the evaluation's Arena, in the input or in
// the expression, and are gone with it. A piece of the input is not copied: it stays Json, and looks like any other
// value.

namespace jsonata {

struct Array;
struct Object;
struct Function;
struct Tuple;

enum class Kind : std::uint8_t {
  kUndefined,
  kNull,
  kBool,
  kNumber,
  kString,
  kArray,
  kObject,
  kFunction,
  kTuple,  // inside the evaluator only: see tuple.h
};

class Value {
 public:
  Value() = default;  // undefined
  static Value null() { return Value(Kind::kNull); }
  static Value boolean(bool value);
  static Value number(double value);
  // `text` is borrowed: a literal, the input, or what Arena::text() made.
  static Value string(std::string_view text);
  static Value array(Array* array);
  static Value object(Object* object);
  static Value function(Function* function);
  static Value tuple(Tuple* tuple);
  static Value json(const base::Json& json);  // borrowed

  Kind kind() const { return kind_; }
  bool is_undefined() const { return kind_ == Kind::kUndefined; }
  bool is_null() const { return kind_ == Kind::kNull; }
  bool is_bool() const { return kind_ == Kind::kBool; }
  bool is_number() const { return kind_ == Kind::kNumber; }  // NaN and infinity too; is_numeric() is the language's own
  bool is_string() const { return kind_ == Kind::kString; }
  bool is_array() const { return kind_ == Kind::kArray; }
  bool is_object() const { return kind_ == Kind::kObject; }
  bool is_function() const { return kind_ == Kind::kFunction; }

  // What it holds; only where the kind says so.
  bool as_bool() const { return held_.boolean; }
  double as_number() const { return held_.number; }
  std::string_view as_string() const { return {held_.text, length_}; }
  Function* as_function() const { return held_.function; }
  Tuple* as_tuple() const { return held_.tuple; }

  // Of an array: how many, and each. (0 for every other kind.)
  std::size_t size() const;
  Value at(std::size_t index) const;
  // Of an object: a member by name, undefined where there is none.
  Value find(std::string_view name) const;

  // The array or object made by this evaluation, null for a piece of the input.
  Array* own_array() const { return kind_ == Kind::kArray && !is_json_ ? held_.array : nullptr; }
  Object* own_object() const { return kind_ == Kind::kObject && !is_json_ ? held_.object : nullptr; }
  const base::Json* borrowed() const { return is_json_ ? held_.json : nullptr; }
  // The same array or object, not one that is equal to it.
  bool is_same(const Value& other) const;

 private:
  explicit Value(Kind kind) : kind_(kind) {}

  Kind kind_ = Kind::kUndefined;
  bool is_json_ = false;
  std::uint32_t length_ = 0;
  union {
    double number;
    bool boolean;
    const char* text;
    Array* array;
    Object* object;
    Function* function;
    Tuple* tuple;
    const base::Json* json;
  } held_ = {0};
};

static_assert(sizeof(Value) == 16);

// The value as JSON: nothing for undefined and for a function; a function in an array is null, in an object left out; a
// number that is not finite is null. Integers up to 2^53 are written as integers.
std::optional<base::Json> to_json(const Value& value);

}  // namespace jsonata
