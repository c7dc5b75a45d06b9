#include "domain/stock_figure.h"

#include "base/check.h"
#include "contracts/decimal.h"

namespace domain {

using base::Json;

bool StockFigure::add(const EventKey& key, const Json& record) {
  const bool is_newest = !newest_ || key > *newest_;
  const bool is_after_count = !count_ || key > *count_;
  const std::string& quantity = record.at("quantity").as_string();
  if (record.at("mode").as_string() == "absolute") {
    if (is_after_count && !is_newest) return false;
    if (is_after_count) {
      quantity_ = quantity;
      count_ = key;
    }
  } else if (is_after_count) {
    contracts::ExactSum sum;
    CHECK(sum.add(quantity_) && sum.add(quantity));
    quantity_ = sum.text();
  }
  if (is_newest) newest_ = key;
  return true;
}

Json to_json(const StockFigure& figure) {
  CHECK(figure.newest_);
  Json json{{"quantity", figure.quantity_},
            {"base", figure.has_base()},
            {"effectiveAt", figure.effective_at()},
            {"newest", to_json(*figure.newest_)}};
  if (figure.count_) json.set("count", to_json(*figure.count_));
  return json;
}

StockFigure StockFigure::parse(const Json& json) {
  StockFigure figure;
  figure.quantity_ = json.at("quantity").as_string();
  figure.newest_ = parse_event_key(json.at("newest"));
  if (const Json* count = json.find("count")) figure.count_ = parse_event_key(*count);
  return figure;
}

}  // namespace domain
