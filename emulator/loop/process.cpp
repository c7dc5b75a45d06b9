#include "emulator/loop/process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "base/check.h"

namespace loop {
namespace process_detail {

class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return number_; }
  int release() { return std::exchange(number_, -1); }

 private:
  int number_;
};

[[noreturn]] void fail(int error, const std::string& what) {
  throw std::system_error(error, std::generic_category(), what);
}

std::vector<char*> pointers(const std::vector<std::string>& strings) {
  std::vector<char*> result;
  for (const auto& string : strings) result.push_back(const_cast<char*>(string.c_str()));
  result.push_back(nullptr);
  return result;
}

struct Start {
  const char* program = nullptr;
  char* const* arguments = nullptr;
  char* const* environment = nullptr;
  const char* directory = nullptr;  // or null: stays where it is
  rlim_t data_limit = RLIM_INFINITY;
  pid_t parent = 0;
  int input = -1;
  int output = -1;
  int report = -1;  // errno goes here when it cannot become the program
};

// Between vfork and exec: the parent's memory, borrowed. System calls only, nothing is written but locals.
[[noreturn]] void become(const Start& start) {
  const auto attempt = [&](bool worked) {
    if (worked) return;
    const int error = errno;
    [[maybe_unused]] const ssize_t written = write(start.report, &error, sizeof error);
    _exit(127);
  };
  attempt(setpgid(0, 0) == 0);
  attempt(prctl(PR_SET_PDEATHSIG, SIGKILL) == 0);
  if (getppid() != start.parent) _exit(127);  // the emulator died before it could be told apart
  struct sigaction standard = {};
  standard.sa_handler = SIG_DFL;
  for (int number = 1; number < NSIG; ++number) sigaction(number, &standard, nullptr);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  attempt(dup2(start.input, 0) == 0 && dup2(start.output, 1) == 1 && dup2(start.output, 2) == 2);
  attempt(close_range(3, ~0U, CLOSE_RANGE_CLOEXEC) == 0);
  if (start.directory != nullptr) attempt(chdir(start.directory) == 0);
  const rlimit limit = {.rlim_cur = start.data_limit, .rlim_max = start.data_limit};
  if (start.data_limit != RLIM_INFINITY) attempt(setrlimit(RLIMIT_DATA, &limit) == 0);
  execve(start.program, start.arguments, start.environment);
  attempt(false);
  _exit(127);
}

// vfork: the cost of a fork grows with the emulator's memory, and its state must not be copied into a child that only
// wants to be something else. Signals are held back, since a handler would run on the parent's memory.
pid_t start_child(const Start& start) {
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  const pid_t pid = vfork();
  if (pid == 0) become(start);
  const int error = errno;
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  if (pid < 0) fail(error, "fork");
  return pid;
}

}  // namespace process_detail

using namespace process_detail;

Process::Process(Loop& loop, const Options& options) : loop_(loop) {
  std::vector<std::string> arguments = {options.program};
  arguments.insert(arguments.end(), options.arguments.begin(), options.arguments.end());
  const auto argument_pointers = pointers(arguments);
  const auto environment_pointers = pointers(options.environment);

  int pipes[4];
  if (pipe2(pipes, O_CLOEXEC) != 0) fail(errno, "pipe");
  Descriptor output(pipes[0]), output_end(pipes[1]);
  if (pipe2(pipes + 2, O_CLOEXEC) != 0) fail(errno, "pipe");
  Descriptor report(pipes[2]), report_end(pipes[3]);
  Descriptor input(open("/dev/null", O_RDONLY | O_CLOEXEC));
  if (input.get() < 0) fail(errno, "/dev/null");
  if (fcntl(output.get(), F_SETFL, O_NONBLOCK) != 0) fail(errno, "fcntl");

  pid_ = start_child({.program = options.program.c_str(),
                      .arguments = argument_pointers.data(),
                      .environment = environment_pointers.data(),
                      .directory = options.directory.empty() ? nullptr : options.directory.c_str(),
                      .data_limit = options.address_space_bytes == 0 ? RLIM_INFINITY : options.address_space_bytes,
                      .parent = getpid(),
                      .input = input.get(),
                      .output = output_end.get(),
                      .report = report_end.get()});
  close(report_end.release());
  int error = 0;
  if (read(report.get(), &error, sizeof error) != 0) {  // end of file: exec closed it
    waitpid(pid_, nullptr, 0);
    fail(error, "cannot start " + options.program);
  }
  pidfd_ = int(syscall(SYS_pidfd_open, pid_, 0));  // glibc 2.36 declares it without extern "C"
  if (pidfd_ < 0) {
    error = errno;
    kill(-pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
    fail(error, "pidfd_open");
  }
  output_ = output.release();
}

// Nobody waits for the end any more, so it is awaited here; after SIGKILL that takes as long as the kernel needs to
// take the address space down.
Process::~Process() {
  if (!exit_) {
    kill(-pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  for (const int descriptor : {pidfd_, output_}) {
    if (descriptor < 0) continue;
    loop_.forget(descriptor);
    close(descriptor);
  }
}

void Process::signal(int number) {
  if (!exit_) kill(-pid_, number);
}

std::optional<Process::Exit> Process::wait(Deadline deadline) {
  if (exit_) return exit_;
  if (!loop_.wait_readable(pidfd_, deadline)) return std::nullopt;
  // The leader is a zombie and its number cannot be used again yet: the last moment to speak to its group.
  kill(-pid_, SIGKILL);
  int status = 0;
  CHECK(waitpid(pid_, &status, 0) == pid_);
  exit_ = WIFSIGNALED(status) ? Exit{.code = 0, .signal = WTERMSIG(status)} : Exit{.code = WEXITSTATUS(status)};
  return exit_;
}

std::string Process::read_output() {
  std::string piece(64 * 1024, '\0');
  while (output_ >= 0) {
    const ssize_t count = read(output_, piece.data(), piece.size());
    if (count > 0) {
      piece.resize(std::size_t(count));
      return piece;
    }
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && errno == EAGAIN) {
      loop_.wait_readable(output_, Deadline::never());
      continue;
    }
    loop_.forget(output_);
    close(std::exchange(output_, -1));
  }
  return {};
}

}  // namespace loop
