#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "domain/rows.h"
#include "domain/text_arena.h"
#include "domain/worker.h"
#include "functions/transform/batch.h"

namespace transform {

// Hands rows on to a batch that works on a thread of its own, in the order in which they came: while one core reads the
// next rows, the other looks up the last ones.
class RowRelay : public domain::RowSink {
 public:
  explicit RowRelay(Batch& batch);

  void begin_file(domain::Kind kind, std::string key);
  void product(const domain::ProductRow& row, std::uint64_t line) override;
  void order(const domain::OrderRow& row, std::uint64_t line) override;
  void item(const domain::ItemRow& row, std::uint64_t line) override;
  void rejected(const domain::Rejection& rejection) override;

  // The batch has had every row when it returns, and is the caller's alone again.
  void finish();

 private:
  template <typename Row>
  struct Lined {
    Row row = {};
    std::uint64_t line = 0;
  };
  struct RejectedRow {
    std::size_t position = 0;  // how many good rows of the block come before it
    std::string code = {};
    domain::Rejection rejection = {};
  };
  // Some rows of one file.
  struct Block {
    domain::Kind kind = domain::Kind::kProducts;
    std::string key = {};
    std::vector<Lined<domain::ProductRow>> products = {};
    std::vector<Lined<domain::OrderRow>> orders = {};
    std::vector<Lined<domain::ItemRow>> items = {};
    std::vector<RejectedRow> rejected = {};
    domain::TextArena texts{64 << 10};
  };
  static void replay(Block& block, Batch& batch);
  template <typename Row>
  static void replay_rows(const Block& block, const std::vector<Lined<Row>>& rows, Batch& batch);

  domain::Id keep(domain::Id id) { return {.number = id.number, .text = block_->texts.keep(id.text)}; }
  template <typename Row>
  void add(std::vector<Lined<Row>>& rows, const Row& row, std::uint64_t line);
  void send_block();

  std::unique_ptr<Block> block_ = std::make_unique<Block>();
  domain::Worker<std::unique_ptr<Block>> worker_;
};

}  // namespace transform
