#pragma once

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "emulator/lambda/functions.h"
#include "emulator/loop/on_loop.h"
#include "emulator/store/temporary_directory.h"

namespace lambda_service {

// How every bootstrap of these tests speaks to the Runtime API.
inline constexpr std::string_view kRuntime = R"py(#!/usr/bin/python3 -SE
import os, signal, socket, sys, time
host, port = os.environ['AWS_LAMBDA_RUNTIME_API'].split(':')
wire = socket.create_connection((host, int(port))).makefile('rwb')
def say(*text): print(*text, flush=True)
def ask(method, path, body=b''):
  head = '%s /2018-06-01/runtime/%s HTTP/1.1\r\nHost: runtime\r\nContent-Length: %d\r\n\r\n' % (method, path, len(body))
  wire.write(head.encode() + body)
  wire.flush()
  status, headers = int(wire.readline().split()[1]), {}
  while line := wire.readline().decode().strip():
    name, value = line.split(': ', 1)
    headers[name.lower()] = value
  return status, headers, wire.read(int(headers['content-length']))
def take():
  status, headers, event = ask('GET', 'invocation/next')
  return headers['lambda-runtime-aws-request-id'], event
def reply(request, body, kind='response'): return ask('POST', 'invocation/%s/%s' % (request, kind), body)[0]
)py";

// Answers with its process id, for ever.
inline constexpr std::string_view kTellPid = R"py(
while True:
  request, event = take()
  reply(request, str(os.getpid()).encode())
)py";

// All that a function needs around it, for as long as a test's fiber runs.
struct World {
  explicit World(loop::Loop& the_loop) : loop(the_loop) { deliveries.add_target(functions.delivery_target()); }

  // A directory with `bootstrap` in it: the runtime above and `body` behind it.
  std::string code(const std::string& name, std::string_view body) {
    const std::string folder = directory / name;
    std::filesystem::create_directories(folder);
    std::ofstream(folder + "/bootstrap") << kRuntime << body;
    ::chmod((folder + "/bootstrap").c_str(), 0755);
    return folder;
  }
  std::shared_ptr<const Function> add(Function function, std::string_view body) {
    function.account = "000000000000";
    function.region = "us-east-1";
    if (function.name.empty()) function.name = "f";
    function.arn = "arn:aws:lambda:us-east-1:000000000000:function:" + function.name;
    function.role = "arn:aws:iam::000000000000:role/r";
    function.code_directory = code(function.name, body);
    functions.put(function);
    return functions.find_by_arn(function.arn);
  }
  InvocationResult invoke(const std::shared_ptr<const Function>& function, std::string payload = "{}") {
    return functions.invoke(function, std::move(payload), "request-" + std::to_string(++requests));
  }
  // Lines of the log, those that hold a duration without it.
  std::vector<std::string> lines_of(const std::string& group) {
    loop.yield();  // the last lines are written behind the answer
    std::vector<std::string> result;
    for (const auto& [its_group, line] : logged) {
      if (its_group == group) result.push_back(line.substr(0, line.find('\t')));
    }
    return result;
  }

  // Until a handler has said it so often.
  void await_line(std::string_view text, std::ptrdiff_t times = 1) {
    const auto said = [&] { return std::ranges::count(logged, text, [](const auto& entry) { return entry.second; }); };
    while (said() < times) ASSERT_TRUE(spoken.wait(loop::soon())) << text;
  }

  loop::Loop& loop;
  store::TemporaryDirectory directory = {};
  store::Store store{loop, {}};
  delivery::Deliveries deliveries{loop, store};
  iam::Access access{"000000000000", "us-east-1"};
  loop::Signal spoken{loop};
  std::vector<std::pair<std::string, std::string>> logged = {};  // group, line
  Functions functions{
      loop,
      store,
      deliveries,
      access,
      {.endpoint = "http://127.0.0.1:1",
       .data_directory = directory.path(),
       .log = [this](const std::string& group, const std::string&, const std::vector<std::string>& lines) {
         for (const std::string& line : lines) logged.emplace_back(group, line);
         spoken.notify_all();
       }}};
  int requests = 0;
};

inline void with_lambda(const std::function<void(World&)>& body) {
  loop::on_loop([&](loop::Loop& loop) {
    World world(loop);
    body(world);
  });
}

}  // namespace lambda_service
