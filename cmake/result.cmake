# Values, outputs and violations, and their forms: text, JSON, tokens.
bytelogic_folder(result sema)
target_link_libraries(bytelogic_result PRIVATE nlohmann_json::nlohmann_json)
