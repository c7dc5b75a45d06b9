#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace sqs {

// The message groups of a FIFO queue: which messages each has, in the order of sending, and which groups have something
// to hand out. A group is ready while its oldest message is visible; who has been ready longest comes first, and a
// group that was handed out goes to the end.
class MessageGroups {
 public:
  using Messages = std::map<std::uint64_t, bool>;  // by sequence: is it visible?

  void put(std::string_view group, std::uint64_t sequence, bool visible);
  void erase(std::string_view group, std::uint64_t sequence);
  void clear();

  bool any_ready() const { return !ready_.empty(); }
  // Visits the messages of each ready group, the one that has waited longest first, until `visit` is false.
  template <class Visit>
  void each_ready(const Visit& visit) const {
    for (const auto& [turn, name] : ready_) {
      if (!visit(groups_.find(name)->second.messages)) return;
    }
  }

 private:
  struct Group {
    Messages messages = {};
    std::uint64_t turn = 0;  // its key in ready_; 0: not ready
  };
  using Groups = std::map<std::string, Group, std::less<>>;
  void update(Groups::iterator group);

  Groups groups_ = {};
  std::map<std::uint64_t, std::string> ready_ = {};  // by turn
  std::uint64_t next_turn_ = 1;
};

}  // namespace sqs
