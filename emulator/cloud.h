#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "emulator/http/message.h"
#include "emulator/loop/loop.h"
#include "emulator/replay/redaction.h"
#include "emulator/template/stack.h"

// The whole local cloud as one object: every service, wired to the others as AWS wires them, behind one HTTP port.
// `up`, `demo` and the tests make one each.

namespace lambda_service {
class WarmInstances;
struct Function;
struct InvocationResult;
}  // namespace lambda_service

namespace emulator {

// What a replay does inside a cloud, besides asking it: nothing of it is set otherwise.
struct ReplayHooks {
  lambda_service::WarmInstances* warm = nullptr;  // handlers that go from case to case
  std::function<std::optional<lambda_service::InvocationResult>(const lambda_service::Function&, const std::string&)>
      stand_in = {};
  std::function<void(const lambda_service::Function&, const std::string&, const lambda_service::InvocationResult&)>
      on_invocation = {};
  std::function<void(const std::string& topic_arn, const std::string& message)> on_publish = {};
  std::function<void(const std::string& bus, const std::string& event)> on_event = {};  // the event as targets get it
  std::function<void(const std::string& line)> on_call = {};                            // a line of the trace
};

// What comes in from outside, written down as cases (recorder.h).
struct RecordOptions {
  std::string directory = {};  // empty: nothing is recorded
  replay::Redactions redactions = {};
  std::chrono::seconds quiet = std::chrono::seconds(5);  // after which what comes in begins a case of its own
  std::map<std::string, std::string> parameters = {};    // that the template was booted with
  std::string template_file = {};
};

struct CloudOptions {
  std::string directory = {};  // where the store and the handlers' temporary files lie; never empty
  bool in_memory = false;      // the store only: nothing is kept
  bool sync_always = false;
  std::string account = "000000000000";
  std::string region = "us-east-1";
  std::string address = "127.0.0.1";
  int port = 4566;              // 0: any free one
  std::string functions = {};   // directory with a folder of each function, each holding `bootstrap`
  bool inject_faults = false;   // the control API may make the disk fail
  std::string trace_file = {};  // one line for each call, for comparing runs; empty: none
  ReplayHooks replay = {};
  RecordOptions record = {};
};

class Cloud {
 public:
  // Opens the store and listens. Throws store::OpenError; std::system_error when the port is taken.
  Cloud(loop::Loop& loop, CloudOptions options);
  ~Cloud();
  Cloud(const Cloud&) = delete;
  Cloud& operator=(const Cloud&) = delete;

  int port() const;
  std::string endpoint() const;  // "http://127.0.0.1:4566"

  // Makes what the template describes, or brings what is there up to it. Then everything that waited goes on. Throws
  // std::runtime_error with one sentence: a function without a bootstrap, a definition that is wrong.
  void boot(const cfn::Stack& stack);

  // What the world holds (snapshot.h). From a fiber, when nothing runs any more.
  base::Json snapshot();
  // Adds a fault as POST /_feedmill/faults takes it; throws std::runtime_error with what is wrong with it.
  void add_fault(const base::Json& fault);

  // No new requests; handlers get SIGTERM. From a fiber.
  void shut_down();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace emulator
