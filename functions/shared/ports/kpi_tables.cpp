#include "ports/kpi_tables.h"

#include <fmt/format.h>

#include <algorithm>

#include "aws/attributes.h"
#include "base/digest.h"
#include "base/failure.h"
#include "base/text.h"

namespace ports {
namespace kpi_tables_detail {

using aws::attribute::n;
using aws::attribute::s;
using base::Json;

// DynamoDB takes 100 items a transaction: the fence, the OrderKPIs item, and these.
constexpr std::size_t kCategoriesInTransaction = 98;
constexpr std::size_t kTokenCharacters = 36;  // of a ClientRequestToken, at most

Json order_item(const domain::DateState& state, std::string_view state_key, std::string_view execution_id) {
  const domain::OrderKpis kpis = domain::order_kpis(state);
  return {{"order_date", s(kpis.order_date)},
          {"total_orders", n(kpis.total_orders)},
          {"total_revenue", n(kpis.total_revenue)},
          {"total_items_sold", n(kpis.total_items_sold)},
          {"return_rate", n(kpis.return_rate)},
          {"unique_customers", n(kpis.unique_customers)},
          {"version", n(state.version)},
          {"state_key", s(state_key)},
          {"execution_id", s(execution_id)}};
}

Json category_item(const domain::CategoryKpis& kpis, std::int64_t version, std::string_view execution_id) {
  return {{"category", s(kpis.category)},
          {"order_date", s(kpis.order_date)},
          {"daily_revenue", n(kpis.daily_revenue)},
          {"avg_order_value", n(kpis.avg_order_value)},
          {"avg_return_rate", n(kpis.avg_return_rate)},
          {"version", n(version)},
          {"execution_id", s(execution_id)}};
}

// The OrderKPIs item takes the place of the version before, and of no other.
Json order_put(const std::string& table, Json item, std::int64_t version) {
  Json put{{"TableName", table}, {"Item", std::move(item)}};
  if (version == 1) {
    put.set("ConditionExpression", "attribute_not_exists(order_date)");
  } else {
    put.set("ConditionExpression", "#version = :before");
    put.set("ExpressionAttributeNames", {{"#version", "version"}});
    put.set("ExpressionAttributeValues", {{":before", n(version - 1)}});
  }
  return {{"Put", std::move(put)}};
}

}  // namespace kpi_tables_detail

using namespace kpi_tables_detail;

std::int64_t KpiTables::version_of(domain::Day day) {
  const Json answer = client_.call(aws::kDynamoDb, "GetItem",
                                   {{"TableName", order_table_},
                                    {"Key", {{"order_date", s(domain::format_day(day))}}},
                                    {"ProjectionExpression", "#version"},
                                    {"ExpressionAttributeNames", {{"#version", "version"}}},
                                    {"ConsistentRead", true}});
  const Json* item = answer.find("Item");
  return item ? aws::attribute::get_n(*item, "version") : 0;
}

void KpiTables::publish(const domain::DateState& state, std::string_view state_key, std::string_view execution_id,
                        const Lease& lease) {
  const auto categories = domain::category_kpis(state);
  std::size_t done = 0;
  do {
    Json items = Json::array({lease.fence()});
    const std::size_t end = std::min(categories.size(), done + kCategoriesInTransaction);
    for (; done < end; ++done) {
      items.push_back(
          {{"Put",
            {{"TableName", category_table_}, {"Item", category_item(categories[done], state.version, execution_id)}}}});
    }
    if (done == categories.size()) {
      items.push_back(order_put(order_table_, order_item(state, state_key, execution_id), state.version));
    }
    // The same transaction sent twice, after a lost reply, is applied once. (DynamoDB API, ClientRequestToken)
    const std::string token = base::to_hex(base::sha256(items.dump())).substr(0, kTokenCharacters);
    try {
      client_.call(aws::kDynamoDb, "TransactWriteItems", {{"TransactItems", items}, {"ClientRequestToken", token}});
    } catch (const aws::Error& error) {
      if (error.code() != "TransactionCanceledException") throw;
      const Json* reasons = error.details().find("CancellationReasons");
      const auto is_unmet = [&](std::size_t index) {
        return reasons && index < reasons->size() && reasons->at(index).text("Code") == "ConditionalCheckFailed";
      };
      if (is_unmet(0)) throw LockLost(lease.lock());
      if (is_unmet(items.size() - 1)) {
        throw base::Failure("Unavailable", fmt::format("{} was published by another while version {} was made of it",
                                                       domain::format_day(state.day), state.version));
      }
      throw;
    }
  } while (done < categories.size());
}

}  // namespace ports
