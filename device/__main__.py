"""`python -m device` runs `bojagi`."""

import sys

from device.cli import main

sys.exit(main())
