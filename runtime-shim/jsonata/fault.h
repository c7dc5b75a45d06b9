#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/json.h"
#include "jsonata/limits.h"
#include "jsonata/value.h"

// Fault: an error on its way out of parser or evaluator. Functions add their name and place as it passes; at the door
// it becomes an Error with the reference's sentence for the code.

namespace jsonata {

struct Error;

struct Fault {
  std::string_view code = {};                // a literal, or `own_code`
  std::string own_code = {};                 // chosen by a host function
  std::optional<std::size_t> position = {};  // in bytes
  std::optional<std::string> token = {};
  base::Json value = {};
  base::Json value2 = {};   // the other operand, or an exponent
  std::size_t index = 0;    // of the argument, from 1
  std::string detail = {};  // a type, a function's name, or a whole message ($error)
};

[[noreturn]] void fail(std::string_view code);
[[noreturn]] void fail(std::string_view code, const Value& value);
[[noreturn]] void fail(std::string_view code, const Value& value, const Value& value2);
[[noreturn]] void fail_for_depth();  // U1001, as what follows: the reference has one code for both
[[noreturn]] void fail_for_steps();
[[noreturn]] void fail_at(std::string_view code, std::size_t position, std::string token = {}, base::Json value = {});

// With the position in UTF-16 units of `source`.
Error to_error(const Fault& fault, std::string_view source);

}  // namespace jsonata
