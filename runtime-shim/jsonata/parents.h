#pragma once

#include <string>

#include "jsonata/node.h"

// Finds the steps that the % operators of an expression mean. A % travels outwards as a slot, one level for each step
// it passes, until a step is its parent; that step then carries its value along, in tuples.

namespace jsonata {

class Parents {
 public:
  explicit Parents(Program& program) : program_(program) {}

  NameId next_label();
  // The slots still open in `part` are now looked for by `whole`.
  void push(Node* whole, Node* part);
  // Looks for the parents that the last step of a path wants among the steps before it; what is left, the path wants.
  void resolve(Node* path);
  // One step (or more, within it) up. Throws Fault S0217 where there is no such thing as a parent.
  void seek(Node* node, ParentSlot* slot);

 private:
  Program& program_;
  std::size_t labels_ = 0;
};

}  // namespace jsonata
