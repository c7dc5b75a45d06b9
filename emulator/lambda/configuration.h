#pragma once

#include "emulator/lambda/function.h"
#include "emulator/lambda/operations.h"

namespace lambda_service {

// The JSON object of a request's body. Throws the fault of a body that is none.
base::Json parse_body(const RestCall& call);

// The fields that CreateFunction and UpdateFunctionConfiguration have in common, where the body has them. Throws
// invalid_parameter() for one that is not supported here: nothing is silently ignored.
void apply_configuration(const base::Json& body, Function& function);

// Code.ZipFile (base64). Throws invalid_parameter() where there is none, or where it is to come from elsewhere.
void apply_code(const base::Json& code, const Functions& functions, Function& function);

}  // namespace lambda_service
