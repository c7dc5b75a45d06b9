// expand_template TEMPLATE: prints the plain CloudFormation that a SAM template means, as JSON, for check_template.mjs.

#include <cstdio>

#include "emulator/template/load.h"

int main(int count, char** arguments) {
  if (count != 2) {
    std::fputs("usage: expand_template TEMPLATE\n", stderr);
    return 2;
  }
  std::vector<cfn::Problem> problems;
  const base::Json expanded = cfn::expand(arguments[1], problems);
  for (const cfn::Problem& problem : problems) std::fprintf(stderr, "%s\n", cfn::to_string(problem).c_str());
  std::puts(expanded.dump(2).c_str());
  return problems.empty() ? 0 : 1;
}
