"""`python -m dynclient`: the command `dynclient`."""

import sys

from dynclient.faces.terminal.command import main

if __name__ == "__main__":
    sys.exit(main())
