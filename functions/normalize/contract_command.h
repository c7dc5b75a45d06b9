#pragma once

#include <string>
#include <vector>

namespace normalize {

// What the binary does by hand, without AWS: the command line's arguments, the exit status.
//
//   contract CONTRACT PAYLOAD [--received-at T]   one payload (a file, or - for standard input), its golden form:
//                                                 outcome, and records or violations. CONTRACT is an id, id@version for
//                                                 that one alone, or a contract's file
//   contract --cases FILE                         a line each {"contract", "payload" (a file), "receivedAt"}, a line of
//                                                 JSON for each
//   contract --check FOLDER                       nothing where every contract in it compiles
//
// Status 0: that is what was printed. 1: a contract or a file is not what it should be. 2: the arguments are wrong.
// Contracts are those beside the binary, or in CONTRACTS_DIR.
int run_command(const std::vector<std::string>& arguments);

}  // namespace normalize
