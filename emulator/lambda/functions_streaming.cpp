#include <optional>

#include "emulator/lambda/errors.h"
#include "emulator/lambda/functions.h"

namespace lambda_service {

std::shared_ptr<ResponseStream> Functions::invoke_streaming(const std::shared_ptr<const Function>& function,
                                                            std::string payload, std::string request_id,
                                                            std::string trace_id) {
  const auto stream = std::make_shared<ResponseStream>(loop_);
  const auto refused = std::make_shared<std::optional<Fault>>();
  loop_.spawn("lambda stream " + function->name, [=, this, payload = std::move(payload), id = std::move(request_id),
                                                  trace = std::move(trace_id)]() mutable {
    try {
      invoke(function, std::move(payload), std::move(id), std::move(trace), stream);
    } catch (const Fault& fault) {
      *refused = fault;
      stream->fail(fault.message);
    } catch (const loop::Cancelled&) {
      throw;
    } catch (const std::exception& error) {
      stream->fail(error.what());
    }
  });
  stream->await_begin();
  if (*refused) throw Fault(**refused);
  return stream;
}

}  // namespace lambda_service
