#pragma once

namespace CLI {
class App;
}

namespace interlock {

struct Options;

// `interlock` with all its verbs, which write into these options: they must outlive the
// parsing.
void build(CLI::App& app, Options& options);

}  // namespace interlock
