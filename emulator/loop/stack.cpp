#include "emulator/loop/stack.h"

#include <sys/mman.h>
#include <unistd.h>

#include <new>

#include "base/check.h"
#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#endif

namespace loop {
namespace stack_detail {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr std::size_t kStackBytes = 1024 * 1024;  // instrumented frames are a few times as large
#else
constexpr std::size_t kStackBytes = 256 * 1024;
#endif
constexpr std::size_t kKept = 256;

std::size_t guard_bytes() {
  static const std::size_t size = std::size_t(sysconf(_SC_PAGESIZE));
  return size;
}

char* bottom_of(const boost::context::stack_context& stack) { return static_cast<char*>(stack.sp) - stack.size; }

// What the last user's frames left marked as red zones is plain memory again.
void unpoison([[maybe_unused]] const boost::context::stack_context& stack) {
#if defined(__SANITIZE_ADDRESS__)
  ASAN_UNPOISON_MEMORY_REGION(bottom_of(stack), stack.size);
#endif
}

void unmap(const boost::context::stack_context& stack) {
  CHECK(munmap(bottom_of(stack) - guard_bytes(), stack.size + guard_bytes()) == 0);
}

}  // namespace stack_detail

using namespace stack_detail;

StackPool::~StackPool() {
  for (const auto& stack : free_) unmap(stack);
}

boost::context::stack_context StackPool::take() {
  if (!free_.empty()) {
    const auto stack = free_.back();
    free_.pop_back();
    return stack;
  }
  const std::size_t total = kStackBytes + guard_bytes();
  void* low =
      mmap(nullptr, total, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
  if (low == MAP_FAILED) throw std::bad_alloc();
  CHECK(mprotect(low, guard_bytes(), PROT_NONE) == 0);
  boost::context::stack_context stack;
  stack.size = kStackBytes;
  stack.sp = static_cast<char*>(low) + total;
  return stack;
}

void StackPool::give_back(boost::context::stack_context stack) {
  unpoison(stack);
  if (free_.size() < kKept) {
    free_.push_back(stack);
  } else {
    unmap(stack);
  }
}

}  // namespace loop
