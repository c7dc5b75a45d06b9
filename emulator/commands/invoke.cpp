#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>

#include "base/text.h"
#include "emulator/commands/client.h"

// feedmill invoke FUNCTION [EVENT.json|-]: runs a function once; its answer on standard output, its log on standard
// error.

namespace emulator {
namespace invoke_detail {

std::string read_event(const std::string& file) {
  if (file.empty()) return "{}";
  if (file == "-") return {std::istreambuf_iterator<char>(std::cin), {}};
  std::ifstream in(file, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read the event file " + file);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace invoke_detail

int run_invoke(const ClientOptions& options, const std::string& function, const std::string& event_file) {
  return with_client(options, [&](loop::Loop&, Client& client) {
    const auto answer = client.send("POST", "/2015-03-31/functions/" + base::percent_encode(function) + "/invocations",
                                    invoke_detail::read_event(event_file), {{"X-Amz-Log-Type", "Tail"}});
    if (answer.status != 200) {
      std::fprintf(stderr, "feedmill: %s: %s\n", function.c_str(), answer.body.c_str());
      return 1;
    }
    std::fputs(base::from_base64(answer.headers.get("x-amz-log-result")).value_or("").c_str(), stderr);
    std::printf("%s\n", answer.body.c_str());
    return answer.headers.find("x-amz-function-error") ? 1 : 0;
  });
}

}  // namespace emulator
