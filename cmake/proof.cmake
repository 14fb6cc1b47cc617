# Why a tuple holds. Needs the engine for a traced run, and the reference to evaluate single expressions.
bytelogic_folder(proof engine reference)
target_link_libraries(bytelogic_proof PRIVATE nlohmann_json::nlohmann_json)
