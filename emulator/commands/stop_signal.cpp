#include "emulator/commands/stop_signal.h"

#include <csignal>

namespace emulator {
namespace stop_signal_detail {

volatile std::sig_atomic_t asked = 0;
void ask(int) { asked = 1; }

}  // namespace stop_signal_detail

void heed_stop_signals() {
  std::signal(SIGINT, stop_signal_detail::ask);
  std::signal(SIGTERM, stop_signal_detail::ask);
  std::signal(SIGPIPE, SIG_IGN);
}

bool asked_to_stop() { return stop_signal_detail::asked != 0; }

}  // namespace emulator
