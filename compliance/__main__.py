"""`python -m compliance` is `bojagi-compliance`."""

import sys

from compliance.cli import main

sys.exit(main())
