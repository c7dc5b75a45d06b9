// order_kpis DIR [--data DIR]... [--ids int|str] [--time]: the order flow in one process, without the cloud around it.
// Prints one document in the golden form; --time says on standard error how long each part took and how much memory.
#include <sys/resource.h>

#include <cstdio>
#include <exception>
#include <string_view>

#include "tests/support/order_run.h"

int main(int count, char** arguments) {
  std::vector<std::string_view> directories;
  auto ids = domain::IdProfile::kInt;
  bool timed = false;
  for (int i = 1; i < count; ++i) {
    const std::string_view argument = arguments[i];
    if (argument == "--ids" && i + 1 < count && domain::find_id_profile(arguments[i + 1])) {
      ids = *domain::find_id_profile(arguments[++i]);
    } else if (argument == "--data" && i + 1 < count) {
      directories.emplace_back(arguments[++i]);
    } else if (argument == "--time") {
      timed = true;
    } else if (!argument.starts_with("--")) {
      directories.push_back(argument);
    } else {
      directories.clear();
      break;
    }
  }
  if (directories.empty()) {
    std::fprintf(stderr, "usage: order_kpis DIR [--data DIR]... [--ids int|str] [--time]\n");
    return 2;
  }
  try {
    support::OrderRun run(ids);
    base::Json validations = base::Json::array();
    for (const std::string_view directory : directories) {
      validations.push_back(run.apply(directory));
      rusage usage{};
      getrusage(RUSAGE_SELF, &usage);
      if (timed) {
        std::fprintf(stderr, "validate %.3f s, transform %.3f s, %ld KiB at most\n", run.took().validate.count(),
                     run.took().transform.count(), usage.ru_maxrss);
      }
    }
    base::Json document{{"OrderKPIs", run.order_kpis()}, {"CategoryKPIs", run.category_kpis()}};
    if (directories.size() == 1) {
      document.set("validation", validations.at(0));
    } else {
      document.set("validations", validations);
    }
    std::printf("%s\n", document.dump(1).c_str());
  } catch (const std::exception& error) {
    std::fprintf(stderr, "order_kpis: %s\n", error.what());
    return 1;
  }
}
