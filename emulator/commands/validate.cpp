#include <cstdio>

#include "emulator/commands/options.h"
#include "emulator/template/load.h"

// feedmill validate: everything that is wrong with a template, at once, and nothing started.

namespace emulator {

int run_validate(const std::string& template_file, const std::map<std::string, std::string>& parameters) {
  const std::string file = template_file.empty() ? own_template() : template_file;
  const cfn::Loaded loaded = cfn::load(file, parameters);
  for (const cfn::Problem& problem : loaded.problems) std::fprintf(stderr, "%s\n", cfn::to_string(problem).c_str());
  if (!loaded.ok()) return 1;
  std::printf("%s: %zu resources, nothing wrong\n", file.c_str(), loaded.stack.creation_order.size());
  return 0;
}

}  // namespace emulator
