#pragma once

#include <boost/context/stack_context.hpp>
#include <vector>

namespace loop {

// Stacks for fibers: an address range that the kernel fills with pages as they are touched, a guard page below it, kept
// for the next fiber when one ends.
class StackPool {
 public:
  StackPool() = default;
  StackPool(const StackPool&) = delete;
  StackPool& operator=(const StackPool&) = delete;
  ~StackPool();

  boost::context::stack_context take();  // throws std::bad_alloc
  void give_back(boost::context::stack_context stack);

 private:
  std::vector<boost::context::stack_context> free_ = {};
};

}  // namespace loop
