#include "emulator/states/tasks.h"

#include "emulator/loop/loop.h"
#include "emulator/protocol/fault.h"

namespace states {

TaskOutcome Tasks::run(const TaskRequest& request) const {
  const Integration* best = nullptr;
  for (const Integration& integration : integrations_) {
    if (request.resource.starts_with(integration.resource_prefix) &&
        (!best || integration.resource_prefix.size() > best->resource_prefix.size())) {
      best = &integration;
    }
  }
  if (!best) {
    return TaskError{"States.Runtime", "The resource " + request.resource + " is not supported by this emulator."};
  }
  try {
    return best->run(request);
  } catch (const protocol::Fault& fault) {
    return TaskError{fault.code, fault.message};
  } catch (const loop::Cancelled&) {
    throw;
  } catch (const std::exception& error) {
    return TaskError{"States.TaskFailed", error.what()};
  }
}

}  // namespace states
