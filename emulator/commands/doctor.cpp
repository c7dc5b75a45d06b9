#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>

#include "emulator/commands/options.h"
#include "emulator/store/store.h"

// feedmill doctor: is everything here that `up` needs, and is the store whole?

namespace emulator {
namespace doctor_detail {

bool report(bool well, const std::string& what, const std::string& advice) {
  std::printf("%s  %s%s\n", well ? "ok  " : "FAIL", what.c_str(), well ? "" : ("\n      " + advice).c_str());
  return well;
}

}  // namespace doctor_detail

using doctor_detail::report;

int run_doctor(const std::string& directory) {
  namespace fs = std::filesystem;
  bool well =
      report(fs::exists(own_template()), "template " + own_template(), "run from Feedmill's tree, or say --template");
  for (const char* function : {"aggregate", "lock", "validate", "transform"}) {
    const std::string binary = own_functions() + "/" + function + "/bootstrap";
    well &= report(::access(binary.c_str(), X_OK) == 0, std::string("function ") + function,
                   binary + " is missing or not executable: ./feedmill demo builds it");
  }
  if (!fs::exists(directory)) {
    report(true, "no store in " + directory + " yet", "");
    return well ? 0 : 1;
  }
  loop::Loop loop({});
  try {
    const store::Store store(loop, {.directory = directory});
    const auto problems = store.check();
    for (const std::string& problem : problems) std::printf("      %s\n", problem.c_str());
    if (!report(problems.empty(), "store in " + directory,
                "it is damaged: keep a copy of the directory, then start with another --dir")) {
      return 3;
    }
  } catch (const store::OpenError& error) {
    report(false, "store in " + directory, error.what());
    return 3;
  }
  return well ? 0 : 1;
}

}  // namespace emulator
