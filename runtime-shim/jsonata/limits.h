#pragma once

#include <cstddef>
#include <cstdint>

// What an evaluation may use before it ends with an Error, so that no expression hangs or exhausts its host. Counted,
// not timed: the same expression on the same input ends the same way on every machine.

namespace jsonata {

struct Limits {
  std::size_t depth = 2'000;  // evaluations inside each other: U1001 (tail calls do not count)
  std::size_t stack_bytes =
      128 * 1024;  // of the caller's stack, whatever comes first: U1001. A fiber has 256 KiB, a thread 8 MiB
  std::uint64_t steps = 20'000'000;                  // evaluations and copied elements altogether: U1001
  std::size_t memory_bytes = std::size_t{64} << 20;  // of values made: U1002
  std::uint32_t regex_steps = 1'000'000;             // backtracking of one match: U1003
};

// Of values: arrays and objects inside each other, U1001.
inline constexpr std::size_t kMaxValueDepth = 512;
// Of the text of an expression: constructs inside each other, S0500.
inline constexpr std::size_t kMaxNesting = 200;

}  // namespace jsonata
