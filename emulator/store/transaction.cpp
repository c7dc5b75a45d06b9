#include <set>
#include <utility>

#include "base/check.h"
#include "emulator/store/store_state.h"

namespace store {

void Transaction::put(Space space, std::string key, std::string value) {
  CHECK(space.id_ != 0);
  changes_.push_back({Change::Kind::kPut, space.id_, std::move(key), std::move(value)});
}

void Transaction::erase(Space space, std::string key) {
  CHECK(space.id_ != 0);
  changes_.push_back({Change::Kind::kErase, space.id_, std::move(key), {}});
}

void Transaction::keep_blob(const std::string& id) { changes_.push_back({Change::Kind::kKeepBlob, 0, id, {}}); }
void Transaction::drop_blob(const std::string& id) { changes_.push_back({Change::Kind::kDropBlob, 0, id, {}}); }

void Transaction::on_commit(std::function<void()> apply) { after_.push_back(std::move(apply)); }

void Transaction::commit() {
  CHECK(!committed_);
  committed_ = true;
  CHECK(!changes_.empty() || after_.empty());  // nothing to follow
  if (changes_.empty()) return;
  Store::State& state = *store_.state_;
  const Statements& statements = *state.statements;
  std::set<std::string> gone;  // blobs that no record keeps any more

  const auto apply = [&](const Change& change) {
    switch (change.kind) {
      case Change::Kind::kPut:
        statements.put.execute(std::int64_t{change.space}, change.key, change.value);
        return;
      case Change::Kind::kErase:
        statements.erase.execute(std::int64_t{change.space}, change.key);
        return;
      case Change::Kind::kKeepBlob: {
        const auto size = state.blobs.find_size(change.key);
        if (!size) throw WriteError("cannot keep the blob " + state.blobs.path(change.key) + ": its file is gone");
        statements.keep_blob.execute(Text{change.key}, static_cast<std::int64_t>(*size));
        gone.erase(change.key);
        return;
      }
      case Change::Kind::kDropBlob: {
        Rows rows = statements.drop_blob.run(Text{change.key});
        CHECK(rows.next());  // dropped more often than kept
        const bool last = rows.integer(0) == 0;
        CHECK(!rows.next());
        if (!last) return;
        statements.forget_blob.execute(Text{change.key});
        gone.insert(change.key);
        return;
      }
    }
  };

  try {
    // A statement by itself is a transaction by itself, and costs less.
    const Change& first = changes_.front();
    if (changes_.size() == 1 && (first.kind == Change::Kind::kPut || first.kind == Change::Kind::kErase)) {
      apply(first);
    } else {
      statements.atomic.run([&] {
        for (const Change& change : changes_) apply(change);
      });
    }
  } catch (const SqliteError& error) {
    throw WriteError("cannot write to the store " + state.place.database() + ": " + error.what() +
                     "; nothing was changed. Free some space, or see to the disk, and try again");
  }
  for (const std::string& id : gone) store_.discard_blob(id);
  for (const auto& apply_in_memory : after_) apply_in_memory();
}

}  // namespace store
