"""Six library sites that do not exist, in two editions, with what a harvest of them must and must not give.

Everything here is invented for the tests: hosts end in `.example`, telephone numbers come from the series that are set
aside for fiction, and no person, place or text is real. The same call always gives the same bytes.

`world("before")` and `world("after")` are the editions; `Server` answers for their hosts on loopback.
"""

from tests.sites.gold import Gold, Wanted
from tests.sites.server import Asked, Server
from tests.sites.world import Resource, World, world

__all__ = ["Asked", "Gold", "Resource", "Server", "Wanted", "World", "world"]
