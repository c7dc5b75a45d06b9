#include "ports/nameless_file.h"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/mount.h>

#include <cstring>
#include <filesystem>
#include <optional>

#include "base/failure.h"

namespace ports {
namespace {

// A temporary directory of the test's own, which TMPDIR names for as long as this lives.
class OwnTmpdir {
 public:
  OwnTmpdir() {
    path_ = mkdtemp(path_.data());
    if (const char* const before = getenv("TMPDIR")) before_ = before;
    setenv("TMPDIR", path_.c_str(), 1);
  }
  ~OwnTmpdir() {
    before_ ? setenv("TMPDIR", before_->c_str(), 1) : unsetenv("TMPDIR");
    if (mounted_) umount2(path_.c_str(), MNT_DETACH);
    std::filesystem::remove_all(path_);
  }
  OwnTmpdir(const OwnTmpdir&) = delete;
  OwnTmpdir& operator=(const OwnTmpdir&) = delete;
  const std::string& path() const { return path_; }
  // A disk of one MiB takes its place. False where this user may not mount.
  bool mount_small_disk() { return mounted_ = mount("tmpfs", path_.c_str(), "tmpfs", 0, "size=1m") == 0; }

 private:
  std::string path_ = (std::filesystem::temp_directory_path() / "feedmill-test-XXXXXX").string();
  std::optional<std::string> before_ = {};
  bool mounted_ = false;
};

TEST(NamelessFile, GivesBackAnyPartOfWhatWasAppended) {
  const OwnTmpdir tmpdir;
  NamelessFile file;
  file.append("");
  EXPECT_EQ(file.size(), 0u);
  file.append("abc");
  file.append("defgh");
  EXPECT_EQ(file.size(), 8u);
  std::string part(4, ' ');
  file.read(2, part);
  EXPECT_EQ(part, "cdef");
  EXPECT_TRUE(std::filesystem::is_empty(tmpdir.path())) << "nobody has to remove it";
}

TEST(NamelessFile, WithoutATemporaryDirectoryIsADiskError) {
  const OwnTmpdir tmpdir;
  std::filesystem::remove_all(tmpdir.path());
  NamelessFile file;
  try {
    file.append("a");
    FAIL() << "there is nothing to write to";
  } catch (const base::Failure& failure) {
    EXPECT_EQ(failure.name, "DiskError");
    EXPECT_NE(std::string(failure.what()).find(tmpdir.path()), std::string::npos) << failure.what();
  }
}

TEST(NamelessFile, AFullDiskIsAnErrorOfThatNameAndWhatWasWrittenCanBeRead) {
  OwnTmpdir tmpdir;
  if (!tmpdir.mount_small_disk()) GTEST_SKIP() << "skipped: mounting a small disk: " << std::strerror(errno);
  NamelessFile file;
  const std::string piece(100'000, 'x');
  try {
    for (int i = 0; i < 20; ++i) file.append(piece);
    FAIL() << "2 MB went into 1 MiB";
  } catch (const base::Failure& failure) {
    EXPECT_EQ(failure.name, "DiskFull");
    EXPECT_NE(std::string(failure.what()).find(tmpdir.path()), std::string::npos) << failure.what();
    EXPECT_NE(std::string(failure.what()).find("EphemeralStorage"), std::string::npos) << failure.what();
  }
  std::string first(piece.size(), ' ');
  file.read(0, first);
  EXPECT_TRUE(first == piece);
}

}  // namespace
}  // namespace ports
