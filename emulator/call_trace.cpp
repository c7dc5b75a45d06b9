#include "emulator/call_trace.h"

#include <cerrno>
#include <system_error>
#include <variant>

#include "base/digest.h"
#include "base/json.h"
#include "base/text.h"

namespace emulator {
namespace call_trace_detail {

// What an answer says, the port taken out. A file's bytes are told by its ETag, which is among the headers.
std::string told(const http::Response& response, std::string_view endpoint) {
  std::string text;
  for (const auto& [name, value] : response.headers.all()) text += name + ": " + value + "\n";
  if (const auto* body = std::get_if<std::string>(&response.body)) text += *body;
  return base::replace_all(text, endpoint, "http://endpoint");
}

}  // namespace call_trace_detail

CallTrace::CallTrace(const std::string& path, Listener listener) : listener_(std::move(listener)) {
  if (path.empty()) return;
  file_ = std::fopen(path.c_str(), "ae");
  if (!file_) throw std::system_error(errno, std::generic_category(), "cannot write the trace file " + path);
}

CallTrace::~CallTrace() {
  if (file_) std::fclose(file_);
}

void CallTrace::write(const http::Request& request, const protocol::Call& call, const http::Response& response,
                      std::string_view endpoint) {
  if (!file_ && !listener_) return;
  const base::Json line = {
      {"time", base::format_iso8601(call.now)},
      {"caller", call.caller},
      {"action", call.action},
      {"method", request.method},
      {"target", base::replace_all(request.target, endpoint, "http://endpoint")},
      {"status", response.status},
      {"answer", base::to_hex(base::sha256(call_trace_detail::told(response, endpoint))).substr(0, 16)}};
  const std::string text = line.dump() + "\n";
  if (listener_) listener_(text);
  if (!file_) return;
  std::fwrite(text.data(), 1, text.size(), file_);
  std::fflush(file_);
}

}  // namespace emulator
