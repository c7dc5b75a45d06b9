#include "tests/support/bad_files.h"

#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>

namespace support {
namespace bad_files_detail {

constexpr std::string_view kOrders = "order_id,user_id,order_date,total_amount,status\n";
constexpr std::string_view kItems = "order_id,product_id,quantity,unit_price\n";

void write(const std::filesystem::path& path, std::string_view bytes) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream out(path, std::ios::binary);
  out << bytes;
  out.close();
  if (!out) throw std::runtime_error("cannot write " + path.string());
}

std::string with(std::string_view header, std::string_view rows) { return std::string(header).append(rows); }

}  // namespace bad_files_detail

using namespace bad_files_detail;

void write_bad_files(const std::filesystem::path& directory) {
  write(directory / "orders/x_another_encoding.csv", with(kOrders,
                                                          "1,1001,2025-07-07,1.00,exp\xE9"
                                                          "di\xE9\n"));
  write(directory / "orders/x_no_status.csv", "order_id,user_id,order_date,total_amount\n1,1001,2025-07-07,1.00\n");
  write(directory / "order_items/x_cut_off.csv", with(kItems, "1,2001,1,\"1.0"));
  write(directory / "order_items/x_empty.csv", " \n\n");
  write(directory / "order_items/x_header_only.csv", kItems);
  write(directory / "order_items/x_one_column_twice.csv", "order_id,product_id,quantity,quantity,unit_price\n");
  write(directory / "products/x_one_long_record.csv",
        "product_id,category,name,price\n1,Toys,\"" + std::string(1 << 20, 'y') + "\",1.00\n");
  std::string mostly_wrong(kItems);
  for (int i = 0; i < 30; ++i) mostly_wrong += "1,2001,many,1.00\n";
  write(directory / "order_items/x_mostly_wrong.csv", mostly_wrong);
}

}  // namespace support
