// A shared library that is no engine: it has no createEngine.
extern "C" int notAnEngine() {
    return 1;
}
