#include "diagnostics/work_meter.h"

namespace bytelogic {

void WorkMeter::Check() {
  if (used_ > limits_.compile_work) Stop(WorkStop::kWork);
  if (memory() > MemoryLimit(limits_)) Stop(WorkStop::kMemory);
  if (interruption_ != nullptr) {
    if (const WorkStop why = interruption_->Check(); why != WorkStop::kNone) Stop(why);
  }
  next_check_ = std::min(used_ + kInterval, After(limits_.compile_work));
}

}  // namespace bytelogic
