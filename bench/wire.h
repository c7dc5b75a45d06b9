#pragma once

#include <cstddef>
#include <string>
#include <string_view>

// As much of sockets and of HTTP/1.1 as floors, timers and the load generator need: messages whose head says their
// length. Nothing of the house is linked in here, so that a floor is a floor. What goes wrong ends the process with a
// sentence: a bench that goes on would measure something else.

namespace bench {

[[noreturn]] void fail(std::string_view what);  // exit status 1
void require(bool true_as_expected, std::string_view what);

double now_us();  // of the monotonic clock
// The CPU time of this process in microseconds, user and system.
double own_cpu_us();

// Listens on 127.0.0.1 at any free port; `backlog` connections may wait.
int listen_anywhere(int backlog);
int port_of(int listening);
// A connection to 127.0.0.1, without Nagle's delay; -1 where nobody listens.
int dial(int port);
int accept_from(int listening);  // without Nagle's delay
void send_all(int socket, std::string_view bytes);
// Appends what has come; false at the end of the stream or on an error.
bool receive_some(int socket, std::string& bytes);

// The size of the message that `bytes` begin with, head and body, or 0 while it is not there as a whole. Fails where a
// reply has neither Content-Length nor a status without a body.
std::size_t message_size(std::string_view bytes);
int status_of(std::string_view reply);
std::string_view body_of(std::string_view message);
// A header's value; empty where there is none. `name` in lower case.
std::string_view header(std::string_view message, std::string_view name);

}  // namespace bench
