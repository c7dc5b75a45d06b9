#include "emulator/loop/process.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <system_error>

#include "tests/emulator/loop/on_loop.h"

namespace loop {
namespace {

Process::Options shell(const std::string& script) {
  return {.program = "/bin/sh", .arguments = {"-c", script}, .environment = {"GREETING=hello"}, .directory = "/"};
}

std::string read_all(Process& process) {
  std::string all;
  for (std::string piece = process.read_output(); !piece.empty(); piece = process.read_output()) all += piece;
  return all;
}

TEST(Process, EndsWithItsExitStatus) {
  on_loop([](Loop& loop) {
    Process process(loop, shell("exit 7"));
    const auto exit = process.wait(soon());
    ASSERT_TRUE(exit);
    EXPECT_EQ(exit->code, 7);
    EXPECT_EQ(exit->signal, 0);
    EXPECT_EQ(process.wait(real_past())->code, 7);  // known from now on
  });
}

TEST(Process, BothOutputsComeThroughOnePipeInOrder) {
  on_loop([](Loop& loop) {
    Process process(loop, shell("echo one; echo two >&2; echo three"));
    EXPECT_EQ(read_all(process), "one\ntwo\nthree\n");
    EXPECT_EQ(process.read_output(), "");
  });
}

TEST(Process, HasTheGivenEnvironmentAndDirectoryAndNothingElse) {
  setenv("OF_THE_PARENT", "secret", 1);
  on_loop([](Loop& loop) {
    Process process(loop, shell("echo $GREETING; echo [$OF_THE_PARENT]; pwd; cat"));  // cat: standard input is empty
    EXPECT_EQ(read_all(process), "hello\n[]\n/\n");
  });
}

TEST(Process, InheritsNoOpenDescriptor) {
  on_loop([](Loop& loop) {
    const int kept = open("/dev/null", O_RDONLY);  // without O_CLOEXEC, as a library may
    const int high = fcntl(kept, F_DUPFD, 100);
    Process process(loop, shell("ls /proc/self/fd | tr '\\n' ' '"));
    EXPECT_EQ(read_all(process), "0 1 2 3 ");  // 3 is what ls itself reads
    close(kept);
    close(high);
  });
}

TEST(Process, SignalsReachTheWholeGroup) {
  on_loop([](Loop& loop) {
    Process process(loop, shell("sleep 1000 & echo started; wait"));
    EXPECT_EQ(process.read_output(), "started\n");
    EXPECT_FALSE(process.wait(real_past()));
    process.signal(SIGTERM);
    const auto exit = process.wait(soon());
    ASSERT_TRUE(exit);
    EXPECT_EQ(exit->signal, SIGTERM);
    EXPECT_EQ(process.read_output(), "");  // sleep held the pipe too, and is gone
  });
}

TEST(Process, WhatALeaderLeavesBehindDiesWithIt) {
  on_loop([](Loop& loop) {
    Process process(loop, shell("sleep 1000 & exit 0"));
    ASSERT_TRUE(process.wait(soon()));
    EXPECT_EQ(process.read_output(), "");
  });
}

TEST(Process, DiesWithItsObject) {
  on_loop([](Loop& loop) {
    int pid = 0;
    {
      Process process(loop, shell("echo started; exec sleep 1000"));
      EXPECT_EQ(process.read_output(), "started\n");
      pid = process.pid();
      EXPECT_EQ(kill(pid, 0), 0);
    }
    EXPECT_EQ(kill(pid, 0), -1);
  });
}

// A process of its own plays the emulator and is killed.
TEST(Process, DiesWithTheEmulator) {
  int told[2];
  ASSERT_EQ(pipe2(told, O_CLOEXEC), 0);
  const pid_t emulator = fork();
  if (emulator == 0) {
    on_loop([&](Loop& loop) {
      const Process process(loop, shell("exec sleep 1000"));
      const int pid = process.pid();
      if (write(told[1], &pid, sizeof pid) == ssize_t(sizeof pid)) raise(SIGKILL);
    });
    _exit(1);
  }
  int pid = 0;
  ASSERT_EQ(read(told[0], &pid, sizeof pid), ssize_t(sizeof pid));
  EXPECT_EQ(waitpid(emulator, nullptr, 0), emulator);
  const int descriptor = int(syscall(SYS_pidfd_open, pid, 0));
  if (descriptor >= 0) {  // or it is gone already
    pollfd gone = {.fd = descriptor, .events = POLLIN, .revents = 0};
    EXPECT_EQ(poll(&gone, 1, 20'000), 1);
    close(descriptor);
  }
  close(told[0]);
  close(told[1]);
}

TEST(Process, SaysWhyItCannotStart) {
  on_loop([](Loop& loop) {
    const auto error_of = [&](const Process::Options& options) {
      try {
        Process process(loop, options);
        return std::error_code();
      } catch (const std::system_error& error) {
        return error.code();
      }
    };
    EXPECT_EQ(error_of({.program = "/no/such/program"}), std::errc::no_such_file_or_directory);
    EXPECT_EQ(error_of({.program = "/etc/passwd"}), std::errc::permission_denied);
    EXPECT_EQ(error_of({.program = "/bin/true", .directory = "/no/such/directory"}),
              std::errc::no_such_file_or_directory);
  });
}

TEST(Process, IsHeldToItsMemory) {
  on_loop([](Loop& loop) {
    auto options = shell("ulimit -d");
    options.address_space_bytes = 64 << 20;
    Process process(loop, options);
    EXPECT_EQ(read_all(process), "65536\n");
  });
}

}  // namespace
}  // namespace loop
