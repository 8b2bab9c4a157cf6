"""Where a package of programs lies, found without importing it."""

from importlib.util import find_spec
from pathlib import Path

from devservers.processes import ServerFailed


def package_folder(name: str) -> Path:
    """The folder of an installed package.

    The package itself is not imported: some of these set up more than this needs, with warnings.
    """
    found = find_spec(name)
    if found is None or not found.submodule_search_locations:
        raise ServerFailed(
            f"The package {name} is missing: install the development servers with "
            "`pip install -e '.[devservers]'`."
        )
    return Path(found.submodule_search_locations[0])
