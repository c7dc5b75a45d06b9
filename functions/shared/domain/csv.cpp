#include "domain/csv.h"

#include <bit>
#include <cstring>

namespace domain {
namespace csv_detail {

static_assert(std::endian::native == std::endian::little, "bit i of a mask stands for byte i");

constexpr std::uint64_t kOnes = 0x0101010101010101;
constexpr std::uint64_t kLow7 = 0x7f7f7f7f7f7f7f7f;

// One bit for each of the eight bytes of `word` that equals `wanted`, in the lowest eight. Plain 64-bit arithmetic: as
// fast here as vector instructions that the next processor does not have.
std::uint64_t equal_bytes(std::uint64_t word, char wanted) {
  const std::uint64_t x = word ^ (kOnes * static_cast<unsigned char>(wanted));
  const std::uint64_t zero = ~(((x & kLow7) + kLow7) | x | kLow7);  // 0x80 in each byte of x that is zero
  return ((zero >> 7) * 0x0102040810204080) >> 56;
}

struct Marks {
  std::uint64_t quotes = 0;
  std::uint64_t commas = 0;
  std::uint64_t newlines = 0;
};

Marks find_marks(const char* bytes) {
  Marks marks;
  for (unsigned i = 0; i < 8; ++i) {
    std::uint64_t word;
    std::memcpy(&word, bytes + 8 * i, sizeof word);
    marks.quotes |= equal_bytes(word, '"') << (8 * i);
    marks.commas |= equal_bytes(word, ',') << (8 * i);
    marks.newlines |= equal_bytes(word, '\n') << (8 * i);
  }
  return marks;
}

// Bit i of the result is the parity of bits 0 to i.
std::uint64_t prefix_parity(std::uint64_t bits) {
  for (unsigned shift = 1; shift < 64; shift *= 2) bits ^= bits << shift;
  return bits;
}

bool is_blank(char c) { return c == ' ' || c == '\t'; }

}  // namespace csv_detail

using namespace csv_detail;

bool is_well_formed(const CsvRecord& record) {
  if (!record.has_quotes) return true;
  for (std::size_t i = 0; i < record.field_count(); ++i) {
    const std::string_view raw = record.raw_field(i);
    if (raw.empty() || raw.front() != '"') {
      if (raw.find('"') != std::string_view::npos) return false;
      continue;
    }
    if (raw.size() < 2 || raw.back() != '"') return false;
    const std::string_view body = raw.substr(1, raw.size() - 2);
    for (std::size_t at = body.find('"'); at != std::string_view::npos; at = body.find('"', at + 2)) {
      if (at + 1 == body.size() || body[at + 1] != '"') return false;
    }
  }
  return true;
}

std::string_view trim_blanks(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

std::string_view field_value(std::string_view raw_field, std::string& scratch) {
  if (raw_field.empty() || raw_field.front() != '"') return trim_blanks(raw_field);
  std::string_view body = raw_field.substr(1, raw_field.size() - 2);
  std::size_t at = body.find('"');
  if (at == std::string_view::npos) return trim_blanks(body);
  scratch.clear();
  for (; at != std::string_view::npos; at = body.find('"')) {
    scratch.append(body.substr(0, at + 1));
    body.remove_prefix(at + 2);
  }
  scratch.append(body);
  return trim_blanks(scratch);
}

void CsvScanner::append(std::string_view bytes) {
  const std::size_t open = open_bytes();
  std::memmove(buffer_.data(), buffer_.data() + record_, open);
  scanned_ -= record_;
  record_ = 0;
  buffer_.resize(open);
  buffer_.reserve(open + bytes.size() + kPadding);
  buffer_.append(bytes);
  buffer_.append(kPadding, '\0');
}

bool CsvScanner::read_chunk() {
  has_quotes_ |= quotes_ != 0;
  newlines_inside_ += static_cast<unsigned>(std::popcount(inner_newlines_));
  const std::size_t left = buffer_.size() - kPadding - scanned_;
  if (left == 0) {
    quotes_ = inner_newlines_ = 0;
    return false;
  }
  Marks marks = find_marks(buffer_.data() + scanned_);
  const std::uint64_t present = left < 64 ? (std::uint64_t{1} << left) - 1 : ~std::uint64_t{0};
  quotes_ = marks.quotes & present;
  std::uint64_t inside = inside_quotes_ ? ~std::uint64_t{0} : 0;
  if (quotes_ != 0) {
    inside ^= prefix_parity(quotes_);
    inside_quotes_ ^= (std::popcount(quotes_) & 1) != 0;
  }
  marks_ = (marks.commas | marks.newlines) & ~inside & present;
  inner_newlines_ = marks.newlines & inside & present;
  chunk_ = scanned_;
  scanned_ += left < 64 ? left : 64;
  return true;
}

bool CsvScanner::end_record(std::size_t end, std::size_t next) {
  std::string_view bytes(buffer_.data() + record_, end - record_);
  const std::size_t raw_size = bytes.size();
  if (!bytes.empty() && bytes.back() == '\r') bytes.remove_suffix(1);
  found_ = {.bytes = bytes, .separators = separators_, .has_quotes = has_quotes_, .line = line_, .raw_size = raw_size};
  line_ += 1 + newlines_inside_;
  newlines_inside_ = 0;
  has_quotes_ = false;
  record_ = next;
  handed_out_ = !bytes.empty();
  return handed_out_;
}

const CsvRecord* CsvScanner::next() {
  if (handed_out_) separators_.clear();
  handed_out_ = false;
  for (;;) {
    while (marks_ != 0) {
      const auto bit = static_cast<unsigned>(std::countr_zero(marks_));
      marks_ &= marks_ - 1;
      const std::size_t at = chunk_ + bit;
      if (buffer_[at] == ',') {
        separators_.push_back(static_cast<std::uint32_t>(at - record_));
        continue;
      }
      const std::uint64_t up_to_here = ~std::uint64_t{0} >> (63 - bit);
      has_quotes_ |= (quotes_ & up_to_here) != 0;
      quotes_ &= ~up_to_here;
      if (inner_newlines_ != 0) {
        newlines_inside_ += static_cast<unsigned>(std::popcount(inner_newlines_ & up_to_here));
        inner_newlines_ &= ~up_to_here;
      }
      if (end_record(at, at + 1)) return &found_;
    }
    if (read_chunk()) continue;
    const std::size_t size = buffer_.size() - kPadding;
    if (!finished_ || inside_quotes_ || record_ == size) return nullptr;
    return end_record(size, size) ? &found_ : nullptr;
  }
}

}  // namespace domain
