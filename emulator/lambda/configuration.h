#pragma once

#include "emulator/lambda/function.h"
#include "emulator/lambda/operations.h"

namespace lambda_service {

// What is wrong with a field, as Lambda says it.
extern const protocol::FieldFaults kFieldFaults;

// The JSON object of a request's body. Throws the fault of a body that is none.
base::Json parse_body(const RestCall& call);

// The fields that CreateFunction and UpdateFunctionConfiguration have in common, where the body has them. Throws
// invalid_parameter() for one that is not supported here: nothing is silently ignored.
void apply_configuration(const base::Json& body, Function& function);

// ZipFile (base64), or the object S3Bucket and S3Key, which the caller must be allowed to read. Throws
// invalid_parameter() where there is neither.
void apply_code(const base::Json& code, const Functions& functions, const Call& call, Function& function);

}  // namespace lambda_service
