// Answers a text while it arrives, byte by byte if need be: nothing but a possible tag is ever held back.
#include <bytelogic/bytelogic.h>

#include <cstdio>

int main() {
  bytelogic::Engine engine;
  bytelogic::TextOptions options;
  options.format = bytelogic::ResultFormat::kReplace;
  bytelogic::TextProcessor processor(engine, options);

  char piece[16];
  while (const std::size_t size = std::fread(piece, 1, sizeof piece, stdin)) {
    const std::string ready = processor.Feed({piece, size});
    std::fwrite(ready.data(), 1, ready.size(), stdout);
    std::fflush(stdout);
  }
  const std::string rest = processor.Finish();
  std::fwrite(rest.data(), 1, rest.size(), stdout);
  for (const bytelogic::Diagnostic& warning : processor.warnings()) {
    std::printf("[%s at %u:%u]\n", warning.code.c_str(), warning.line, warning.column);
  }
}
