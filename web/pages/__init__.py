"""One Streamlit page a file; each reads the address, asks the Searcher, and draws templates."""
