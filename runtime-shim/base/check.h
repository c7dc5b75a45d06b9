#pragma once

// CHECK(condition): a programmer's mistake ends the process with file and line. On in every build.
//
// It is for what cannot be wrong unless the code is: never for what comes from outside, which gets an error by name.

namespace base {
[[noreturn]] void check_failed(const char* condition, const char* file, int line);
}  // namespace base

#define CHECK(condition) ((condition) ? static_cast<void>(0) : ::base::check_failed(#condition, __FILE__, __LINE__))
