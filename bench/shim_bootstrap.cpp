// bench_shim_bootstrap: the smallest handler on our own runtime shim; answers {"ok":true} to every event.
#include "lambda/runtime.h"

int main() {
  return lambda::run([](lambda::Environment&) -> lambda::Handler {
    return [](const lambda::Invocation&) { return lambda::Reply{{"ok", true}}; };
  });
}
