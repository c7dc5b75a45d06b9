#pragma once

#include "aws/client.h"

namespace ports {

// The way to AWS's services, shared by all ports of a process. A handler tells it at the start of each invocation how
// long it may take: cloud.finish_by(call.context.ends_at()).
using Cloud = aws::Client;

// By the standard environment variables. Throws Failure "BadEnvironment".
inline Cloud cloud_from_environment() { return Cloud(aws::Config::from_environment()); }

}  // namespace ports
