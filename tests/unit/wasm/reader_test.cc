// What the reader makes of each section, and each reason that it may give for refusing one.
#include "wasm/reader.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "wasm_support.h"

namespace bytelogic::wasm {
namespace {

// () -> (); one function of it; its body.
const ByteVector kType = SectionOf(1, {1, 0x60, 0, 0});
const ByteVector kFunction = SectionOf(3, {1, 0});
const ByteVector kCode = SectionOf(10, {1, 2, 0, 0x0B});

auto ErrorOf(const ByteVector& bytes) -> std::string {
  const auto module = ReadModule(bytes);
  return module.has_value() ? "none" : module.error();
}

TEST(ReaderTest, TheEmptyModule) {
  const ByteVector bytes = ModuleOf({});
  const auto module = ReadModule(bytes);
  ASSERT_TRUE(module.has_value()) << module.error();
  EXPECT_TRUE(module->functions.empty() && module->customs.empty() && !module->start);
}

TEST(ReaderTest, TypesAndFunctions) {
  const ByteVector bytes = ModuleOf({SectionOf(1, {2, 0x60, 0, 0, 0x60, 2, 0x7F, 0x7C, 2, 0x7E, 0x7D}),
                                     SectionOf(3, {2, 1, 0}), SectionOf(10, {2, 2, 0, 0x0B, 2, 0, 0x0B})});
  const auto module = ReadModule(bytes);
  ASSERT_TRUE(module.has_value()) << module.error();
  ASSERT_EQ(module->types.size(), 2U);
  EXPECT_EQ(module->types[0], FunctionType{});
  EXPECT_EQ(module->types[1], (FunctionType{{ValueType::kI32, ValueType::kF64}, {ValueType::kI64, ValueType::kF32}}));
  EXPECT_EQ(module->functions, (std::vector<std::uint32_t>{1, 0}));
}

TEST(ReaderTest, TablesAndMemories) {
  const ByteVector bytes =
      ModuleOf({SectionOf(4, {1, 0x6F, 1, 2, 0xAC, 0x02}), SectionOf(5, {1, 0, 0x80, 0x80, 0x04})});
  const auto module = ReadModule(bytes);
  ASSERT_TRUE(module.has_value()) << module.error();
  ASSERT_EQ(module->tables.size(), 1U);
  EXPECT_EQ(module->tables[0].type, ValueType::kExternRef);
  EXPECT_EQ(module->tables[0].size.minimum, 2U);
  EXPECT_EQ(module->tables[0].size.maximum, 300U);
  ASSERT_EQ(module->memories.size(), 1U);
  EXPECT_EQ(module->memories[0].minimum, 65'536U);
  EXPECT_EQ(module->memories[0].maximum, std::nullopt);
}

TEST(ReaderTest, GlobalsAndExports) {
  const ByteVector bytes = ModuleOf(
      {SectionOf(6, {2, 0x7F, 0, 0x41, 7, 0x0B, 0x7E, 1, 0x42, 8, 0x0B}), SectionOf(7, {2, 1, 'a', 3, 1, 0, 3, 0})});
  const auto module = ReadModule(bytes);
  ASSERT_TRUE(module.has_value()) << module.error();
  ASSERT_EQ(module->globals.size(), 2U);
  EXPECT_FALSE(module->globals[0].is_mutable);
  EXPECT_TRUE(module->globals[1].is_mutable);
  EXPECT_EQ(module->globals[1].type, ValueType::kI64);
  EXPECT_EQ(ByteVector(module->globals[0].value.begin(), module->globals[0].value.end()), (ByteVector{0x41, 7, 0x0B}));
  ASSERT_NE(module->FindExport("a"), nullptr);
  EXPECT_EQ(module->FindExport("a")->index, 1U);
  EXPECT_EQ(module->FindExport("a")->kind, ExternKind::kGlobal);
  EXPECT_NE(module->FindExport(""), nullptr);
  EXPECT_EQ(module->FindExport("b"), nullptr);
}

TEST(ReaderTest, StartElementsAndData) {
  const ByteVector bytes =
      ModuleOf({kType, kFunction, SectionOf(8, {0}), SectionOf(9, {1, 0, 0x41, 3, 0x0B, 2, 0, 0}), SectionOf(12, {2}),
                kCode, SectionOf(11, {2, 0, 0x41, 8, 0x0B, 1, 'x', 1, 2, 'y', 'z'})});
  const auto module = ReadModule(bytes);
  ASSERT_TRUE(module.has_value()) << module.error();
  EXPECT_EQ(module->start, 0U);
  ASSERT_EQ(module->elements.size(), 1U);
  EXPECT_EQ(module->elements[0].functions, (std::vector<std::uint32_t>{0, 0}));
  EXPECT_TRUE(module->has_data_count);
  ASSERT_EQ(module->data.size(), 2U);
  EXPECT_FALSE(module->data[0].passive);
  EXPECT_EQ(module->data[0].offset.size(), 3U);
  EXPECT_TRUE(module->data[1].passive);
  EXPECT_EQ(module->data[1].bytes.size(), 2U);
}

TEST(ReaderTest, BodiesWithLocals) {
  const ByteVector bytes = ModuleOf({kType, kFunction, SectionOf(10, {1, 7, 2, 3, 0x7F, 1, 0x7B, 0x01, 0x0B})});
  const auto module = ReadModule(bytes);
  ASSERT_TRUE(module.has_value()) << module.error();
  ASSERT_EQ(module->bodies.size(), 1U);
  ASSERT_EQ(module->bodies[0].locals.size(), 2U);
  EXPECT_EQ(module->bodies[0].locals[0].first, 3U);
  EXPECT_EQ(module->bodies[0].locals[1].second, ValueType::kV128);
  EXPECT_EQ(module->bodies[0].code.size(), 2U);
}

TEST(ReaderTest, CustomSectionsMayStandAnywhere) {
  const ByteVector bytes = ModuleOf(
      {SectionOf(0, {1, 'a', 9}), kType, SectionOf(0, {1, 'a'}), kFunction, kCode, SectionOf(0, {0, 1, 2, 3})});
  const auto module = ReadModule(bytes);
  ASSERT_TRUE(module.has_value()) << module.error();
  ASSERT_EQ(module->customs.size(), 3U);
  EXPECT_EQ(module->customs[2].name, "");
  EXPECT_EQ(module->customs[2].bytes.size(), 3U);
  ASSERT_NE(module->FindCustom("a"), nullptr);
  EXPECT_EQ(module->FindCustom("a")->bytes.size(), 1U);  // the first one
}

TEST(ReaderTest, AnEmptySectionIsNone) {
  EXPECT_EQ(ErrorOf(ModuleOf({SectionOf(1, {0}), SectionOf(2, {0}), SectionOf(3, {0}), SectionOf(4, {0}),
                              SectionOf(5, {0}), SectionOf(6, {0}), SectionOf(7, {0}), SectionOf(9, {0}),
                              SectionOf(12, {0}), SectionOf(10, {0}), SectionOf(11, {0})})),
            "none");
}

TEST(ReaderTest, RefusesAnotherHeader) {
  constexpr std::string_view kWhy = "it does not begin with the header of WebAssembly 1";
  EXPECT_EQ(ErrorOf({}), kWhy);
  EXPECT_EQ(ErrorOf({0, 'a', 's', 'm', 1, 0, 0}), kWhy);
  EXPECT_EQ(ErrorOf({0, 'a', 's', 'm', 2, 0, 0, 0}), kWhy);
  EXPECT_EQ(ErrorOf({0, 'a', 's', 'm', 0x0D, 0, 1, 0}), kWhy);  // a component
  EXPECT_EQ(ErrorOf(Text("(module)")), kWhy);
}

TEST(ReaderTest, RefusesSectionsThatAreNone) {
  constexpr std::string_view kWhy = "a section is malformed";
  EXPECT_EQ(ErrorOf(ModuleOf({{13, 0}})), kWhy);  // of tags
  EXPECT_EQ(ErrorOf(ModuleOf({{1}})), kWhy);
  EXPECT_EQ(ErrorOf(ModuleOf({{1, 5, 0}})), kWhy);
  EXPECT_EQ(ErrorOf(ModuleOf({{1, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00}})), kWhy);
}

TEST(ReaderTest, RefusesSectionsOutOfOrder) {
  constexpr std::string_view kWhy = "its sections are out of order";
  EXPECT_EQ(ErrorOf(ModuleOf({SectionOf(1, {0}), SectionOf(1, {0})})), kWhy);
  EXPECT_EQ(ErrorOf(ModuleOf({SectionOf(3, {0}), SectionOf(1, {0})})), kWhy);
  EXPECT_EQ(ErrorOf(ModuleOf({SectionOf(10, {0}), SectionOf(12, {0})})), kWhy);
  EXPECT_EQ(ErrorOf(ModuleOf({SectionOf(12, {0}), SectionOf(9, {0})})), kWhy);
}

TEST(ReaderTest, RefusesMoreItemsThanAnyModuleNeeds) {
  constexpr std::string_view kWhy = "it has more types, functions, exports, segments or sections than any module needs";
  const auto functions = [](std::uint32_t count) {
    ByteWriter out;
    out.U32(count);
    for (std::uint32_t i = 0; i < count; ++i) out.Byte(0);
    return SectionOf(3, out.Take());
  };
  EXPECT_EQ(ErrorOf(ModuleOf({functions(100'001)})), kWhy);
  EXPECT_EQ(ErrorOf(ModuleOf({kType, functions(100'000)})), kWhy);  // together
  EXPECT_EQ(ErrorOf(ModuleOf({functions(100'000), SectionOf(0, {0})})), kWhy);
  // As many as there may be are refused for another reason: that they have no bodies.
  EXPECT_EQ(ErrorOf(ModuleOf({functions(100'000)})), "it has another number of functions than of bodies");
}

TEST(ReaderTest, RefusesWhatIsNotSupported) {
  constexpr std::string_view kWhy = "it has imports, or parts that are not supported";
  const ByteVector cases[] = {
      SectionOf(1, {1, 0x5E, 0x7F, 0}),                       // a type of arrays
      SectionOf(2, {1, 1, 'm', 1, 'f', 0, 0}),                // an import
      SectionOf(4, {1, 0x70, 3, 1, 1}),                       // a shared table
      SectionOf(5, {1, 3, 1, 1}),                             // a shared memory
      SectionOf(5, {1, 4, 1}),                                // a memory of 64 bits
      SectionOf(7, {1, 1, 't', 4, 0}),                        // an exported tag
      SectionOf(9, {1, 1, 0, 1, 0}),                          // passive elements
      SectionOf(9, {1, 4, 0x41, 0, 0x0B, 1, 0xD2, 0, 0x0B}),  // elements that are expressions
      SectionOf(11, {1, 2, 0, 0x41, 0, 0x0B, 0}),             // data of a memory that is named
  };
  for (const ByteVector& section : cases) {
    EXPECT_EQ(ErrorOf(ModuleOf({section})), kWhy) << testing::PrintToString(section);
  }
}

TEST(ReaderTest, RefusesMalformedContentOfEachSection) {
  const ByteVector cases[] = {
      SectionOf(0, {}),                                    // without a name
      SectionOf(0, {2, 'a'}),                              // with half of one
      SectionOf(1, {1, 0x60, 0}),                          // no results
      SectionOf(1, {1, 0x60, 1, 0x55, 0}),                 // no type of values
      SectionOf(1, {5, 0x60, 0, 0}),                       // more types than bytes
      SectionOf(2, {0, 0}),                                // bytes behind the end
      SectionOf(3, {1, 0x80}),                             // half a number
      SectionOf(3, {0, 7}),                                // bytes behind the end
      SectionOf(4, {1, 0x40, 0, 1}),                       // a table of no type
      SectionOf(4, {1, 0x70, 1, 1}),                       // no maximum
      SectionOf(5, {1, 0}),                                // no minimum
      SectionOf(6, {1, 0x7F, 0, 0x41, 0}),                 // a constant without end
      SectionOf(6, {1, 0x7F, 0, 0x02, 0x40, 0x0B, 0x0B}),  // a block in a constant
      SectionOf(6, {1, 0x7F, 0, 0xFF, 0x0B}),              // no instruction
      SectionOf(7, {1, 3, 'a', 0, 0}),                     // half a name
      SectionOf(8, {}),                                    // no function
      SectionOf(8, {0, 0}),                                // two
      SectionOf(9, {1, 0, 0x41, 0, 0x0B, 2, 0}),           // half the functions
      SectionOf(10, {1, 0}),                               // a body without code
      SectionOf(10, {1, 1, 0}),                            // the same, with locals
      SectionOf(10, {1, 3, 1, 1, 0x55}),                   // locals of no type
      SectionOf(10, {1, 9, 0, 0x0B}),                      // half a body
      SectionOf(11, {1, 0, 0x41, 0, 0x0B, 2, 'a'}),        // half the data
      SectionOf(12, {}),                                   // no count
  };
  for (const ByteVector& section : cases) {
    EXPECT_EQ(ErrorOf(ModuleOf({section})), "section " + std::to_string(section[0]) + " is malformed")
        << testing::PrintToString(section);
  }
}

TEST(ReaderTest, RefusesCountsThatDiffer) {
  EXPECT_EQ(ErrorOf(ModuleOf({kType, kFunction})), "it has another number of functions than of bodies");
  EXPECT_EQ(ErrorOf(ModuleOf({kType, kCode})), "it has another number of functions than of bodies");
  EXPECT_EQ(ErrorOf(ModuleOf({SectionOf(12, {1})})), "its data count is wrong");
  EXPECT_EQ(ErrorOf(ModuleOf({SectionOf(12, {1}), SectionOf(11, {2, 1, 0, 1, 0})})), "its data count is wrong");
}

TEST(ReaderTest, RefusesSeveralTablesOrMemories) {
  EXPECT_EQ(ErrorOf(ModuleOf({SectionOf(4, {2, 0x70, 0, 1, 0x70, 0, 1})})), "it has several tables or memories");
  EXPECT_EQ(ErrorOf(ModuleOf({SectionOf(5, {2, 0, 1, 0, 1})})), "it has several tables or memories");
}

TEST(ReaderTest, RefusesWhatNamesNothing) {
  EXPECT_EQ(ErrorOf(ModuleOf({kType, SectionOf(3, {1, 1}), kCode})), "a function has an unknown type");
  for (std::uint8_t kind = 0; kind < 4; ++kind) {
    EXPECT_EQ(ErrorOf(ModuleOf({SectionOf(7, {1, 1, 'a', kind, 0})})), "an export names nothing");
  }
}

}  // namespace
}  // namespace bytelogic::wasm
