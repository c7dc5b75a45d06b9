#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "domain/csv.h"
#include "domain/encoding.h"
#include "domain/rows.h"
#include "domain/schema.h"

namespace domain {

// What a whole file came to.
struct FileFacts {
  std::int64_t rows = 0;      // data rows, the rejected ones too
  std::int64_t rejected = 0;  // of these
  // Why the file is not to be used; of several reasons the first of: empty_file, bad_encoding, missing_columns:<list>,
  // duplicate_columns, unterminated_quote, record_too_long.
  std::optional<std::string> failure = {};
};

// Reads one file that comes piece by piece, tells `sink` its rows, and judges the file at its end. A file with a
// failure may have told rows before.
//
// Takes a little over 1 MiB of memory, however long the file: a record that is longer ends the reading of rows.
class FileReader {
 public:
  static constexpr std::size_t kMaxRecordBytes = 1 << 20;

  FileReader(Kind kind, IdProfile profile, RowSink& sink) : kind_(kind), profile_(profile), sink_(sink) {}

  void feed(std::string_view bytes);
  FileFacts finish();

 private:
  // The byte order mark's three bytes may come in different pieces.
  std::string_view skip_byte_order_mark(std::string_view bytes);
  void feed_slice(std::string_view bytes);
  void read_records();
  void read_header(const CsvRecord& record);
  std::optional<std::string> find_failure() const;

  Kind kind_;
  IdProfile profile_;
  RowSink& sink_;

  std::string held_back_ = {};
  bool begun_ = false;
  bool blank_ = true;
  TextCheck text_ = {};
  CsvScanner scanner_ = {};
  std::optional<RowReader> rows_ = {};  // once the header is known
  std::optional<std::string> header_failure_ = {};
  bool too_long_ = false;
  bool odd_quotes_ = false;  // of what is read for parity alone, behind a record that is too long
  FileFacts facts_ = {};
};

}  // namespace domain
