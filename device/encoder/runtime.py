"""onnxruntime, silenced: since 1.29 its builds send usage data to Microsoft unless told not to.

The switch is read when the library is loaded, so this module is the only one that imports it. What
it would leave (an id under ~/.cache, a session file in the temporary folder) a test looks for.
"""

from __future__ import annotations

import os

os.environ["ORT_DISABLE_TELEMETRY"] = "1"

import onnxruntime as onnxruntime
