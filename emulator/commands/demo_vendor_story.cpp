#include "emulator/commands/demo_vendor_story.h"

#include <algorithm>

#include "base/check.h"
#include "base/text.h"
#include "emulator/commands/files.h"

namespace emulator {
namespace demo_vendor_story_detail {

using base::Json;

void set_members(Json& payload, const std::string& changes) {
  if (changes.empty()) return;
  const Json members = Json::parse(changes);
  for (const auto& [name, value] : members.members()) payload.set(name, value);
}

std::string replace_once(std::string_view text, std::string_view from, std::string_view to) {
  CHECK(text.find(from) != text.npos);
  return base::replace_all(text, from, to);
}

}  // namespace demo_vendor_story_detail

using namespace demo_vendor_story_detail;

const std::vector<StoryVendor>& story_vendors() {
  static const std::vector<StoryVendor> vendors = {
      {"muehle-nord", "Shopify", "X-Shopify-Webhook-Id"},
      {"kornkammer", "Shopify", "X-Shopify-Webhook-Id"},
      {"oats-and-more", "WooCommerce", "X-WC-Webhook-Delivery-ID"},
      {"riverside-cafe", "Square", ""},
      {"silo-west", "GS1 EPCIS", ""},
      {"paydesk", "Stripe", ""},
  };
  return vendors;
}

const std::vector<StorySubject>& story_subjects() {
  static const std::vector<StorySubject> subjects = {
      {.vendor = "muehle-nord",
       .name = "order 4001",
       .entity = "ord#muehle-nord#4001",
       .changes = R"({"id": 4001, "order_number": 1643, "name": "#1643", "created_at": "2026-03-16T08:26:53+01:00",
                      "total_price": "129.45", "subtotal_price": "124.50", "total_tax": "8.47", "total_discounts": "0.00",
                      "total_shipping_price_set": {"shop_money": {"amount": "4.95", "currency_code": "EUR"}},
                      "line_items": [{"id": 5703, "sku": "MILL-SPELT-25", "title": "Spelt flour 25 kg", "variant_id": 7082,
                                      "product_id": 5216, "quantity": 5, "price": "24.90"}]})",
       .steps = {{.id = "wh-4001-create",
                  .contract = "shopify.order",
                  .example = "shopify.order@2/plain",
                  .changes = R"({"updated_at": "2026-03-16T08:26:53+01:00", "financial_status": "pending",
                                 "fulfillment_status": "unfulfilled"})"},
                 {.id = "wh-4001-paid",
                  .contract = "shopify.order",
                  .example = "shopify.order@2/plain",
                  .changes = R"({"updated_at": "2026-03-16T09:02:11+01:00", "financial_status": "paid",
                                 "fulfillment_status": "unfulfilled"})"},
                 {.id = "wh-4001-shipped",
                  .contract = "shopify.order",
                  .example = "shopify.order@2/plain",
                  .changes = R"({"updated_at": "2026-03-16T11:40:00+01:00", "financial_status": "paid",
                                 "fulfillment_status": "fulfilled"})"}},
       .ends_as = "in_transit 129.45 EUR",
       .after_backfill = "in_transit 129.45 EUR, shipping 4.95"},
      {.vendor = "muehle-nord",
       .name = "order 4002",
       .entity = "ord#muehle-nord#4002",
       .steps = {{.id = "wh-4002-paid",
                  .contract = "shopify.order",
                  .example = "shopify.order@2/plain",
                  .changes = R"({"id": 4002, "order_number": 1644, "name": "#1644", "financial_status": "paid",
                                 "fulfillment_status": "unfulfilled", "created_at": "2026-03-16T08:31:20+01:00",
                                 "updated_at": "2026-03-16T08:31:24+01:00", "total_price": "62.45",
                                 "subtotal_price": "57.50", "total_tax": "4.09", "total_discounts": "0.00",
                                 "total_shipping_price_set": {"shop_money": {"amount": "4.95", "currency_code": "EUR"}},
                                 "line_items": [{"id": 5704, "sku": "MILL-RYE-1KG", "title": "Rye flour 1 kg",
                                                 "quantity": 23, "price": "2.50"}]})"},
                 {.id = "wh-4002-refund",
                  .contract = "shopify.refund",
                  .example = "shopify.refund@1/plain",
                  .changes = R"({"refund": {"id": 910, "order_id": 4002, "created_at": "2026-03-16T10:15:00+01:00",
                                 "transactions": [{"amount": "12.45", "currency": "EUR"}]}})"}},
       .ends_as = "processing 62.45 EUR, refunded 12.45",
       .after_backfill = "processing 62.45 EUR, refunded 12.45, shipping 4.95"},
      // A status that came with the shop's last update and that the contract does not know yet.
      {.vendor = "muehle-nord",
       .name = "order 4003",
       .entity = "ord#muehle-nord#4003",
       .steps = {{.id = "wh-4003-paid",
                  .contract = "shopify.order",
                  .example = "shopify.order@2/plain",
                  .changes = R"({"id": 4003, "order_number": 1645, "name": "#1645", "financial_status": "paid",
                                 "fulfillment_status": "on_hold", "created_at": "2026-03-16T09:48:02+01:00",
                                 "updated_at": "2026-03-16T09:48:05+01:00", "total_price": "34.95",
                                 "subtotal_price": "30.00", "total_tax": "2.29", "total_discounts": "0.00",
                                 "total_shipping_price_set": {"shop_money": {"amount": "4.95", "currency_code": "EUR"}},
                                 "line_items": [{"id": 5705, "sku": "MILL-OAT-500", "title": "Rolled oats 500 g",
                                                 "quantity": 12, "price": "2.50"}]})",
                  .breach = Breach{"/fulfillment_status", "enum", R"("on_hold")"}}},
       .after_backfill = "processing 34.95 EUR, shipping 4.95"},
      {.vendor = "muehle-nord",
       .name = "stock of item 8826",
       .entity = "inv#muehle-nord#8826#5493#available",
       .steps = {{.id = "wh-8826-a",
                  .contract = "shopify.inventory",
                  .example = "shopify.inventory@1/plain",
                  .changes = R"({"inventory_level": {"inventory_item_id": 8826, "location_id": 5493, "available": 12,
                                 "updated_at": "2026-03-16T08:00:00+01:00"}})"},
                 {.id = "wh-8826-b",
                  .contract = "shopify.inventory",
                  .example = "shopify.inventory@1/plain",
                  .changes = R"({"inventory_level": {"inventory_item_id": 8826, "location_id": 5493, "available": 7,
                                 "updated_at": "2026-03-16T08:26:54+01:00"}})"}},
       .ends_as = "7"},
      {.vendor = "kornkammer",
       .name = "order 7001",
       .entity = "ord#kornkammer#7001",
       .changes = R"({"id": 7001, "order_number": 88, "name": "KK-88", "created_at": "2026-03-16T09:10:00+01:00",
                      "total_price": "45.25", "subtotal_price": "39.30", "total_tax": "2.96", "total_discounts": "0.00",
                      "total_shipping_price_set": {"shop_money": {"amount": "5.95", "currency_code": "EUR"}},
                      "line_items": [{"id": 12, "sku": "KK-BUCKWHEAT", "title": "Buckwheat 3 kg", "quantity": 3,
                                      "price": "13.10"}]})",
       .steps = {{.id = "kk-7001-create",
                  .contract = "shopify.order",
                  .example = "shopify.order@2/plain",
                  .changes = R"({"updated_at": "2026-03-16T09:10:00+01:00", "financial_status": "pending",
                                 "fulfillment_status": "unfulfilled"})"},
                 {.id = "kk-7001-paid",
                  .contract = "shopify.order",
                  .example = "shopify.order@2/plain",
                  .changes = R"({"updated_at": "2026-03-16T09:31:45+01:00", "financial_status": "paid",
                                 "fulfillment_status": "unfulfilled"})"}},
       .ends_as = "processing 45.25 EUR"},
      {.vendor = "oats-and-more",
       .name = "order 6999",
       .entity = "ord#oats-and-more#6999",
       .changes = R"({"id": 6999, "number": "6999", "date_created_gmt": "2026-03-15T19:26:53", "total": "33.35",
                      "discount_total": "0.00", "shipping_total": "3.45", "total_tax": "2.18",
                      "line_items": [{"id": 4771, "name": "Rolled oats 500 g", "sku": "MILL-OAT-500", "product_id": 5333,
                                      "variation_id": 0, "quantity": 13, "price": 2.3, "total": "29.90"}]})",
       .steps = {{.id = "31007",
                  .contract = "woocommerce.order",
                  .example = "woocommerce.order@3/plain",
                  .changes = R"({"status": "pending", "date_modified_gmt": "2026-03-15T19:26:53"})"},
                 {.id = "31011",
                  .contract = "woocommerce.order",
                  .example = "woocommerce.order@3/plain",
                  .changes = R"({"status": "processing", "date_modified_gmt": "2026-03-15T19:30:02"})"},
                 {.id = "31044",
                  .contract = "woocommerce.order",
                  .example = "woocommerce.order@3/plain",
                  .changes = R"({"status": "completed", "date_modified_gmt": "2026-03-16T10:05:40"})"}},
       .ends_as = "delivered 33.35 EUR, shipping 3.45"},
      // Somebody's plugin sends money as a number.
      {.vendor = "oats-and-more",
       .name = "order 7002",
       .entity = "ord#oats-and-more#7002",
       .steps = {{.id = "31052",
                  .contract = "woocommerce.order",
                  .example = "woocommerce.order@3/plain",
                  .changes = R"({"id": 7002, "number": "7002", "status": "processing", "total": 18.5,
                                 "date_created_gmt": "2026-03-16T10:20:00", "date_modified_gmt": "2026-03-16T10:20:00"})",
                  .breach = Breach{"/total", "type", "18.5"}}}},
      // Two counts, and what was sold after each: what was sold before the later count is in it already.
      {.vendor = "riverside-cafe",
       .name = "stock of COFFEE-1KG",
       .entity = "inv#riverside-cafe#COFFEE-1KG#L-BAR#available",
       .steps = {{.id = "evt-c1",
                  .contract = "square.inventory",
                  .changes = R"({"type": "inventory.count.updated", "event_id": "evt-c1", "data": {"object": {
                                 "inventory_counts": [{"catalog_object_id": "COFFEE-1KG", "location_id": "L-BAR",
                                 "quantity": "40", "state": "IN_STOCK", "calculated_at": "2026-03-16T06:00:00Z"}]}}})"},
                 {.id = "adj-1",
                  .contract = "square.inventory-change",
                  .changes = R"({"idempotency_key": "adj-1", "changes": [{"type": "ADJUSTMENT", "adjustment": {
                                 "catalog_object_id": "COFFEE-1KG", "location_id": "L-BAR", "quantity": "3",
                                 "from_state": "IN_STOCK", "to_state": "SOLD", "occurred_at": "2026-03-16T07:10:30Z"}}]})"},
                 {.id = "evt-c2",
                  .contract = "square.inventory",
                  .changes = R"({"type": "inventory.count.updated", "event_id": "evt-c2", "data": {"object": {
                                 "inventory_counts": [{"catalog_object_id": "COFFEE-1KG", "location_id": "L-BAR",
                                 "quantity": "36", "state": "IN_STOCK", "calculated_at": "2026-03-16T09:00:00Z"}]}}})"},
                 {.id = "adj-2",
                  .contract = "square.inventory-change",
                  .changes = R"({"idempotency_key": "adj-2", "changes": [{"type": "ADJUSTMENT", "adjustment": {
                                 "catalog_object_id": "COFFEE-1KG", "location_id": "L-BAR", "quantity": "5",
                                 "from_state": "IN_STOCK", "to_state": "SOLD", "occurred_at": "2026-03-16T09:44:00Z"}}]})"}},
       .ends_as = "31"},
      {.vendor = "silo-west",
       .name = "stock of lot A7",
       .entity = "inv#silo-west#urn:epc:class:lgtin:4012345.012345.A7#silo-3#on_hand",
       .steps = {{.id = "epcis-1",
                  .contract = "epcis.document",
                  .example = "epcis.document@1/plain",
                  .changes = R"({"id": "epcis-1", "epcisBody": {"eventList": [{"type": "ObjectEvent", "action": "ADD",
                                 "eventTime": "2026-03-16T05:30:00Z", "eventTimeZoneOffset": "+00:00",
                                 "bizStep": "receiving", "bizLocation": {"id": "silo-3"}, "quantityList": [
                                 {"epcClass": "urn:epc:class:lgtin:4012345.012345.A7", "quantity": 2400, "uom": "KGM"}]}]}})"},
                 {.id = "epcis-2",
                  .contract = "epcis.document",
                  .example = "epcis.document@1/plain",
                  .changes =
                      R"({"id": "epcis-2", "epcisBody": {"eventList": [{"type": "ObjectEvent", "action": "OBSERVE",
                                 "eventTime": "2026-03-16T08:12:00Z", "eventTimeZoneOffset": "+00:00",
                                 "bizStep": "shipping", "bizLocation": {"id": "silo-3"}, "quantityList": [
                                 {"epcClass": "urn:epc:class:lgtin:4012345.012345.A7", "quantity": 600.5, "uom": "KGM"}]}]}})"},
                 {.id = "epcis-3",
                  .contract = "epcis.document",
                  .example = "epcis.document@1/plain",
                  .changes =
                      R"({"id": "epcis-3", "epcisBody": {"eventList": [{"type": "ObjectEvent", "action": "OBSERVE",
                                 "eventTime": "2026-03-16T09:50:00Z", "eventTimeZoneOffset": "+00:00",
                                 "bizStep": "shipping", "bizLocation": {"id": "silo-3"}, "quantityList": [
                                 {"epcClass": "urn:epc:class:lgtin:4012345.012345.A7", "quantity": 350, "uom": "KGM"}]}]}})"}},
       .ends_as = "1449.5"},
      {.vendor = "paydesk",
       .name = "order cs_2964",
       .entity = "ord#paydesk#cs_2964",
       .steps = {{.id = "cs_2964",
                  .contract = "stripe.checkout",
                  .example = "stripe.checkout@1/plain",
                  .changes =
                      R"({"id": "cs_2964", "created": 1773653213, "amount_total": 12945, "amount_subtotal": 12450,
                                 "status": "complete", "payment_status": "paid"})"}},
       .ends_as = "processing 129.45 EUR"},
  };
  return subjects;
}

const StoryUpgrade& story_upgrade() {
  static const StoryUpgrade upgrade = {.vendor = "muehle-nord",
                                       .contract = "shopify.order",
                                       .from = 2,
                                       .to = 3,
                                       .news = {"accepts fulfillment_status \"on_hold\"", "maps what shipping cost"}};
  return upgrade;
}

std::string upgraded_contract(std::string_view older) {
  Json contract = Json::parse(older);
  CHECK(contract.at("version") == Json(story_upgrade().from));
  contract.set("version", story_upgrade().to);
  (*contract.find("accepts"))["properties"]["fulfillment_status"]["enum"].push_back("on_hold");
  contract.set("mapping", replace_once(contract.text("mapping"), "\"totals\": {",
                                       "\"totals\": {\n      \"shipping\": total_shipping_price_set ? "
                                       "$decimal(total_shipping_price_set.shop_money.amount),"));
  return contract.dump(1);
}

std::vector<VendorEvent> story_events(const std::string& examples) {
  std::vector<VendorEvent> events;
  for (const StorySubject& subject : story_subjects()) {
    const auto vendor = std::ranges::find(story_vendors(), subject.vendor, &StoryVendor::name);
    CHECK(vendor != story_vendors().end());
    int number = 0;
    for (const StoryStep& step : subject.steps) {
      Json payload =
          step.example.empty() ? Json::object() : Json::parse(read_file(examples + "/" + step.example + ".json"));
      set_members(payload, subject.changes);
      set_members(payload, step.changes);
      events.push_back({.vendor = &*vendor,
                        .subject = &subject,
                        .step = ++number,
                        .id = step.id,
                        .contract = step.contract,
                        .body = payload.dump(),
                        .breach = step.breach});
    }
  }
  return events;
}

}  // namespace emulator
