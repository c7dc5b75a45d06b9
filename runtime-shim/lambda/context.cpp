#include "lambda/context.h"

#include <random>

#include "base/digest.h"
#include "base/text.h"

namespace lambda {
namespace context_detail {

std::string seed_of_the_system() {
  std::random_device device;
  std::string bytes;
  for (int i = 0; i < 4; ++i) bytes += std::to_string(device()) + "/";
  return bytes;
}

}  // namespace context_detail

using std::chrono::steady_clock;

Context::Context(Facts facts) : facts_(std::move(facts)) {
  const base::TimePoint now = std::chrono::system_clock::now();
  ends_at_ = facts_.arrived + std::chrono::duration_cast<steady_clock::duration>(facts_.deadline - now);
}

base::TimePoint Context::now() const { return facts_.world_time.value_or(std::chrono::system_clock::now()); }

std::chrono::nanoseconds Context::remaining() const { return ends_at_ - steady_clock::now(); }

std::string Context::random_hex(std::size_t digits) {
  if (!facts_.seed) facts_.seed = context_detail::seed_of_the_system();
  std::string hex;
  while (hex.size() < digits) hex += base::to_hex(base::sha256(*facts_.seed + "#" + std::to_string(drawn_++)));
  hex.resize(digits);
  return hex;
}

}  // namespace lambda
