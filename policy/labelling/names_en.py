"""What looks like the name of a person or of a place, told by its capital letter."""

from __future__ import annotations

from typing import Final

# What has a capital letter and is neither.
NO_NAME: Final = (
    r"(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July"
    r"|August|September|October|November|December|Christmas|Easter|Year|Grade|English|French"
    r"|Spanish|German|Maths|The\b|I\b|Zoom|Slack|Teams|Netflix|Excel|Word\b|Minecraft|Mario|Zelda"
    r"|Monopoly|God\b|Mass\b)"
)
PLACE: Final = rf"(?:the )?{NO_NAME}[A-Z][a-zà-ÿ']+"
NAME: Final = rf"{NO_NAME}[A-Z][a-zà-ÿ]+"
