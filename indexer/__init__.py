"""The library and the command line of Metodsök; knows nothing of the browser."""
