#include "domain/id_list.h"

#include <algorithm>

#include "base/check.h"

namespace domain {

IdList IdList::of_numbers(std::vector<std::uint64_t> numbers) {
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  numbers.shrink_to_fit();  // of a day's customers most come more than once
  IdList list(IdProfile::kInt);
  list.numbers_ = std::move(numbers);
  return list;
}

IdList IdList::of_texts(std::vector<std::string_view> texts) {
  std::sort(texts.begin(), texts.end());
  IdList list(IdProfile::kStr);
  for (const std::string_view text : texts) list.append({.text = text});  // an equal one is not added again
  return list;
}

bool IdList::append(Id id) {
  if (size() > 0 && !less(at(size() - 1), id)) return false;
  if (profile_ == IdProfile::kInt) {
    numbers_.push_back(id.number);
  } else {
    texts_.append(id.text);
    ends_.push_back(texts_.size());
  }
  return true;
}

Id IdList::at(std::size_t index) const {
  if (profile_ == IdProfile::kInt) return {.number = numbers_[index]};
  const std::size_t from = index == 0 ? 0 : ends_[index - 1];
  return {.text = std::string_view(texts_).substr(from, ends_[index] - from)};
}

bool IdList::contains(Id id) const {
  if (profile_ == IdProfile::kInt) return std::binary_search(numbers_.begin(), numbers_.end(), id.number);
  std::size_t low = 0, high = size();
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    if (less(at(middle), id)) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low < size() && at(low).text == id.text;
}

IdList IdList::merge(const IdList& a, const IdList& b) {
  CHECK(a.profile_ == b.profile_);
  IdList merged(a.profile_);
  std::size_t i = 0, j = 0;
  while (i < a.size() || j < b.size()) {
    const bool from_a = j == b.size() || (i < a.size() && !a.less(b.at(j), a.at(i)));
    merged.append(from_a ? a.at(i++) : b.at(j++));  // an equal one is not added again
  }
  return merged;
}

}  // namespace domain
