"""OpenSearch as an engine: for those who outgrow one machine, or need several front ends.

In the generation's folder lies only a note of which index in the cluster belongs to it. Nothing here is imported
before a cluster is to be asked: the client alone takes half a second to load.
"""
