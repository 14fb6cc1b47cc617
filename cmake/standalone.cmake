# Programs as modules of their own. The methods of Engine that make and run them are here.
bytelogic_folder(standalone engine)
target_link_libraries(bytelogic_standalone PRIVATE nlohmann_json::nlohmann_json)
