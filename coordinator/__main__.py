"""`python -m coordinator` runs `bojagi-coordinator`."""

import sys

from coordinator.cli import main

sys.exit(main())
