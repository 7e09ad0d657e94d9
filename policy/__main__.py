"""`python -m policy` runs `bojagi-policy`."""

import sys

from policy.cli import main

sys.exit(main())
