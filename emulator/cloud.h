#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "emulator/http/message.h"
#include "emulator/loop/loop.h"
#include "emulator/template/stack.h"

// The whole local cloud as one object: every service, wired to the others as AWS wires them, behind one HTTP port.
// `up`, `demo` and the tests make one each.

namespace emulator {

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

  // No new requests; handlers get SIGTERM. From a fiber.
  void shut_down();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace emulator
