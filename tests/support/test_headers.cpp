// Nothing: the library exists for its precompiled header, which all suites share (tests/CMakeLists.txt).
