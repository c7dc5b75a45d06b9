#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/json.h"

// DynamoDB's attribute values, {"S": "…"} and {"N": "…"}: written and read.

namespace aws::attribute {

base::Json s(std::string_view text);
base::Json n(std::int64_t number);
base::Json n(std::string_view decimal);  // digits as they are
base::Json m(base::Json members);        // an object of attribute values

// An item's attribute; nothing where it is absent or of another type.
std::optional<std::string> find_s(const base::Json& item, std::string_view name);
std::optional<std::int64_t> find_n(const base::Json& item, std::string_view name);
std::optional<std::string> find_decimal(const base::Json& item, std::string_view name);  // an N's digits as they are
const base::Json* find_m(const base::Json& item, std::string_view name);
// The same; throws Failure "DamagedItem" naming the attribute.
std::string get_s(const base::Json& item, std::string_view name);
std::int64_t get_n(const base::Json& item, std::string_view name);
std::string get_decimal(const base::Json& item, std::string_view name);

}  // namespace aws::attribute
