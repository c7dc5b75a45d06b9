#pragma once

#include <cstddef>

#include "base/check.h"

namespace loop {

struct FiberState;

// Fibers that wait for one thing, longest waiting first. An entry lives on the waiting fiber's stack and leaves the
// list when the wait is over, however it ends.
class WaitList {
 public:
  class Entry {
   public:
    Entry(WaitList& list, FiberState& fiber) : list_(list), fiber_(fiber), previous_(list.last_) {
      (previous_ != nullptr ? previous_->next_ : list.first_) = this;
      list.last_ = this;
      ++list.size_;
    }
    ~Entry() {
      (previous_ != nullptr ? previous_->next_ : list_.first_) = next_;
      (next_ != nullptr ? next_->previous_ : list_.last_) = previous_;
      --list_.size_;
    }
    Entry(const Entry&) = delete;
    Entry& operator=(const Entry&) = delete;
    FiberState& fiber() const { return fiber_; }
    Entry* next() const { return next_; }

   private:
    WaitList& list_;
    FiberState& fiber_;
    Entry* previous_ = nullptr;
    Entry* next_ = nullptr;
  };

  WaitList() = default;
  ~WaitList() { CHECK(size_ == 0); }
  WaitList(const WaitList&) = delete;
  WaitList& operator=(const WaitList&) = delete;
  Entry* first() const { return first_; }
  std::size_t size() const { return size_; }

 private:
  Entry* first_ = nullptr;
  Entry* last_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace loop
