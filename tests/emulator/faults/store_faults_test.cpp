// The store, when the disk fails at every place where it can.

#include <gtest/gtest.h>

#include <map>
#include <memory>

#include "emulator/faults/vfs.h"
#include "emulator/store/fixture.h"

namespace faults {

namespace {

using store::Fixture;
using store::Space;
using store::Store;

constexpr int kSteps = 6;

// A store whose every call passes the plan.
struct Broken : Fixture {
  explicit Broken(std::uint64_t plan_seed = 1) : plan(plan_seed) { options.vfs = vfs.name(); }
  Plan plan;
  Vfs vfs{"faulty", plan};
};

std::string body_of(int step) {
  return std::string(static_cast<std::size_t>(70'000 + step), static_cast<char>('a' + step));
}

// One transaction: two records that say the same, one that comes and goes, and a blob that replaces the one before.
void commit_step(Store& the_store, int step) {
  const Space left = the_store.space("left");
  const Space right = the_store.space("right");
  const std::string id = store::write_blob(the_store, body_of(step));
  const auto before = the_store.get(left, "blob");
  store::Transaction transaction(the_store);
  transaction.put(left, "step", std::to_string(step));
  transaction.put(right, "step", std::to_string(step) + std::string(3000, 'x'));
  transaction.put(right, "key " + std::to_string(step), "");
  if (step > 0) transaction.erase(right, "key " + std::to_string(step - 1));
  transaction.put(left, "blob", id);
  transaction.keep_blob(id);
  if (before) transaction.drop_blob(*before);
  transaction.commit();
}

// The step that the store stands at, -1 before the first; fails the test when it stands in between.
int step_of(Store& the_store) {
  const auto value = the_store.get(the_store.space("left"), "step");
  const int step = value ? std::stoi(*value) : -1;
  const auto right = the_store.scan(the_store.space("right"), "", "", 10);
  if (step < 0) {
    EXPECT_TRUE(right.empty());
    return step;
  }
  EXPECT_EQ(right.size(), 2u);
  EXPECT_EQ(right.at(0).first, "key " + std::to_string(step));
  EXPECT_EQ(right.at(1).second, std::to_string(step) + std::string(3000, 'x'));
  EXPECT_TRUE(store::read_file(the_store.blob_path(the_store.get(the_store.space("left"), "blob").value())) ==
              body_of(step));
  return step;
}

// Runs the steps until one fails; returns the last one that was acknowledged.
int run_steps(Store& the_store) {
  int acknowledged = -1;
  try {
    for (int step = 0; step < kSteps; ++step) {
      commit_step(the_store, step);
      acknowledged = step;
    }
  } catch (const store::WriteError&) {
  } catch (const store::ReadError&) {
  }
  return acknowledged;
}

std::size_t blob_files(const Fixture& fixture) {
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(fixture.directory / "blobs")) {
    if (entry.is_regular_file()) ++files;
  }
  return files;
}

}  // namespace

TEST(StoreUnderFaults, TheVfsBelowThePlanIsTheStoresOwn) {
  Broken broken;
  broken.with_store([&](Store& store) {
    commit_step(store, 0);
    EXPECT_FALSE(std::filesystem::exists(broken.directory / "store.db-shm")) << "the index of the log is a file";
  });
}

TEST(StoreUnderFaults, KilledAtAnyWriteItKeepsWhatItAcknowledgedAndNothingHalf) {
  int cuts = 0;
  bool reached_the_end = false;
  for (std::uint64_t nth = 1; !reached_the_end; ++nth) {
    SCOPED_TRACE("cut at write " + std::to_string(nth));
    Broken broken(nth);
    broken.plan.add({.call = Call::kWrite, .failure = Failure::kCut, .nth = nth});
    int acknowledged = -1;
    try {
      broken.with_store([&](Store& store) { acknowledged = run_steps(store); });
    } catch (const store::OpenError&) {  // cut while the store was being made
    }
    reached_the_end = broken.plan.calls(Call::kWrite) < nth;
    if (!reached_the_end) ++cuts;

    broken.plan.clear();
    broken.with_store([&](Store& store) {
      const int found = step_of(store);
      // The step that was under way may have happened, as a whole: it was killed before it could say so.
      EXPECT_TRUE(found == acknowledged || found == acknowledged + 1) << found << " after " << acknowledged;
      EXPECT_EQ(store.check(), std::vector<std::string>());
      EXPECT_EQ(blob_files(broken), found < 0 ? 0u : 1u) << "orphans are swept";
    });
    if (HasFailure()) return;
  }
  EXPECT_GT(cuts, 40);
}

// SQLite hands over each page of its log in two calls.
TEST(StoreUnderFaults, ACommitIsOneWriteToTheLog) {
  Broken broken;
  broken.with_store([&](Store& the_store) {
    const Space space = the_store.space("s");
    store::put(the_store, space, "first", "the log is begun");
    const std::uint64_t before = broken.plan.calls(Call::kWrite);
    for (int i = 0; i < 10; ++i) store::put(the_store, space, std::to_string(i), std::string(10'000, 'v'));
    EXPECT_EQ(broken.plan.calls(Call::kWrite) - before, 10u);
  });
}

// More than SQLite's cache holds: pages go to the log in the middle of the transaction, are read from there, and
// changed again.
TEST(StoreUnderFaults, ATransactionLargerThanTheCacheHappensAsAWhole) {
  constexpr int kRecords = 30;
  constexpr std::size_t kBytes = 100'000;
  const auto commit = [](Store& the_store, char letter) {
    store::Transaction transaction(the_store);
    for (const char value : {'-', letter}) {
      for (int i = 0; i < kRecords; ++i)
        transaction.put(the_store.space("s"), std::to_string(i), std::string(kBytes, value));
    }
    transaction.commit();
  };
  const auto expect = [=](const Store& the_store, Space space, char letter) {
    int records = 0;
    the_store.each(space, "", [&](std::string_view, std::string_view value) {
      EXPECT_TRUE(value == std::string(kBytes, letter));
      return ++records > 0;
    });
    EXPECT_EQ(records, kRecords);
  };
  int broken_off = 0;
  for (const Failure failure : {Failure::kCut, Failure::kShortWrite}) {
    bool reached_the_end = false;
    for (std::uint64_t nth = 1; !reached_the_end; nth += 37) {
      SCOPED_TRACE("failure " + std::to_string(static_cast<int>(failure)) + " at write " + std::to_string(nth));
      Broken broken(nth);
      char last = 'a';
      broken.with_store([&](Store& the_store) {
        commit(the_store, last);
        expect(the_store, the_store.space("s"), last);
        broken.plan.add({.call = Call::kWrite, .failure = failure, .nth = nth, .times = 1, .file = "-wal"});
        try {
          commit(the_store, 'b');
          last = 'b';
        } catch (const store::WriteError&) {
          ++broken_off;
        }
        reached_the_end = last == 'b';
        if (failure != Failure::kCut) expect(the_store, the_store.space("s"), last);
      });
      broken.plan.clear();
      broken.with_store([&](Store& the_store) {
        expect(the_store, the_store.space("s"), last);
        EXPECT_EQ(the_store.check(), std::vector<std::string>());
        commit(the_store, 'c');
        expect(the_store, the_store.space("s"), 'c');
      });
      if (HasFailure()) return;
    }
  }
  EXPECT_GE(broken_off, 2);
}

// A transaction of one record is one statement, without BEGIN and COMMIT around it.
TEST(StoreUnderFaults, ASingleRecordFailsAsCleanly) {
  struct Case {
    Call call;
    Failure failure;
  };
  for (const Case row : {Case{Call::kWrite, Failure::kFull}, Case{Call::kWrite, Failure::kShortWrite},
                         Case{Call::kWrite, Failure::kIoError}, Case{Call::kSync, Failure::kIoError}}) {
    int places = 0;
    for (std::uint64_t nth = 1;; ++nth) {
      SCOPED_TRACE("call " + std::to_string(static_cast<int>(row.call)) + " failure " +
                   std::to_string(static_cast<int>(row.failure)) + " at the " + std::to_string(nth) + ". such call");
      Broken broken(nth);
      broken.options.sync_always = true;
      bool failed = false;
      std::string last = std::string(3000, 'a');
      broken.with_store([&](Store& the_store) {
        const Space space = the_store.space("s");
        store::put(the_store, space, "k", last);
        broken.plan.add({.call = row.call, .failure = row.failure, .nth = nth, .times = 1});
        try {
          for (const char letter : {'b', 'c', 'd'}) {
            store::put(the_store, space, "k", std::string(3000, letter));
            last = std::string(3000, letter);
          }
          store::Transaction transaction(the_store);
          transaction.erase(space, "k");
          transaction.commit();
          last.clear();
        } catch (const store::WriteError&) {
          failed = true;
        }
        broken.plan.clear();
        EXPECT_EQ(the_store.get(space, "k").value_or(""), last);
        store::put(the_store, space, "after", "well again");
      });
      broken.with_store([&](Store& the_store) {
        EXPECT_EQ(the_store.get(the_store.space("s"), "k").value_or(""), last);
        EXPECT_EQ(the_store.get(the_store.space("s"), "after"), "well again");
        EXPECT_EQ(the_store.check(), std::vector<std::string>());
      });
      if (HasFailure()) return;
      if (!failed) break;
      ++places;
    }
    EXPECT_GE(places, 4) << "a commit each";
  }
}

// Whatever fails, and wherever: an error, nothing half, reading goes on; and when the disk is well again so is the
// store, without being opened again.
TEST(StoreUnderFaults, AnyFailingCallIsACleanErrorAndTheStoreRecovers) {
  struct Case {
    Call call;
    Failure failure;
    std::uint64_t times;
    int at_least;  // so many places were tried
  };
  const Case cases[] = {
      {Call::kWrite, Failure::kFull, 0, 15},       {Call::kWrite, Failure::kFull, 1, 15},
      {Call::kWrite, Failure::kShortWrite, 0, 15}, {Call::kWrite, Failure::kIoError, 1, 15},
      {Call::kSync, Failure::kIoError, 1, 5},      {Call::kOpen, Failure::kIoError, 1, 3},
  };
  for (const Case& row : cases) {
    int places = 0;
    for (std::uint64_t nth = 1;; ++nth) {
      SCOPED_TRACE("call " + std::to_string(static_cast<int>(row.call)) + " failure " +
                   std::to_string(static_cast<int>(row.failure)) + " at the " + std::to_string(nth) + ". such call");
      Broken broken(nth);
      broken.options.sync_always = row.call == Call::kSync;
      bool reached_the_end = false;
      int last = -1;
      broken.with_store([&](Store& store) {
        commit_step(store, 0);
        const std::uint64_t before = broken.plan.calls(row.call);
        broken.plan.add({.call = row.call, .failure = row.failure, .nth = nth, .times = row.times});
        int acknowledged = 0;
        bool failed = false;
        try {
          for (int step = 1; step < kSteps; ++step) {
            commit_step(store, step);
            acknowledged = step;
          }
        } catch (const store::WriteError& error) {
          failed = true;
          EXPECT_NE(std::string(error.what()).find(broken.directory.path()), std::string::npos) << error.what();
        }
        reached_the_end = broken.plan.calls(row.call) - before < nth;
        EXPECT_EQ(failed, !reached_the_end);
        EXPECT_EQ(step_of(store), acknowledged) << "reading goes on, and nothing of the failed step is there";

        broken.plan.clear();
        commit_step(store, acknowledged + 1);
        last = acknowledged + 1;
        EXPECT_EQ(step_of(store), last);
        EXPECT_EQ(store.check(), std::vector<std::string>());
      });
      broken.with_store([&](Store& store) { EXPECT_EQ(step_of(store), last); });
      if (HasFailure()) return;
      if (reached_the_end) break;
      ++places;
    }
    EXPECT_GE(places, row.at_least);
  }
}

TEST(StoreUnderFaults, AFullDiskWhileOpeningIsASentence) {
  for (std::uint64_t nth = 1; nth <= 3; ++nth) {
    Broken broken;
    broken.plan.add({.call = Call::kWrite, .failure = Failure::kFull, .nth = nth});
    try {
      broken.with_store([](Store&) {});
      FAIL() << "write " << nth << " failed, and the store opened";
    } catch (const store::OpenError& error) {
      EXPECT_NE(std::string(error.what()).find("database or disk is full"), std::string::npos) << error.what();
    }
    broken.plan.clear();
    broken.with_store([](Store& store) { EXPECT_EQ(step_of(store), -1); });
  }
}

TEST(StoreUnderFaults, AFailingReadIsAReadError) {
  Broken broken;
  broken.with_store([&](Store& store) { commit_step(store, 0); });
  broken.with_store([&](Store& store) {
    const Space left = store.space("left");
    broken.plan.add({.call = Call::kRead, .failure = Failure::kIoError});
    EXPECT_THROW(store.get(left, "step"), store::ReadError);
    EXPECT_THROW(store.scan(left, "", "", 1), store::ReadError);
    EXPECT_FALSE(store.check().empty());
    broken.plan.clear();
    EXPECT_EQ(step_of(store), 0);
  });
}

// Enough for several background checkpoints, which fail all the time: nothing is lost by that.
TEST(StoreUnderFaults, CheckpointsThatFailLoseNothing) {
  Broken broken;
  constexpr int kRecords = 60;
  broken.with_store([&](Store& store) {
    broken.plan.add({.call = Call::kSync, .failure = Failure::kIoError});
    for (int i = 0; i < kRecords; ++i) {
      store::put(store, store.space("s"), std::to_string(i), std::string(1 << 20, 'v'));
    }
  });
  broken.plan.clear();
  broken.with_store([&](Store& store) {
    EXPECT_EQ(store.count(store.space("s"), ""), std::size_t{kRecords});
    EXPECT_EQ(store.check(), std::vector<std::string>());
  });
}

}  // namespace faults
