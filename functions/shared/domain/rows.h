#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "domain/csv.h"
#include "domain/dates.h"
#include "domain/ids.h"
#include "domain/money.h"
#include "domain/schema.h"

// The rows of an order export, read and tested. Validate and transform read them with this same code, so a row that one
// rejects the other never counts.

namespace domain {

struct ProductRow {
  Id product = {};
  std::string_view category = {};
};

struct OrderRow {
  Id order = {};
  Id user = {};
  Day day = {};
  Money total = {};
  bool returned = false;
};

struct ItemRow {
  Id order = {};
  Id product = {};
  std::int64_t quantity = 0;
  Money unit_price = {};
};

// Why a row is dropped: "malformed_quote", "field_count", or a code with its column, "bad_date:order_date".
struct Rejection {
  std::uint64_t line = 0;
  std::string_view column = {};  // empty where the record as a whole is wrong
  std::string_view code = {};
  std::string_view value = {};  // what stands in that column, or the record
};

// Who is told of a file's rows, in the order of the file. Views in them last for the call.
class RowSink {
 public:
  virtual ~RowSink() = default;
  virtual void product(const ProductRow&, std::uint64_t /*line*/) {}
  virtual void order(const OrderRow&, std::uint64_t /*line*/) {}
  virtual void item(const ItemRow&, std::uint64_t /*line*/) {}
  virtual void rejected(const Rejection& rejection) = 0;
};

// Reads the records of one file, whose header says where the columns stand.
class RowReader {
 public:
  RowReader(Kind kind, IdProfile profile, Header header) : kind_(kind), profile_(profile), header_(header) {}

  // Tells `sink` what the record is. True: a row; false: a rejection.
  bool read(const CsvRecord& record, RowSink& sink);

 private:
  // The columns in schema order; after the first rejection they answer anything and test nothing.
  Id next_id();
  Day next_day();
  Money next_money();
  std::int64_t next_quantity();
  bool next_status_is_returned();
  std::string_view next_text(std::size_t max_bytes);
  // The next column's value; empty when it, or one before it, is rejected.
  std::string_view next_value();
  void reject(std::string_view code);

  Kind kind_;
  IdProfile profile_;
  Header header_;
  const CsvRecord* record_ = nullptr;
  std::size_t column_ = 0;  // the next one
  std::string_view value_ = {};
  std::string scratch_[5] = {};
  std::string code_ = {};
  Rejection rejection_ = {};
  bool rejected_ = false;
};

}  // namespace domain
