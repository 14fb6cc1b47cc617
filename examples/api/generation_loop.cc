// A generation loop: the model stops at `</computation>`, the block is answered, and the model goes on with the answer
// in its context. The model here is a list of pieces; put your own behind the same function.
#include <bytelogic/bytelogic.h>

#include <cstdio>
#include <string>
#include <vector>

namespace {

constexpr char kStop[] = "</computation>";

// Stands for a language model: continues `context` up to and including `stop`, or to the end of what it has to say.
class Model {
 public:
  auto Continue(const std::string& context, const std::string& stop) -> std::string {
    // A real model reads the answer in its context; this one only shows that it was there.
    const std::vector<std::string> pieces = {
        "A week has <computation>RESULT 7 * 24 * 60" + stop,
        context.ends_with("</result>") ? " minutes." : " minutes, I think.",
    };
    return next_ < pieces.size() ? pieces[next_++] : "";
  }

 private:
  std::size_t next_ = 0;
};

}  // namespace

int main() {
  bytelogic::Engine engine;
  bytelogic::TextOptions options;
  options.run.limits.fuel = 2'000'000;   // what is too much work ends at the same point on every machine
  options.run.limits.time_us = 500'000;  // and no block may hold up the answer for more than this
  bytelogic::TextProcessor processor(engine, options);

  // A budget for the whole answer, too: after a number of failed blocks the model should do without.
  int failures = 0;
  processor.OnBlock([&failures](const bytelogic::BlockReport& block) { failures += block.result.success ? 0 : 1; });

  Model model;
  std::string context = "How many minutes has a week? ";
  while (failures < 3) {
    const std::string piece = model.Continue(context, kStop);
    if (piece.empty()) break;
    context += processor.Feed(piece);  // the piece, and behind a closed block its answer
  }
  context += processor.Finish();
  std::printf("%s\n", context.c_str());
}
