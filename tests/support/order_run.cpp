#include "tests/support/order_run.h"

#include <stdlib.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <stdexcept>

#include "base/digest.h"
#include "base/text.h"
#include "domain/kpis.h"
#include "functions/transform/batch.h"
#include "functions/transform/row_relay.h"
#include "functions/validate/file_check.h"

namespace support {
namespace order_run_detail {

namespace fs = std::filesystem;
using base::Json;

using Clock = std::chrono::steady_clock;

constexpr std::size_t kPieceBytes = 1 << 20;

void read_pieces(const fs::path& path, const std::function<void(std::string_view)>& take) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + path.string());
  std::string piece(kPieceBytes, '\0');
  while (in.read(piece.data(), static_cast<std::streamsize>(piece.size())) || in.gcount() > 0) {
    take(std::string_view(piece).substr(0, static_cast<std::size_t>(in.gcount())));
  }
}

std::string read_whole(const fs::path& path) {
  std::string text;
  read_pieces(path, [&](std::string_view piece) { text.append(piece); });
  return text;
}

}  // namespace order_run_detail

using namespace order_run_detail;

OrderRun::OrderRun(domain::IdProfile ids) : ids_(ids) {
  std::string name = (fs::temp_directory_path() / "order-run-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make a directory like " + name);
  states_ = name;
}

OrderRun::~OrderRun() {
  std::error_code ignored;
  fs::remove_all(states_, ignored);
}

std::vector<OrderRun::File> OrderRun::list_files(const fs::path& directory) {
  std::vector<File> files;
  for (const domain::Kind kind : domain::kKinds) {
    const fs::path folder = directory / name_of(kind);
    std::vector<File> of_kind;
    if (fs::is_directory(folder)) {
      for (const auto& entry : fs::directory_iterator(folder)) {
        const std::string name = entry.path().filename().string();
        if (!base::to_lower(name).ends_with(".csv")) continue;
        of_kind.push_back({.kind = kind, .key = std::string(name_of(kind)) + "/" + name, .path = entry.path()});
      }
    }
    std::sort(of_kind.begin(), of_kind.end(), [](const File& a, const File& b) { return a.key < b.key; });
    if (kind == domain::Kind::kProducts) {
      for (const auto& entry : fs::directory_iterator(directory)) {
        const std::string name = entry.path().filename().string();
        if (base::to_lower(name) == "products.csv") files.push_back({.kind = kind, .key = name, .path = entry.path()});
      }
    }
    files.insert(files.end(), of_kind.begin(), of_kind.end());
  }
  return files;
}

std::string OrderRun::set_id(const std::vector<File>& files) {
  base::Hasher all(base::Digest::kSha256);
  for (const File& file : files) {
    base::Hasher one(base::Digest::kMd5);
    read_pieces(file.path, [&](std::string_view piece) { one.update(piece); });
    all.update(file.key + '\0' + base::to_hex(one.finish()) + '\0' + std::to_string(fs::file_size(file.path)) + '\n');
  }
  return base::to_hex(all.finish()).substr(0, 32);
}

std::vector<domain::FileReport> OrderRun::validate(const std::vector<File>& files) const {
  std::vector<domain::FileReport> reports;
  for (const File& file : files) {
    validate::FileCheck check(file.kind, file.key, ids_, {}, [](std::string_view) {});
    read_pieces(file.path, [&](std::string_view piece) { check.feed(piece); });
    // Through JSON, as it goes from one function to the other.
    reports.push_back(domain::parse_file_report(Json::parse(to_json(check.finish()).dump())));
  }
  return reports;
}

domain::DateState OrderRun::state(domain::Day day) const {
  const auto version = versions_.find(day);
  if (version == versions_.end()) return {};
  return domain::read_date_state(read_whole(states_ / domain::date_state_key(day, version->second)));
}

std::string OrderRun::rejects(domain::Kind kind) const { return read_whole(states_ / name_of(kind)); }

Json OrderRun::transform(const std::vector<File>& files, const std::vector<domain::FileReport>& reports,
                         const std::string& set_id) {
  std::map<domain::Kind, std::ofstream> rejects;
  for (const domain::Kind kind : domain::kKinds) rejects[kind].open(states_ / name_of(kind), std::ios::binary);
  transform::Batch batch(ids_, reports, [&](domain::Kind kind, std::string_view line) { rejects[kind] << line; });
  for (const domain::FileReport& report : reports) {
    for (const domain::Day day : report.dates) {
      if (!report.quarantine_reason && versions_.contains(day)) batch.know_earlier(day, state(day).orders);
    }
  }
  transform::RowRelay relay(batch);
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (reports[i].quarantine_reason) continue;
    relay.begin_file(files[i].kind, files[i].key);
    domain::FileReader reader(files[i].kind, ids_, relay);
    read_pieces(files[i].path, [&](std::string_view piece) { reader.feed(piece); });
    reader.finish();
  }
  relay.finish();
  batch.close();
  for (const domain::Day day : batch.dates()) {
    const domain::DateState merged = apply_set(state(day), batch.state_of(day), set_id);
    const fs::path path = states_ / domain::date_state_key(day, merged.version);
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << write_date_state(merged);
    versions_[day] = merged.version;
  }
  if (!batch.failed()) applied_.push_back(set_id);
  return to_json(batch.report());
}

Json OrderRun::apply(const fs::path& directory) {
  const std::vector<File> files = list_files(directory);
  const std::string id = set_id(files);
  if (std::find(applied_.begin(), applied_.end(), id) != applied_.end()) return nullptr;
  const auto begun = Clock::now();
  const auto reports = validate(files);
  const auto validated = Clock::now();
  Json document = transform(files, reports, id);
  took_ = {.validate = validated - begun, .transform = Clock::now() - validated};
  return document;
}

Json OrderRun::order_kpis() const {
  Json list = Json::array();
  for (const auto& [day, version] : versions_) {
    const domain::OrderKpis kpis = domain::order_kpis(state(day));
    list.push_back({{"order_date", kpis.order_date},
                    {"total_orders", kpis.total_orders},
                    {"total_revenue", kpis.total_revenue},
                    {"total_items_sold", kpis.total_items_sold},
                    {"return_rate", kpis.return_rate},
                    {"unique_customers", kpis.unique_customers}});
  }
  return list;
}

Json OrderRun::category_kpis() const {
  std::vector<domain::CategoryKpis> all;
  for (const auto& [day, version] : versions_) {
    const auto of_day = domain::category_kpis(state(day));
    all.insert(all.end(), of_day.begin(), of_day.end());
  }
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.category < b.category; });
  Json list = Json::array();
  for (const domain::CategoryKpis& kpis : all) {
    list.push_back({{"category", kpis.category},
                    {"order_date", kpis.order_date},
                    {"daily_revenue", kpis.daily_revenue},
                    {"avg_order_value", kpis.avg_order_value},
                    {"avg_return_rate", kpis.avg_return_rate}});
  }
  return list;
}

}  // namespace support
