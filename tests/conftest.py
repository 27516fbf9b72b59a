"""What all tests share."""

from hypothesis import settings

# Machines are noisy: no example fails for having taken long.
settings.register_profile("metodsok", deadline=None)
settings.load_profile("metodsok")
