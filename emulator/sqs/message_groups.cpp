#include "emulator/sqs/message_groups.h"

namespace sqs {

void MessageGroups::put(std::string_view group, std::uint64_t sequence, bool visible) {
  auto found = groups_.find(group);
  if (found == groups_.end()) found = groups_.emplace(group, Group{}).first;
  found->second.messages[sequence] = visible;
  update(found);
}

void MessageGroups::erase(std::string_view group, std::uint64_t sequence) {
  const auto found = groups_.find(group);
  if (found == groups_.end()) return;
  found->second.messages.erase(sequence);
  update(found);
}

void MessageGroups::clear() {
  groups_.clear();
  ready_.clear();
}

void MessageGroups::update(Groups::iterator found) {
  Group& group = found->second;
  const bool ready = !group.messages.empty() && group.messages.begin()->second;
  if (ready && group.turn == 0) {
    group.turn = next_turn_++;
    ready_.emplace(group.turn, found->first);
  } else if (!ready && group.turn != 0) {
    ready_.erase(group.turn);
    group.turn = 0;
  }
  if (group.messages.empty()) groups_.erase(found);
}

}  // namespace sqs
