#include <cstdlib>
#include <filesystem>

#include "emulator/commands/options.h"

namespace emulator {
namespace places {

namespace fs = std::filesystem;

// build/emulator/feedmill: the build tree is two steps up, its source one more, unless the wrapper says where.
fs::path build_tree() { return fs::read_symlink("/proc/self/exe").parent_path().parent_path(); }

fs::path home() {
  if (const char* given = std::getenv("FEEDMILL_HOME")) return given;
  return build_tree().parent_path();
}

}  // namespace places

std::string own_template() { return places::home() / "infra" / "template.yaml"; }
std::string own_events() { return places::home() / "events"; }
std::string own_contract_examples() { return places::home() / "infra" / "contract-examples"; }
std::string own_functions() { return places::build_tree() / "functions"; }
std::string sample_data() { return places::build_tree() / "tests" / "feedmill-sample-data"; }

}  // namespace emulator
