#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "emulator/cloud.h"
#include "emulator/lambda/warm_instances.h"
#include "emulator/loop/loop.h"
#include "emulator/replay/case.h"
#include "emulator/replay/report.h"

namespace emulator {

// Runs cases one after another, each in a clean cloud in memory under a virtual clock, with handler processes that go
// from case to case. Lives on one loop; every call from a fiber.
class ReplayWorld {
 public:
  struct Options {
    std::string template_file = {};
    std::string functions = {};
    std::string directory = {};  // of the handlers' temporary files
    bool traced = false;         // runs are compared by their calls
  };
  ReplayWorld(loop::Loop& loop, Options options) : loop_(loop), options_(std::move(options)) {}

  struct Run {
    base::Json effects = {};  // what came of it, by section (replay::kSections)
    std::string trace = {};   // a line for each call, where it was asked for
    bool quiescent = false;
  };
  // Throws replay::CaseError for a case that does not fit the template, std::runtime_error when the cloud cannot be
  // made.
  Run run(const replay::Case& replayed);

 private:
  const cfn::Stack& stack_of(const std::map<std::string, std::string>& parameters, const std::string& endpoint);

  loop::Loop& loop_;
  Options options_ = {};
  int port_ = 0;  // the first cloud's; handlers know it, so that the later ones listen there too
  lambda_service::WarmInstances warm_ = {};
  std::map<std::map<std::string, std::string>, cfn::Stack> stacks_ = {};  // the template, read once for each
};

}  // namespace emulator
