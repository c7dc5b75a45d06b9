// The `bootstrap` of a packed function: starts the function's binary with the C library and all others that came in the
// zip.
//
// provided.al2023 has an older C library than Debian 12 and no libcurl 7.88, and Debian's libcurl cannot be linked
// statically; so the zip brings the loader and every library, and this file, which is linked statically, depends on
// nothing there.

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

// Where the zip was unpacked: Lambda says it; by hand it is the folder of this file.
std::string find_home(std::string_view started_as) {
  if (const char* root = std::getenv("LAMBDA_TASK_ROOT")) return root;
  const auto slash = started_as.rfind('/');
  return std::string(slash == std::string_view::npos ? "." : started_as.substr(0, slash));
}

}  // namespace

int main(int, char** argv) {
  const std::string home = find_home(argv[0]);
  std::string loader = home + "/lib/loader";
  std::string libraries = home + "/lib";
  std::string binary = home + "/bin/function";
  std::string option = "--library-path";
  char* arguments[] = {loader.data(), option.data(), libraries.data(), binary.data(), nullptr};
  execv(loader.c_str(), arguments);
  std::perror(("bootstrap: cannot start " + loader).c_str());
  return 127;
}
