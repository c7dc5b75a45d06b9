#pragma once

#include <functional>

#include "emulator/loop/loop.h"

namespace loop {

inline TimePoint test_start() { return base::from_epoch_millis(1'700'000'000'000); }

// Runs `body` on a fiber of a loop of its own and stops the loop when it returns.
inline void on_loop(const Loop::Options& options, const std::function<void(Loop&)>& body) {
  Loop loop(options);
  loop.spawn("test", [&] {
    body(loop);
    loop.stop();
  });
  loop.run();
}
inline void on_loop(const std::function<void(Loop&)>& body) { on_loop(Loop::Options{}, body); }
inline void on_virtual_loop(const std::function<void(Loop&)>& body) { on_loop({.virtual_start = test_start()}, body); }

// Long enough for whatever works, short enough to end a test that hangs.
inline Deadline soon() { return Deadline::real_in(std::chrono::seconds(20)); }
inline Deadline real_past() { return Deadline::real_in(std::chrono::seconds(-1)); }

}  // namespace loop
