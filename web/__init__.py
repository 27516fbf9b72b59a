"""What the browser sees. In: a Searcher and an address. Out: Streamlit's search page, and plain HTML, JSON and files."""
