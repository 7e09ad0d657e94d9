"""From text to what search works with: a unit vector, language tags, domain tags and goals."""

from device.encoder.encode import Encoder as Encoder
