#include "emulator/store/housekeeper.h"

#include <pthread.h>
#include <signal.h>

#include <utility>

namespace store {

void Housekeeper::post(std::function<void()> chore) {
  {
    const std::lock_guard lock(mutex_);
    chores_.push_back(std::move(chore));
  }
  if (thread_.joinable()) {
    changed_.notify_one();
    return;
  }
  // Signals are the loop's: the new thread inherits a mask that blocks them all.
  sigset_t all = {};
  sigset_t before = {};
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  thread_ = std::thread([this] { work(); });
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

void Housekeeper::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return closing_ || !chores_.empty(); });
    if (chores_.empty()) return;
    const std::function<void()> chore = std::move(chores_.front());
    chores_.pop_front();
    lock.unlock();
    chore();
    lock.lock();
  }
}

Housekeeper::~Housekeeper() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

}  // namespace store
