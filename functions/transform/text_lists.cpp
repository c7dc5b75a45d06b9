#include "functions/transform/text_lists.h"

#include <algorithm>
#include <limits>
#include <span>

#include "base/check.h"

namespace transform {

void TextLists::append(std::size_t list, std::string_view text) {
  CHECK(text.size() <= std::numeric_limits<unsigned char>::max());
  if (lists_.size() <= list) lists_.resize(list + 1);
  std::string& tail = lists_[list].tail;
  tail += static_cast<char>(text.size());
  tail += text;
  in_memory_ += 1 + text.size();
  if (in_memory_ > budget_) spill();
}

// All lists at once: a list alone would hardly have enough for a write of its own.
void TextLists::spill() {
  std::string together;
  together.reserve(in_memory_);
  for (List& list : lists_) {
    if (list.tail.empty()) continue;
    list.pieces.push_back({.at = file_.size() + together.size(), .size = static_cast<std::uint32_t>(list.tail.size())});
    together += list.tail;
    std::string().swap(list.tail);  // clear() and "= {}" would keep the memory
  }
  file_.append(together);
  in_memory_ = 0;
}

TextLists::Texts TextLists::get(std::size_t number) const {
  if (number >= lists_.size()) return {};
  const List& list = lists_[number];
  std::size_t size = list.tail.size();
  for (const Piece& piece : list.pieces) size += piece.size;
  Texts result{.bytes = std::vector<char>(size)};
  std::span<char> to(result.bytes);
  for (const Piece& piece : list.pieces) {
    file_.read(piece.at, to.first(piece.size));
    to = to.subspan(piece.size);
  }
  std::ranges::copy(list.tail, to.begin());
  std::string_view rest(result.bytes.data(), size);
  while (!rest.empty()) {
    const auto length = static_cast<unsigned char>(rest.front());
    result.views.push_back(rest.substr(1, length));
    rest.remove_prefix(1 + std::size_t{length});
  }
  return result;
}

}  // namespace transform
