#pragma once

#include <cstdint>
#include <span>
#include <string_view>

// A fuzzer is one file: it says what it does with one input and what it begins with; driver.cpp does the rest.
//
//   fuzz_jsonata_test [--seconds N] [--seed N] changes the seeds for so long; 10 s, or 60 where FEEDMILL_FULL is 1
//   fuzz_jsonata_test FILE...                  each file once: how a failure is run again
//
// A failing input (a crash, a sanitizer's finding, 20 s without an end, a broken property) is written to a file and
// named.

namespace fuzz {

// One input. Throws std::logic_error, or ends the process, when a property does not hold.
void fuzz_one(std::span<const std::uint8_t> input);

extern const std::string_view kName;
std::span<const std::string_view> seeds();       // whole inputs
std::span<const std::string_view> dictionary();  // words that a mutation may put in

}  // namespace fuzz
