#pragma once

namespace emulator {

// From now on SIGINT and SIGTERM only ask: whoever works looks now and then, ends what it does and takes down what it
// started.
void heed_stop_signals();
bool asked_to_stop();

}  // namespace emulator
