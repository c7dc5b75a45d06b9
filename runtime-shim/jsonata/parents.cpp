#include "jsonata/parents.h"

#include "jsonata/fault.h"

namespace jsonata {

NameId Parents::next_label() {
  const NameId label = program_.intern("!" + std::to_string(labels_++));
  program_.bound[label] = true;
  return label;
}

void Parents::push(Node* whole, Node* part) {
  if (!part->seeking_parent && part->type != NodeType::kParent) return;
  SlotList* slots = part->seeking_parent ? part->seeking_parent : program_.make_slot_list();
  if (part->type == NodeType::kParent) slots->push_back(part->slot);
  if (!whole->seeking_parent) {
    whole->seeking_parent = slots;
  } else {
    const SlotList more = *slots;  // may be the same list
    whole->seeking_parent->insert(whole->seeking_parent->end(), more.begin(), more.end());
  }
}

void Parents::resolve(Node* path) {
  Node* last = path->list.back();
  SlotList slots = last->seeking_parent ? *last->seeking_parent : SlotList();
  if (last->type == NodeType::kParent) {
    slots.push_back(last->slot);
    if (last->seeking_parent) last->seeking_parent->push_back(last->slot);
  }
  for (ParentSlot* slot : slots) {
    auto index = static_cast<std::ptrdiff_t>(path->list.size()) - 2;
    while (slot->level > 0) {
      if (index < 0) {
        if (!path->seeking_parent) path->seeking_parent = program_.make_slot_list();
        path->seeking_parent->push_back(slot);
        break;
      }
      const auto step_at = [&](std::ptrdiff_t at) { return path->list[static_cast<std::size_t>(at)]; };
      Node* step = step_at(index--);
      // Steps that share one context count as one.
      while (index >= 0 && step->focus != kNoName && step_at(index)->focus != kNoName) step = step_at(index--);
      seek(step, slot);
    }
  }
}

void Parents::seek(Node* node, ParentSlot* slot) {
  switch (node->type) {
    case NodeType::kName:
    case NodeType::kWildcard:
      if (--slot->level == 0) {
        if (node->ancestor) slot->label = node->ancestor->label;
        node->ancestor = slot;
        node->tuple = true;
      }
      break;
    case NodeType::kParent:
      ++slot->level;
      break;
    case NodeType::kBlock:
      if (!node->list.empty()) {
        node->tuple = true;
        seek(node->list.back(), slot);
      }
      break;
    case NodeType::kPath: {
      node->tuple = true;
      auto index = node->list.size();
      seek(node->list[--index], slot);
      while (slot->level > 0 && index > 0) seek(node->list[--index], slot);
      break;
    }
    default:
      fail_at("S0217", node->position, std::string(to_string(node->type)));
  }
}

}  // namespace jsonata
