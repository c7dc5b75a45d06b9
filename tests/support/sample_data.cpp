#include "tests/support/sample_data.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "domain/dates.h"
#include "domain/money.h"
#include "tests/support/bad_files.h"
#include "tests/support/csv_files.h"

namespace support {
namespace sample_data_detail {

namespace fs = std::filesystem;

constexpr std::string_view kCategories[] = {"Electronics",
                                            "Books",
                                            "Home, Garden & \"DIY\"",
                                            "Clothing",
                                            "Toys, Kids & Baby",
                                            "Beauty",
                                            "Sports",
                                            "Grocery",
                                            "Automotive",
                                            "Health",
                                            "Café & Thé",
                                            "家電",
                                            "Shoes",
                                            "Video Games",
                                            "Pet Supplies",
                                            "Lighting",
                                            "Watches",
                                            "Möbel"};
constexpr std::string_view kAdjectives[] = {"Smart", "Classic", "Ultra", "Mini", "Eco", "Vintage", "Compact"};
constexpr std::string_view kNouns[] = {"Phone", "Lamp", "Chair", "Watch", "Backpack", "Kettle", "Speaker", "Desk"};
constexpr std::string_view kStatuses[] = {"completed", "completed", "completed", "completed", "completed",  "completed",
                                          "shipped",   "delivered", "pending",   "cancelled", "Processing", "RETURNED"};
constexpr std::int32_t kFirstDay = 20270;  // 2025-07-01

// SplitMix64: the same numbers on every machine.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::int64_t below(std::int64_t count) {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return static_cast<std::int64_t>((z ^ (z >> 31)) % static_cast<std::uint64_t>(count));
  }
  template <std::size_t N>
  std::string_view one_of(const std::string_view (&list)[N]) {
    return list[static_cast<std::size_t>(below(static_cast<std::int64_t>(N)))];
  }

 private:
  std::uint64_t state_;
};

struct Line {
  std::int64_t order = 0;
  std::int64_t product = 0;
  std::int64_t quantity = 0;
  std::int64_t price = 0;  // ten-thousandths
};

std::string money(std::int64_t ten_thousandths) { return domain::format_fixed(ten_thousandths / 100, 2); }

class Generator {
 public:
  Generator(const fs::path& directory, const SampleOptions& options)
      : directory_(directory),
        options_(options),
        random_(options.seed * 0xD1342543DE82EF95 + 12345),
        product_count_(std::clamp<std::int64_t>(options.items / 20, 50, 50000)),
        days_(static_cast<std::int32_t>(std::clamp<std::int64_t>(options.items / 300, 3, 90))),
        orders_(directory / "orders", {"order_id", "user_id", "order_date", "total_amount", "status"}, rows_in_part()),
        items_(directory / "order_items", {"order_id", "product_id", "quantity", "unit_price"}, rows_in_part()) {}

  SampleCounts run() {
    write_products();
    std::int64_t written = 0;
    for (std::int64_t order = 0; written < options_.items; ++order) written += write_order(order, written);
    while (!window_.empty()) emit_line();
    orders_.close();
    items_.close();
    if (options_.flaws) write_bad_files(directory_);
    return counts_;
  }

 private:
  std::int64_t rows_in_part() const { return std::max<std::int64_t>(options_.items / 4, 40); }

  std::string id(std::string_view prefix, std::int64_t number) const {
    return options_.ids == domain::IdProfile::kInt ? std::to_string(number)
                                                   : fmt::format("{}-{:x}", prefix, number * 2654435761 % 4294967296);
  }
  std::string order_id(std::int64_t order) const { return id("ord", 1000001 + order); }
  std::string product_id(std::int64_t product) const { return id("sku", 2001 + product); }

  // Which flaw the row gets, 0 to `kinds` - 1, or -1 for none: each kind once near the beginning, so that small samples
  // have them all, then seldom, so that large files are not wrong as a whole.
  int flaw(std::int64_t row, int kinds, std::int64_t step = 16) const {
    const std::int64_t every = row < step * kinds ? step : 200;
    if (!options_.flaws || row % every != every / 2) return -1;
    return static_cast<int>(row / every % kinds);
  }

  void write_products() {
    Table table(directory_ / "products.csv", Dialect::kPlain, {"product_id", "category", "name", "price"});
    counts_.products = product_count_;
    for (std::int64_t i = 0; i < product_count_; ++i) {
      prices_.push_back(10000 + 100 * random_.below(40000));
      std::string name = fmt::format("{} {} {}", random_.one_of(kAdjectives), random_.one_of(kNouns), i);
      if (i % 37 == 0) name += ", 15.6\"";
      if (i % 41 == 0) name += "\n(refurbished)";
      Fields row = {product_id(i), std::string(random_.one_of(kCategories)), name, money(prices_.back())};
      switch (flaw(i, 8, 5)) {
        case 0:
          row[1] = "";
          break;
        case 1:
          row[1] = std::string(257, 'x');
          break;
        case 2:
          row[2] = " ";
          break;
        case 3:
          row[3] = "1,234.50";
          break;
        case 4:
          row[3] = "-" + row[3];
          break;
        case 5:
          row[0] = product_id(0);
          break;  // its own is unknown now
        case 6:
          table.write_raw(row[0] + ",Tools,5\" nail and 6\" nail,1.00");
          continue;  // a stray quote
        case 7:
          row.pop_back();
          break;
        default:
          break;
      }
      table.write(row);
    }
    table.close();
  }

  std::string date_text(std::int32_t day, std::int64_t order) const {
    const std::string date = domain::format_day({day});
    switch (order % 11) {
      case 3:
        return date + "T08:15:30Z";
      case 5:
        return date + " 23:59:59.123456 UTC";
      case 7:
        return domain::format_day({day + 1}) + "T01:30:00+02:00";  // 23:30 in UTC, the day before
      default:
        return date;
    }
  }

  // Returns how many lines it got.
  std::int64_t write_order(std::int64_t order, std::int64_t written) {
    const std::int64_t lines = std::min(1 + random_.below(3) + random_.below(3), options_.items - written);
    std::int64_t total = 0;
    for (std::int64_t i = 0; i < lines; ++i) {
      const std::int64_t product = random_.below(product_count_);
      const std::int64_t price = prices_[static_cast<std::size_t>(product)];
      Line line{.order = order,
                .product = product,
                .quantity = 1 + (random_.below(10) < 7 ? 0 : random_.below(4)),
                .price = random_.below(10) == 0 ? price / 1000 * 900 : price};
      total += line.quantity * line.price;
      window_.push_back(line);
    }
    const std::int64_t expected_orders = std::max<std::int64_t>(options_.items / 3, 1);
    auto day = static_cast<std::int32_t>(std::min<std::int64_t>(order * days_ / expected_orders, days_ - 1));
    if (day > 0 && random_.below(50) == 0) --day;
    const std::int64_t user = random_.below(expected_orders / 4 + 10);
    Fields row = {order_id(order), id("usr", 1001 + user), date_text(kFirstDay + day, order), money(total),
                  std::string(random_.one_of(kStatuses))};
    Table& table = orders_.table();
    ++counts_.orders;
    switch (flaw(order, 16)) {
      case 0:
        row[0] = options_.ids == domain::IdProfile::kInt ? "007" : std::string(65, 'x');
        break;
      case 1:
        row[0] = "";
        break;
      case 2:
        row[1] = options_.ids == domain::IdProfile::kInt ? "nobody"
                                                         : "a\x7F"
                                                           "b";
        break;
      case 3:
        row[1] = "";
        break;
      case 4:
        row[2] = "07/08/2025";
        break;
      case 5:
        row[2] = "2025-02-30";
        break;
      case 6:
        row[2] = "";
        break;
      case 7:
        row[3] = "N/A";
        break;
      case 8:
        row[3] = "-" + row[3];
        break;
      case 9:
        row[3] = "";
        break;
      case 10:
        row[4] = "unknwon";
        break;
      case 11:
        row[4] = "";
        break;
      case 12:
        row[0] = order_id(order - 1);
        break;  // a duplicate; its own lines are orphans
      case 13:
        row[3] = money(total + 100);
        break;  // a total that does not fit its lines
      case 14:
        row.push_back("extra");
        break;
      case 15:
        table.write_raw(row[0] + ",5\" nail and 6\" nail,2025-07-07,1.00,pending");
        return lines;
      default:
        break;
    }
    table.write(row);
    while (window_.size() > kWindow) emit_line();
    return lines;
  }

  // One of the lines that wait, so that an order's lines do not stand together.
  void emit_line() {
    const auto at = static_cast<std::size_t>(random_.below(static_cast<std::int64_t>(window_.size())));
    const Line line = window_[at];
    window_[at] = window_.back();
    window_.pop_back();
    Fields row = {order_id(line.order), product_id(line.product), std::to_string(line.quantity), money(line.price)};
    switch (flaw(counts_.items++, 12)) {
      case 0:
        row[0] = "";
        break;
      case 1:
        row[0] = order_id(900000000);
        break;  // an orphan
      case 2:
        row[1] = product_id(88000000);
        break;  // an unknown product
      case 3:
        row[1] = "";
        break;
      case 4:
        row[2] = "-" + row[2];
        break;
      case 5:
        row[2] = "1.5";
        break;
      case 6:
        row[2] = "";
        break;
      case 7:
        row[3] = "-" + row[3];
        break;
      case 8:
        row[3] = "$" + row[3];
        break;
      case 9:
        row[3] = "";
        break;
      case 10:
        row.pop_back();
        break;
      case 11:
        items_.table().write_raw(row[0] + ",5\" nail and 6\" nail,1,1.00");
        return;
      default:
        break;
    }
    items_.table().write(row);
  }

  static constexpr std::size_t kWindow = 512;

  fs::path directory_;
  SampleOptions options_;
  Random random_;
  std::int64_t product_count_;
  std::int32_t days_;
  Parts orders_;
  Parts items_;
  std::vector<std::int64_t> prices_ = {};
  std::vector<Line> window_ = {};
  SampleCounts counts_ = {};
};

}  // namespace sample_data_detail

SampleCounts write_sample_data(const std::filesystem::path& directory, const SampleOptions& options) {
  std::filesystem::create_directories(directory);
  return sample_data_detail::Generator(directory, options).run();
}

}  // namespace support
