#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "emulator/protocol/fault.h"

// What DynamoDB says when it cannot do what it is asked. Texts are AWS's own, letter by letter, its odd blanks
// included: clients and tests compare them.

namespace dynamodb {

using protocol::Fault;

// --- the request itself ---
Fault validation(std::string message);
Fault invalid_parameter(std::string_view what);  // "One or more parameter values were invalid: …"
Fault serialization(std::string message);        // a field of the wrong JSON kind
Fault not_json();
Fault unknown_operation(std::string_view name);
// A request that AWS would take and this emulator does not do: says so, never skips it.
Fault not_supported(std::string_view what);

// --- numbers ---
Fault not_a_number(std::string_view text);
Fault number_overflow();
Fault number_underflow();
Fault too_many_digits();

// --- tables and items ---
Fault resource_not_found();
Fault table_not_found(std::string_view table);
Fault resource_in_use(std::string message);
Fault limit_exceeded(std::string message);
Fault arn_not_found(std::string_view arn);
Fault conditional_check_failed();
Fault key_mismatch();
Fault item_too_large();
Fault invalid_start_key(std::string_view why = {});

// --- transactions ---
struct CancellationReason {
  std::string code = "None";
  std::string message = {};
  base::Json item = {};
};
Fault transaction_canceled(const std::vector<CancellationReason>& reasons);
Fault idempotent_parameter_mismatch();

}  // namespace dynamodb
