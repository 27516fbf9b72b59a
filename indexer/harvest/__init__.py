"""From the publishers' sites to raw copies: in come sources, out goes what the store keeps.

Scrapy crawls; ours are which addresses belong to a source, what may be connected to, and what is remembered.
"""
