#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ports/nameless_file.h"

namespace transform {

// Texts of up to 255 bytes, each put on one of many lists, in any order, and read back list by list. Where they are
// more than the budget, they wait in a file of the temporary directory: a text takes its length and one byte there, and
// in memory nothing but its part of a piece's 16 bytes.
class TextLists {
 public:
  static constexpr std::size_t kBudget = 8 << 20;
  explicit TextLists(std::size_t budget = kBudget) : budget_(budget) {}

  void append(std::size_t list, std::string_view text);  // throws Failure "DiskFull", "DiskError"
  std::uint64_t bytes_in_file() const { return file_.size(); }

  // What one list holds, in the order in which it came; the views are of `bytes`.
  struct Texts {
    std::vector<char> bytes = {};  // which stay where they are when this is moved; a string's would not
    std::vector<std::string_view> views = {};
  };
  Texts get(std::size_t list) const;

 private:
  struct Piece {
    std::uint64_t at = 0;
    std::uint32_t size = 0;
  };
  struct List {
    std::vector<Piece> pieces = {};  // in the file
    std::string tail = {};           // behind them: a byte that is the length, then the text, for each
  };
  void spill();

  std::size_t budget_;
  std::size_t in_memory_ = 0;
  std::vector<List> lists_ = {};
  ports::NamelessFile file_ = {};
};

}  // namespace transform
