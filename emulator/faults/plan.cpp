#include "emulator/faults/plan.h"

namespace faults {

void Plan::add(const Fault& fault) {
  const std::lock_guard lock(mutex_);
  planned_.push_back({fault, 0});
}

void Plan::clear() {
  const std::lock_guard lock(mutex_);
  planned_.clear();
  cut_ = false;
}

std::uint64_t Plan::calls(Call call) const {
  const std::lock_guard lock(mutex_);
  return calls_[static_cast<std::size_t>(call)];
}

Plan::Verdict Plan::judge(Call call, std::string_view path, std::uint64_t bytes) {
  const std::lock_guard lock(mutex_);
  ++calls_[static_cast<std::size_t>(call)];
  // After a cut nobody is there to read either, but closing may, and may learn what it likes.
  if (cut_ && call != Call::kRead) return {.kind = Verdict::Kind::kIoError};
  for (auto& [fault, seen] : planned_) {
    if (fault.call != call || path.find(fault.file) == std::string_view::npos) continue;
    ++seen;
    if (seen < fault.nth || (fault.times != 0 && seen >= fault.nth + fault.times)) continue;
    switch (fault.failure) {
      case Failure::kFull:
        return {.kind = Verdict::Kind::kFull};
      case Failure::kIoError:
        return {.kind = Verdict::Kind::kIoError};
      case Failure::kShortWrite:
        return {.kind = Verdict::Kind::kFull, .arrives = bytes == 0 ? 0 : random_() % bytes};
      case Failure::kCut:
        cut_ = true;
        return {.kind = Verdict::Kind::kIoError, .arrives = bytes == 0 ? 0 : random_() % (bytes + 1)};
    }
  }
  return {};
}

}  // namespace faults
