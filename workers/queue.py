"""What the service may ask of the workers: start them in this process, and wake them.

The service never talks to a broker. What has to be done stands in the records; a relay finds it
there, or the dispatcher of this process does.
"""

from __future__ import annotations

from weakref import WeakKeyDictionary, ref

from runtime.wiring import Runtime
from workers.dispatcher import Dispatcher

__all__ = ["Dispatcher", "start_embedded", "wake"]

# Neither side is kept alive by this: a dispatcher lives as long as its threads.
_dispatchers: WeakKeyDictionary[Runtime, ref[Dispatcher]] = WeakKeyDictionary()


def start_embedded(runtime: Runtime) -> Dispatcher:
    """Begin to verify, deliver and sweep in threads of this process."""
    dispatcher = Dispatcher(runtime)
    _dispatchers[runtime] = ref(dispatcher)
    dispatcher.start()
    return dispatcher


def wake(runtime: Runtime) -> None:
    """Say, after the commit, that there is work; without a dispatcher here a relay will see it."""
    known = _dispatchers.get(runtime)
    dispatcher = known() if known else None
    if dispatcher:
        dispatcher.wake()
