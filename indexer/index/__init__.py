"""What is built into `index/`: engines that propose passages, arrays that order them, generations that keep them whole.

In come documents and passages; out go candidates, exact statistics and a manifest. Knows nothing of `corpus/`.
"""
