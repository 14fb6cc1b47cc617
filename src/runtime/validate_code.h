// validate_code.h - the part of validate.h that looks at instructions.
//
//   const char* problem = CheckCode(view);   // nullptr: safe
//
// Each function is interpreted abstractly: a state says what every register holds before an instruction, and where
// paths meet, what they agree on. Texts made in the scratch area are followed by the instruction that made them, so
// that none is read after a loop or a statement has reset the area. Loops are entered only at their heads.
#pragma once

#include "runtime/image_view.h"

namespace bytelogic::runtime {

// `view`: of an image whose tables have been checked.
auto CheckCode(const ImageView& view) -> const char*;

}  // namespace bytelogic::runtime
