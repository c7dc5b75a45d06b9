#include "domain/file_reader.h"

#include <algorithm>

#include "base/text.h"

namespace domain {
namespace file_reader_detail {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::size_t kSliceBytes = 128 << 10;  // what fits the processor's nearest caches

}  // namespace file_reader_detail

using namespace file_reader_detail;

std::string_view FileReader::skip_byte_order_mark(std::string_view bytes) {
  if (begun_) return bytes;
  held_back_.append(bytes);
  if (held_back_.size() < kByteOrderMark.size() && kByteOrderMark.starts_with(held_back_)) return {};
  begun_ = true;
  std::string_view rest = held_back_;
  if (rest.starts_with(kByteOrderMark)) rest.remove_prefix(kByteOrderMark.size());
  return rest;
}

void FileReader::feed(std::string_view bytes) {
  bytes = skip_byte_order_mark(bytes);
  while (!bytes.empty()) {
    feed_slice(bytes.substr(0, kSliceBytes));
    bytes.remove_prefix(std::min(bytes.size(), kSliceBytes));
  }
  if (begun_) held_back_ = std::string();
}

void FileReader::feed_slice(std::string_view bytes) {
  if (blank_) blank_ = bytes.find_first_not_of(" \t\r\n") == std::string_view::npos;
  text_.feed(bytes);
  if (!text_.good() || header_failure_) return;  // nothing that follows counts for more
  if (too_long_) {
    odd_quotes_ ^= std::count(bytes.begin(), bytes.end(), '"') % 2 != 0;
    return;
  }
  scanner_.append(bytes);
  read_records();
  if (scanner_.open_bytes() > kMaxRecordBytes) too_long_ = true;
}

void FileReader::read_records() {
  while (const CsvRecord* record = scanner_.next()) {
    if (record->raw_size > kMaxRecordBytes) too_long_ = true;
    if (!rows_) {
      read_header(*record);
      if (header_failure_) return;
      continue;
    }
    ++facts_.rows;
    if (!rows_->read(*record, sink_)) ++facts_.rejected;
  }
}

void FileReader::read_header(const CsvRecord& record) {
  std::vector<std::string> names;
  std::string scratch;
  for (std::size_t i = 0; i < record.field_count(); ++i) {
    // A name that is not well formed is no column's name.
    const CsvRecord alone{.bytes = record.raw_field(i), .has_quotes = record.has_quotes};
    names.push_back(base::to_lower(is_well_formed(alone) ? field_value(alone.bytes, scratch) : alone.bytes));
  }
  const Header header = match_header(kind_, names);
  header_failure_ = header.failure;
  rows_.emplace(kind_, profile_, header);
}

std::optional<std::string> FileReader::find_failure() const {
  if (blank_) return "empty_file";
  if (!text_.complete()) return "bad_encoding";
  if (header_failure_) return header_failure_;
  if (scanner_.inside_quotes() != odd_quotes_) return "unterminated_quote";
  if (too_long_) return "record_too_long";
  return std::nullopt;
}

FileFacts FileReader::finish() {
  if (!begun_ && !held_back_.empty()) {
    begun_ = true;
    feed_slice(held_back_);  // the beginning of a mark, and no more
  }
  if (!header_failure_ && !too_long_ && text_.good()) {
    scanner_.finish();
    read_records();
  }
  facts_.failure = find_failure();
  return facts_;
}

}  // namespace domain
