# Needs the engine; BlockScanner alone needs nothing.
bytelogic_folder(text engine)
