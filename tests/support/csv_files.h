#pragma once

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// CSV files as suppliers write them: one content, several spellings.

namespace support {

enum class Dialect { kPlain, kQuotedCrlf, kByteOrderMark };

using Fields = std::vector<std::string>;

// A CSV file in one of the dialects that are as good as another.
class Table {
 public:
  Table(const std::filesystem::path& path, Dialect dialect, const Fields& header)
      : out_(path, std::ios::binary), path_(path), dialect_(dialect) {
    if (dialect == Dialect::kByteOrderMark) out_ << "\xEF\xBB\xBF";
    write(header);
  }
  ~Table() = default;
  Table(Table&&) = default;
  Table& operator=(Table&&) = default;

  void write(const Fields& fields) {
    std::string line;
    for (const std::string& field : fields) {
      if (!line.empty() || &field != &fields.front()) line += ',';
      const bool quoted = dialect_ == Dialect::kQuotedCrlf || field.find_first_of("\",\n") != std::string::npos;
      line += quoted ? quote(field) : field;
    }
    write_raw(line);
  }
  void write_raw(std::string_view line) { out_ << line << (dialect_ == Dialect::kQuotedCrlf ? "\r\n" : "\n"); }
  void close() {
    out_.close();
    if (!out_) throw std::runtime_error("cannot write " + path_.string());
  }

 private:
  static std::string quote(std::string_view field) {
    std::string quoted = "\"";
    for (const char c : field) quoted.append(c == '"' ? 2 : 1, c);
    return quoted + '"';
  }

  std::ofstream out_;
  std::filesystem::path path_;
  Dialect dialect_;
};

// Several files of one kind, in turn.
class Parts {
 public:
  Parts(std::filesystem::path folder, Fields header, std::int64_t rows_in_part)
      : folder_(std::move(folder)), header_(std::move(header)), rows_in_part_(rows_in_part) {
    std::filesystem::create_directories(folder_);
    next();
  }
  Table& table() {
    if (rows_++ == rows_in_part_) {
      part_.back().close();
      next();
      rows_ = 1;
    }
    return part_.back();
  }
  void close() { part_.back().close(); }

 private:
  void next() {
    static constexpr std::array kDialects = {Dialect::kPlain, Dialect::kQuotedCrlf, Dialect::kByteOrderMark};
    part_.clear();
    part_.emplace_back(folder_ / fmt::format("{}_{:02}.csv", folder_.filename().string(), count_ + 1),
                       kDialects[static_cast<std::size_t>(count_) % kDialects.size()], header_);
    ++count_;
  }

  std::filesystem::path folder_;
  Fields header_;
  std::int64_t rows_in_part_;
  std::int64_t rows_ = 0;
  int count_ = 0;
  std::vector<Table> part_ = {};
};

}  // namespace support
