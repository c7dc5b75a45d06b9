#include "emulator/http/socket.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <cerrno>

#include "tests/emulator/loop/on_loop.h"

namespace http {

// Who waits for room in the socket comes back to the errno of whoever ran meanwhile.
TEST(Socket, SendsAllOfItWhateverFailsInOtherFibersMeanwhile) {
  loop::on_loop([](loop::Loop& loop) {
    int ends[2] = {};
    ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends), 0);
    Socket from(loop, ends[0]), to(loop, ends[1]);
    const Patience patience(loop::soon());
    std::string first(3 << 20, 'a'), second(5 << 20, 'b'), got;
    loop::Fiber sender = loop.spawn("sender", [&] {
      iovec pieces[] = {{first.data(), first.size()}, {second.data(), second.size()}};
      from.send(pieces, patience);
    });
    std::string piece(64 << 10, '\0');
    while (got.size() < first.size() + second.size()) {
      errno = ENOENT;
      loop.yield();
      got.append(piece, 0, to.receive(piece, patience));
    }
    EXPECT_TRUE(sender.join(loop::soon()));
    EXPECT_EQ(got, first + second);
  });
}

}  // namespace http
