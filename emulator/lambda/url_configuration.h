#pragma once

#include "emulator/lambda/operations.h"

namespace lambda_service {

// The members of Create- and UpdateFunctionUrlConfig, where the body has them. Throws invalid_parameter().
void apply_url_configuration(const base::Json& body, FunctionUrl& url);

// The function's URL. Throws resource_not_found() where it has none.
const FunctionUrl& get_url(Functions& functions, const Function& function);

}  // namespace lambda_service
