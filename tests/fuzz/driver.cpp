#include "fuzz/driver.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>
#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/common_interface_defs.h>
#endif

namespace fuzz {
namespace driver_detail {

constexpr unsigned kHangSeconds = 20;
constexpr std::size_t kLongest = 4096;

// What is being tried, for whoever writes it down when the process ends in the middle.
std::string current;
char failure_file[256] = "fuzz-failure";

void save_current(const char* what) {
  const int file = ::open(failure_file, O_CREAT | O_TRUNC | O_WRONLY, 0644);
  if (file >= 0) {
    [[maybe_unused]] const auto written = ::write(file, current.data(), current.size());
    ::close(file);
  }
  char line[512];
  const int size = std::snprintf(line, sizeof line, "\n%s: the input is in %s; run it again: fuzz_%.*s_test %s\n", what,
                                 failure_file, static_cast<int>(kName.size()), kName.data(), failure_file);
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, line, static_cast<std::size_t>(size));
}

void on_signal(int number) {
  save_current(number == SIGALRM ? "hang" : "crash");
  ::signal(number, SIG_DFL);
  ::raise(number);
}

void watch_over() {
  for (const int number : {SIGABRT, SIGALRM, SIGSEGV, SIGBUS, SIGFPE, SIGILL}) {
#if defined(__SANITIZE_ADDRESS__)
    if (number != SIGALRM && number != SIGABRT) continue;  // the sanitizer's own report is better
#endif
    ::signal(number, on_signal);
  }
#if defined(__SANITIZE_ADDRESS__)
  __sanitizer_set_death_callback([] { save_current("sanitizer"); });
#endif
}

bool holds() {
  ::alarm(kHangSeconds);
  try {
    fuzz_one({reinterpret_cast<const std::uint8_t*>(current.data()), current.size()});
  } catch (const std::exception& error) {
    save_current(error.what());
    return false;
  }
  ::alarm(0);
  return true;
}

class Mutator {
 public:
  explicit Mutator(std::uint64_t seed) : random_(seed) {}

  std::string next() {
    std::string text(pick(seeds()));
    for (std::size_t n = below(8) + 1; n > 0; --n) mutate(text);
    if (text.size() > kLongest) text.resize(kLongest);
    return text;
  }

 private:
  std::mt19937_64 random_;

  std::size_t below(std::size_t end) { return end == 0 ? 0 : random_() % end; }
  std::string_view pick(std::span<const std::string_view> from) { return from[below(from.size())]; }

  void mutate(std::string& text) {
    const std::size_t at = below(text.size() + 1);
    const std::size_t length = below(std::min<std::size_t>(text.size() - at, 16) + 1);
    switch (below(8)) {
      case 0:
        text.insert(at, pick(dictionary()));
        break;
      case 1:
        text.replace(at, length, pick(dictionary()));
        break;
      case 2:
        text.erase(at, length);
        break;
      case 3:
        text.insert(at, text.substr(at, length));
        break;
      case 4:
        if (at < text.size()) text[at] = static_cast<char>(random_());
        break;
      case 5: {
        const std::string_view other = pick(seeds());
        text.insert(at, other.substr(below(other.size()), below(32)));
        break;
      }
      case 6: {
        const std::string piece = text.substr(at, length);
        for (std::size_t n = below(40); n > 0 && text.size() < kLongest; --n) text.insert(at, piece);
        break;
      }
      default:
        if (at < text.size()) text[at] = static_cast<char>(text[at] ^ (1 << below(8)));
    }
  }
};

int run_files(std::span<char*> files) {
  for (const char* file : files) {
    std::ifstream in(file, std::ios::binary);
    current.assign(std::istreambuf_iterator<char>(in), {});
    std::snprintf(failure_file, sizeof failure_file, "%s", file);
    if (!in || !holds()) return 1;
  }
  return 0;
}

int run_for(double seconds, std::uint64_t seed) {
  std::printf("fuzz_%.*s: seed %llu, %.0f s\n", static_cast<int>(kName.size()), kName.data(),
              static_cast<unsigned long long>(seed), seconds);
  std::fflush(stdout);
  std::snprintf(failure_file, sizeof failure_file, "fuzz-%.*s-%llu.input", static_cast<int>(kName.size()), kName.data(),
                static_cast<unsigned long long>(seed));
  for (const std::string_view text : seeds()) {
    current = text;
    if (!holds()) return 1;
  }
  Mutator mutator(seed);
  const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
  std::uint64_t tried = 0;
  for (; std::chrono::steady_clock::now() < end; ++tried) {
    current = mutator.next();
    if (!holds()) return 1;
  }
  std::printf("%llu inputs, nothing found\n", static_cast<unsigned long long>(tried));
  return 0;
}

int run(std::span<char*> arguments) {
  const char* full = std::getenv("FEEDMILL_FULL");
  double seconds = full && std::strcmp(full, "1") == 0 ? 60 : 10;
  std::uint64_t seed = std::random_device()();
  std::vector<char*> files;
  for (std::size_t i = 1; i < arguments.size(); ++i) {
    const std::string_view argument = arguments[i];
    const bool has_value = i + 1 < arguments.size();
    if (argument == "--seconds" && has_value) {
      seconds = std::atof(arguments[++i]);
    } else if (argument == "--seed" && has_value) {
      seed = std::strtoull(arguments[++i], nullptr, 10);
    } else if (argument.starts_with("-")) {
      std::fprintf(stderr, "usage: %s [--seconds N] [--seed N] | FILE...\n", arguments[0]);
      return 2;
    } else {
      files.push_back(arguments[i]);
    }
  }
  watch_over();
  return files.empty() ? run_for(seconds, seed) : run_files(files);
}

}  // namespace driver_detail
}  // namespace fuzz

int main(int argc, char** argv) { return fuzz::driver_detail::run({argv, static_cast<std::size_t>(argc)}); }
