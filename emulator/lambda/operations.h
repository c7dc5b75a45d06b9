#pragma once

#include "emulator/lambda/functions.h"
#include "emulator/protocol/rest.h"

// Everything this emulator speaks of Lambda (REST JSON, version 2015-03-31).

namespace lambda_service {

using protocol::Call;
using protocol::RestCall;
using protocol::RestOperation;

extern const RestOperation<Functions> create_function, delete_function, delete_function_concurrency, get_function,
    get_function_concurrency, get_function_configuration, invoke, list_functions, list_tags, put_function_concurrency,
    update_function_code, update_function_configuration;

inline constexpr const RestOperation<Functions>* kOperations[] = {&create_function,
                                                                  &delete_function,
                                                                  &delete_function_concurrency,
                                                                  &get_function,
                                                                  &get_function_concurrency,
                                                                  &get_function_configuration,
                                                                  &invoke,
                                                                  &list_functions,
                                                                  &list_tags,
                                                                  &put_function_concurrency,
                                                                  &update_function_code,
                                                                  &update_function_configuration};

}  // namespace lambda_service
