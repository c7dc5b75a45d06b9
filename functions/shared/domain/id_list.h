#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "domain/ids.h"

namespace domain {

// Distinct ids in ascending order (int: by number, str: by bytes), packed.
class IdList {
 public:
  explicit IdList(IdProfile profile = IdProfile::kInt) : profile_(profile) {}
  // In any order, and repeated ones once.
  static IdList of_numbers(std::vector<std::uint64_t> numbers);
  static IdList of_texts(std::vector<std::string_view> texts);

  // Behind all that are there. False, and nothing is added, where it does not belong there.
  bool append(Id id);

  std::size_t size() const { return profile_ == IdProfile::kInt ? numbers_.size() : ends_.size(); }
  IdProfile profile() const { return profile_; }
  std::size_t text_bytes() const { return texts_.size(); }
  Id at(std::size_t index) const;
  bool contains(Id id) const;

  // What is in one of them or in both.
  static IdList merge(const IdList& a, const IdList& b);

  friend bool operator==(const IdList&, const IdList&) = default;

 private:
  bool less(Id a, Id b) const { return profile_ == IdProfile::kInt ? a.number < b.number : a.text < b.text; }

  IdProfile profile_;
  std::vector<std::uint64_t> numbers_ = {};  // profile int
  std::string texts_ = {};                   // profile str, one behind the other
  std::vector<std::size_t> ends_ = {};
};

}  // namespace domain
