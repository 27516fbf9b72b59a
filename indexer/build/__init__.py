"""From the corpus to a new generation of the index: read what changed, assemble documents, cut passages, write.

In comes the folder of the corpus; out goes a `BuildReport`. One bad file is listed, the run goes on.
"""
