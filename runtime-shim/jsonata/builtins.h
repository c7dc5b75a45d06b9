#pragma once

#include <span>
#include <string_view>

#include "jsonata/evaluator.h"

// The functions of the language, by family: each family is a file with a table.

namespace jsonata {

struct BuiltinRow {
  std::string_view name = {};
  std::string_view signature = {};
  std::size_t arity = 0;
  Builtin::Body body = nullptr;
};

std::span<const BuiltinRow> string_functions();
std::span<const BuiltinRow> matching_functions();  // with regular expressions: contains, match, replace, split
std::span<const BuiltinRow> encoding_functions();
std::span<const BuiltinRow> number_functions();
std::span<const BuiltinRow> array_functions();
std::span<const BuiltinRow> object_functions();
std::span<const BuiltinRow> function_functions();  // those that take a function: map, filter, reduce, sort...
std::span<const BuiltinRow> date_functions();

// JavaScript's rounding of half to even, at so many places (which may be negative).
double round_half_even(double value, double places);

// $formatNumber. Throws Fault D3080 and those that follow.
std::string format_number(double value, std::string_view picture, const Value& options);

}  // namespace jsonata
