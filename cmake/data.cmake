# Files of facts. Only those who read such files link this, and what it needs.
find_package(ZLIB REQUIRED)
find_package(SQLite3 REQUIRED)

bytelogic_folder(data engine)
target_link_libraries(bytelogic_data PUBLIC nlohmann_json::nlohmann_json ZLIB::ZLIB SQLite::SQLite3)
