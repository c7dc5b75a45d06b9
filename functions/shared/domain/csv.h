#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// Records of a CSV file, found by quote parity: every '"' byte toggles, and a line feed outside quotes ends a record,
// whatever stands between. So a stray quote damages what it stands in and never the way records are told apart.

namespace domain {

// One record as it stands in the file. The views last until the scanner is asked for the next one.
struct CsvRecord {
  std::string_view bytes = {};                     // without its line end, LF or CRLF
  std::span<const std::uint32_t> separators = {};  // where the commas outside quotes stand in `bytes`
  bool has_quotes = false;
  std::uint64_t line = 1;    // 1 + line feeds before it
  std::size_t raw_size = 0;  // bytes up to its line feed, a carriage return before that counted

  std::size_t field_count() const { return separators.size() + 1; }
  std::string_view raw_field(std::size_t index) const {
    const std::size_t from = index == 0 ? 0 : separators[index - 1] + std::size_t{1};
    const std::size_t to = index == separators.size() ? bytes.size() : separators[index];
    return bytes.substr(from, to - from);
  }
};

// True iff every field is quoted as a whole with the quotes in it doubled, or holds no quote at all.
bool is_well_formed(const CsvRecord& record);

// What a well-formed field says: without its quotes, doubled ones undone (in `scratch` if there are any), spaces and
// tabs at both ends cut off.
std::string_view field_value(std::string_view raw_field, std::string& scratch);

// `text` without spaces and tabs at both ends.
std::string_view trim_blanks(std::string_view text);

// Cuts bytes that come piece by piece into records; those of no bytes are left out.
class CsvScanner {
 public:
  // Takes the next bytes of the file, after next() has said that there is no whole record left.
  void append(std::string_view bytes);
  // No more bytes: what stands behind the last line feed is a record too, unless its quotes do not close.
  void finish() { finished_ = true; }
  // The next whole record, or null: append more, or after finish() the end.
  const CsvRecord* next();

  bool inside_quotes() const { return inside_quotes_; }
  // Bytes of the record that has begun and not ended.
  std::size_t open_bytes() const { return buffer_.size() - kPadding - record_; }

 private:
  static constexpr std::size_t kPadding = 64;  // so that 64 bytes can be read from everywhere

  bool read_chunk();
  bool end_record(std::size_t end, std::size_t next);  // false: it has no bytes

  std::string buffer_ = std::string(kPadding, '\0');
  std::size_t record_ = 0;   // where the open record begins in buffer_
  std::size_t scanned_ = 0;  // how far buffer_ has been looked at
  bool inside_quotes_ = false;
  bool finished_ = false;

  // The chunk of up to 64 bytes that is being worked through; one bit a byte, worked off from the lowest.
  std::size_t chunk_ = 0;
  std::uint64_t marks_ = 0;           // commas and line feeds outside quotes
  std::uint64_t quotes_ = 0;          // quotes
  std::uint64_t inner_newlines_ = 0;  // line feeds inside quotes

  // What is known of the open record.
  std::vector<std::uint32_t> separators_ = {};
  bool has_quotes_ = false;
  std::uint64_t line_ = 1;
  std::uint64_t newlines_inside_ = 0;

  CsvRecord found_ = {};
  bool handed_out_ = false;  // found_ is with the caller, and so are the separators
};

}  // namespace domain
