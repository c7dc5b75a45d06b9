#include "functions/transform/row_relay.h"

namespace transform {
namespace row_relay_detail {

constexpr std::size_t kRowsInBlock = 4096;
constexpr std::size_t kRowsAhead = 12;  // that memory is asked for before they are looked at

}  // namespace row_relay_detail

using namespace row_relay_detail;

RowRelay::RowRelay(Batch& batch) : worker_([&batch](std::unique_ptr<Block>& block) { replay(*block, batch); }) {}

void RowRelay::begin_file(domain::Kind kind, std::string key) {
  send_block();
  block_->kind = kind;
  block_->key = std::move(key);
}

void RowRelay::send_block() {
  auto next = std::make_unique<Block>();
  next->kind = block_->kind;
  next->key = block_->key;
  worker_.give(std::move(block_));
  block_ = std::move(next);
}

template <typename Row>
void RowRelay::add(std::vector<Lined<Row>>& rows, const Row& row, std::uint64_t line) {
  if (rows.empty()) rows.reserve(kRowsInBlock);
  rows.push_back({.row = row, .line = line});
  if (rows.size() == kRowsInBlock) send_block();
}

void RowRelay::product(const domain::ProductRow& row, std::uint64_t line) {
  add(block_->products, {.product = keep(row.product), .category = block_->texts.keep(row.category)}, line);
}

void RowRelay::order(const domain::OrderRow& row, std::uint64_t line) {
  domain::OrderRow kept = row;
  kept.order = keep(row.order);
  kept.user = keep(row.user);
  add(block_->orders, kept, line);
}

void RowRelay::item(const domain::ItemRow& row, std::uint64_t line) {
  domain::ItemRow kept = row;
  kept.order = keep(row.order);
  kept.product = keep(row.product);
  add(block_->items, kept, line);
}

void RowRelay::rejected(const domain::Rejection& rejection) {
  Block& block = *block_;
  RejectedRow kept{.position = block.products.size() + block.orders.size() + block.items.size(),
                   .code = std::string(rejection.code),
                   .rejection = rejection};
  kept.rejection.value = block.texts.keep(domain::reported_value(rejection.value));
  block.rejected.push_back(std::move(kept));
  if (block.rejected.size() == kRowsInBlock) send_block();
}

void RowRelay::finish() {
  worker_.give(std::move(block_));
  worker_.finish();
}

template <typename Row>
void RowRelay::replay_rows(const Block& block, const std::vector<Lined<Row>>& rows, Batch& batch) {
  auto next = block.rejected.begin();
  const auto replay_rejected_up_to = [&](std::size_t position) {
    for (; next != block.rejected.end() && next->position <= position; ++next) {
      domain::Rejection rejection = next->rejection;
      rejection.code = next->code;
      batch.rejected(rejection);
    }
  };
  for (std::size_t i = 0; i < rows.size(); ++i) {
    replay_rejected_up_to(i);
    const auto& [row, line] = rows[i];
    if constexpr (std::is_same_v<Row, domain::ProductRow>) {
      batch.product(row, line);
    } else {
      if (i + kRowsAhead < rows.size()) batch.prefetch(rows[i + kRowsAhead].row.order);
      if constexpr (std::is_same_v<Row, domain::OrderRow>) {
        batch.order(row, line);
      } else {
        batch.item(row, line);
      }
    }
  }
  replay_rejected_up_to(rows.size());
}

void RowRelay::replay(Block& block, Batch& batch) {
  batch.begin_file(block.kind, block.key);
  switch (block.kind) {
    case domain::Kind::kProducts:
      return replay_rows(block, block.products, batch);
    case domain::Kind::kOrders:
      return replay_rows(block, block.orders, batch);
    case domain::Kind::kOrderItems:
      return replay_rows(block, block.items, batch);
  }
}

}  // namespace transform
