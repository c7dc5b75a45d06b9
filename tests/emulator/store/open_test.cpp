#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <utility>

#include "emulator/store/fixture.h"

namespace store {

namespace {
namespace fs = std::filesystem;

// What opening says when it refuses; empty when it does not.
std::string refusal(Fixture& fixture) {
  try {
    fixture.with_store([](Store&) {});
    return "";
  } catch (const OpenError& error) {
    return error.what();
  }
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

// What somebody with `sqlite3` in hand might do to the file.
void by_hand(const std::string& path, const char* sql) {
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(path.c_str(), &database), SQLITE_OK);
  EXPECT_EQ(sqlite3_exec(database, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(database);
  sqlite3_close(database);
}

// Another process, which reads the database when it is told to and keeps it open. Locks are between processes, and
// SQLite's own knowledge of them is not to be inherited: make it before the store is opened.
class AnotherProgram {
 public:
  explicit AnotherProgram(const std::string& path) {
    EXPECT_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, ends_), 0);
    process_ = fork();
    if (process_ == 0) serve(path.c_str());
    close(ends_[1]);
  }
  ~AnotherProgram() { leave(); }
  AnotherProgram(const AnotherProgram&) = delete;
  AnotherProgram& operator=(const AnotherProgram&) = delete;
  int read() {  // what SQLite says to it
    int result = -1;
    EXPECT_EQ(send(ends_[0], "r", 1, 0), 1);
    EXPECT_EQ(recv(ends_[0], &result, sizeof result, 0), ssize_t{sizeof result});
    return result;
  }
  void leave() {
    if (process_ == 0) return;
    close(ends_[0]);
    waitpid(std::exchange(process_, 0), nullptr, 0);
  }

 private:
  [[noreturn]] void serve(const char* path) {
    close(ends_[0]);
    sqlite3* database = nullptr;
    for (char order = 0; recv(ends_[1], &order, 1, 0) == 1;) {
      if (database == nullptr) sqlite3_open(path, &database);
      const int result = sqlite3_exec(database, "SELECT * FROM sqlite_schema", nullptr, nullptr, nullptr);
      send(ends_[1], &result, sizeof result, 0);
    }
    _exit(0);
  }
  pid_t process_ = 0;
  int ends_[2] = {};
};

void overwrite(const std::string& path, std::streamoff at, const std::string& bytes) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(at);
  file << bytes;
}

void fill(Fixture& fixture) {
  fixture.with_store([](Store& store) {
    Transaction transaction(store);
    for (int i = 0; i < 500; ++i) transaction.put(store.space("s"), std::to_string(i), std::string(200, 'v'));
    transaction.commit();
  });
}
}  // namespace

TEST(OpenStore, FindsWhatWasCommittedBeforeItWasClosed) {
  Fixture fixture;
  std::string id;
  fixture.with_store([&](Store& store) {
    store.space("unused");
    id = write_blob(store, "body");
    Transaction transaction(store);
    transaction.put(store.space("s"), "k", "v");
    transaction.keep_blob(id);
    transaction.commit();
    Transaction forgotten(store);
    forgotten.put(store.space("s"), "other", "v");
  });
  EXPECT_FALSE(fs::exists(fixture.directory / "store.db-wal")) << "a clean close leaves no log behind";
  fixture.with_store([&](Store& store) {
    EXPECT_EQ(store.get(store.space("s"), "k"), "v");
    EXPECT_EQ(store.get(store.space("s"), "other"), std::nullopt);
    EXPECT_EQ(read_file(store.blob_path(id)), "body");
    EXPECT_EQ(store.check(), std::vector<std::string>());
  });
}

TEST(OpenStore, SweepsBlobsThatNoTransactionKept) {
  Fixture fixture;
  std::string kept, orphan, dropped, unfinished;
  fixture.with_store([&](Store& store) {
    kept = write_blob(store, "kept");
    orphan = write_blob(store, "orphan");
    dropped = write_blob(store, "dropped");
    Transaction transaction(store);
    transaction.keep_blob(kept);
    transaction.keep_blob(dropped);
    transaction.commit();
    Transaction drop(store);
    drop.drop_blob(dropped);
    drop.commit();
    BlobWriter writer(store);
    writer.write(std::string(1'000'000, 'x'));
  });
  std::size_t files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(fixture.directory / "blobs")) {
    if (entry.is_regular_file()) ++files;
  }
  EXPECT_EQ(files, 2u) << "the dropped and the unfinished one are gone, the orphan waits";
  fixture.with_store([&](Store& store) {
    EXPECT_TRUE(fs::exists(store.blob_path(kept)));
    EXPECT_FALSE(fs::exists(store.blob_path(orphan)));
  });
}

TEST(OpenStore, NeverGivesANewBlobTheNameOfAnOldOne) {
  Fixture fixture;  // the same seed both times, so the same ids come again
  for (const std::string body : {"first", "second"}) {
    fixture.with_store([&](Store& store) {
      const std::string id = write_blob(store, body);
      Transaction transaction(store);
      transaction.keep_blob(id);
      transaction.put(store.space("s"), body, id);
      transaction.commit();
    });
  }
  fixture.with_store([](Store& store) {
    for (const std::string body : {"first", "second"}) {
      EXPECT_EQ(read_file(store.blob_path(*store.get(store.space("s"), body))), body);
    }
  });
}

TEST(OpenStore, RefusesADirectoryThatAnotherStoreHasOpen) {
  Fixture fixture;
  fixture.with_store([&](Store&) {
    const std::string sentence = refusal(fixture);
    EXPECT_TRUE(contains(sentence, fixture.directory.path())) << sentence;
    EXPECT_TRUE(contains(sentence, "process " + std::to_string(getpid()))) << sentence;
    EXPECT_TRUE(contains(sentence, "another directory")) << sentence;
  });
  EXPECT_EQ(refusal(fixture), "");
}

TEST(OpenStore, RefusesADatabaseThatAnotherProgramHasOpen) {
  Fixture fixture;
  fill(fixture);
  AnotherProgram other(fixture.directory / "store.db");
  EXPECT_EQ(other.read(), SQLITE_OK);
  EXPECT_TRUE(contains(refusal(fixture), "in use by another program")) << refusal(fixture);
  other.leave();
  EXPECT_EQ(refusal(fixture), "");
}

TEST(OpenStore, LetsNoOtherProgramInAndNeedsNoFileForTheLogsIndex) {
  Fixture fixture;
  AnotherProgram other(fixture.directory / "store.db");
  fixture.with_store([&](Store& store) {
    put(store, store.space("s"), "k", "v");
    EXPECT_FALSE(fs::exists(fixture.directory / "store.db-shm"));
    EXPECT_EQ(other.read(), SQLITE_BUSY);
    EXPECT_EQ(store.get(store.space("s"), "k"), "v");
  });
  EXPECT_EQ(other.read(), SQLITE_OK);
}

TEST(OpenStore, RefusesANewerVersionAndLeavesItAsItIs) {
  Fixture fixture;
  fill(fixture);
  by_hand(fixture.directory / "store.db", "PRAGMA user_version = 7");
  const std::string sentence = refusal(fixture);
  EXPECT_TRUE(contains(sentence, "newer feedmill: its version is 7")) << sentence;
  by_hand(fixture.directory / "store.db", "PRAGMA user_version = 1");
  EXPECT_EQ(refusal(fixture), "");
}

TEST(OpenStore, RefusesSomebodyElsesDatabase) {
  Fixture fixture;
  by_hand(fixture.directory / "store.db", "CREATE TABLE mine(x)");
  EXPECT_TRUE(contains(refusal(fixture), "not one of feedmill's")) << refusal(fixture);
}

TEST(OpenStore, RefusesWhatIsNoDatabase) {
  Fixture fixture;
  std::ofstream(fixture.directory / "store.db") << std::string(5000, 'x');
  EXPECT_TRUE(contains(refusal(fixture), "is not a feedmill store")) << refusal(fixture);
}

TEST(OpenStore, RefusesADatabaseThatWasCutOff) {
  Fixture fixture;
  fill(fixture);
  fs::resize_file(fixture.directory / "store.db", 8192);
  EXPECT_TRUE(contains(refusal(fixture), "is damaged")) << refusal(fixture);
}

TEST(OpenStore, RefusesADatabaseWithoutItsTables) {
  Fixture fixture;
  fill(fixture);
  by_hand(fixture.directory / "store.db", "DROP TABLE record");
  EXPECT_TRUE(contains(refusal(fixture), "is damaged: no such table: record")) << refusal(fixture);
}

TEST(OpenStore, RefusesToTakeBlobsForOrphansWhenTheDatabaseIsMissing) {
  Fixture fixture;
  fixture.with_store([](Store& store) { write_blob(store, "body"); });
  fs::remove(fixture.directory / "store.db");
  EXPECT_TRUE(contains(refusal(fixture), "put the database back")) << refusal(fixture);
}

TEST(OpenStore, RefusesADirectoryThatCannotBeMade) {
  Fixture fixture;
  std::ofstream(fixture.directory / "file") << "x";
  fixture.options.directory = fixture.directory / "file";
  EXPECT_TRUE(contains(refusal(fixture), fixture.directory / "file")) << refusal(fixture);
}

TEST(CheckStore, FindsDamageInTheMiddleOfTheFile) {
  Fixture fixture;
  fill(fixture);
  overwrite(fixture.directory / "store.db", 3 * 4096, std::string(2 * 4096, '\x7f'));
  fixture.with_store([](Store& store) {
    EXPECT_FALSE(store.check().empty());
    EXPECT_THROW(for (int i = 0; i < 500; ++i) store.get(store.space("s"), std::to_string(i)), ReadError);
  });
}

TEST(CheckStore, FindsBlobsThatAreMissingOrCutOff) {
  Fixture fixture;
  fixture.with_store([](Store& store) {
    const std::string missing = write_blob(store, "missing");
    const std::string torn = write_blob(store, "torn");
    Transaction transaction(store);
    transaction.keep_blob(missing);
    transaction.keep_blob(torn);
    transaction.commit();
    EXPECT_EQ(store.check(), std::vector<std::string>());
    fs::remove(store.blob_path(missing));
    fs::resize_file(store.blob_path(torn), 2);
    const auto complaints = store.check();
    ASSERT_EQ(complaints.size(), 2u);
    EXPECT_TRUE(contains(complaints[0] + complaints[1], missing + " is missing"));
    EXPECT_TRUE(contains(complaints[0] + complaints[1], torn + " has 2 bytes instead of 4"));
    EXPECT_THROW(store.open_blob(missing), ReadError);
  });
}

}  // namespace store
