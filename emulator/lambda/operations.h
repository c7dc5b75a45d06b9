#pragma once

#include "emulator/lambda/event_sources.h"
#include "emulator/lambda/functions.h"
#include "emulator/protocol/rest.h"

// Everything this emulator speaks of Lambda (REST JSON, version 2015-03-31).

namespace lambda_service {

using protocol::Call;
using protocol::RestCall;
using protocol::RestOperation;

extern const RestOperation<Functions> add_permission, create_function, create_function_url_config, delete_function,
    delete_function_concurrency, delete_function_url_config, get_function, get_function_concurrency,
    get_function_configuration, get_function_url_config, get_policy, invoke, invoke_with_response_stream,
    list_function_url_configs, list_functions, list_tags, put_function_concurrency, remove_permission,
    update_function_code, update_function_configuration, update_function_url_config;

inline constexpr const RestOperation<Functions>* kOperations[] = {&add_permission,
                                                                  &create_function,
                                                                  &create_function_url_config,
                                                                  &delete_function,
                                                                  &delete_function_concurrency,
                                                                  &delete_function_url_config,
                                                                  &get_function,
                                                                  &get_function_concurrency,
                                                                  &get_function_configuration,
                                                                  &get_function_url_config,
                                                                  &get_policy,
                                                                  &invoke,
                                                                  &invoke_with_response_stream,
                                                                  &list_function_url_configs,
                                                                  &list_functions,
                                                                  &list_tags,
                                                                  &put_function_concurrency,
                                                                  &remove_permission,
                                                                  &update_function_code,
                                                                  &update_function_configuration,
                                                                  &update_function_url_config};

extern const RestOperation<EventSources> create_event_source_mapping, delete_event_source_mapping,
    get_event_source_mapping, list_event_source_mappings, update_event_source_mapping;

inline constexpr const RestOperation<EventSources>* kOperationsOnEventSources[] = {
    &create_event_source_mapping, &delete_event_source_mapping, &get_event_source_mapping, &list_event_source_mappings,
    &update_event_source_mapping};

}  // namespace lambda_service
