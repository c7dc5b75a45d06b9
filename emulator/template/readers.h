#pragma once

#include <string>
#include <string_view>

#include "emulator/template/fields.h"
#include "emulator/template/stack.h"

// One reader a resource type: from resolved properties to a struct of stack.h. What a reader does not ask for is
// reported by Fields as not supported.

namespace cfn {

struct Reading {
  Fields& in;
  Origin origin = {};
  std::string name = {};
  std::string arn = {};
  std::string ref = {};        // what Ref gives, the URL of a queue
  std::string id = {};         // where AWS would draw one: 32 characters
  std::string directory = {};  // of the template: what local files are relative to
  Problems& problems;
  Stack& stack;
};

void read_alarm(Reading& reading);
void read_api(Reading& reading);
void read_api_integration(Reading& reading);
void read_api_route(Reading& reading);
void read_api_stage(Reading& reading);
void read_bucket(Reading& reading);
void read_event_archive(Reading& reading);
void read_event_bus(Reading& reading);
void read_event_bus_policy(Reading& reading);
void read_event_rule(Reading& reading);
void read_event_source(Reading& reading);
void read_function(Reading& reading);
void read_function_url(Reading& reading);
void read_log_group(Reading& reading);
void read_permission(Reading& reading);
void read_queue(Reading& reading);
void read_role(Reading& reading);
void read_state_machine(Reading& reading);
void read_subscription(Reading& reading);
void read_table(Reading& reading);
void read_topic(Reading& reading);
void read_queue_policy(Reading& reading);
void read_topic_policy(Reading& reading);
void read_bucket_policy(Reading& reading);
// Completes a function that is there already, so it runs after all of them.
void read_invoke_config(Reading& reading);

Tags read_tags(Fields& in);
std::optional<Cors> read_cors(Fields& in, std::string_view name);
Policy read_policy(const Node& document, std::string name, Problems& problems);
// The ARN of `name`'s deadLetterTargetArn and how often a message is tried before it goes there.
struct Redrive {
  std::string dead_letter_arn = {};
  int maximum_receives = 0;
};
Redrive read_redrive(Fields& in, std::string_view name);

}  // namespace cfn
