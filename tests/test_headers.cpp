// Nothing: the library exists for its precompiled header, which all suites share (CMakeLists.txt).
