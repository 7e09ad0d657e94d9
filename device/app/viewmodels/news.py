"""What a person is told at length once, and what is damaged; it stays until they put it away."""

from __future__ import annotations

from dataclasses import dataclass, field

from device.app.viewmodels.keeping_rows import NO_DAMAGE, DamageState
from device.app.viewmodels.wording import class_word, say
from policy.catalog import Language


@dataclass(frozen=True, slots=True)
class News:
    """A sentence of the catalog, in whichever language it is shown.

    Attributes:
        tone: accent, good, warn or danger.
    """

    key: str
    tone: str
    values: tuple[tuple[str, str | int], ...] = ()

    def text(self, language: Language) -> str:
        """Gives the sentence."""
        return say(language, self.key, **dict(self.values))


@dataclass(slots=True)
class NewsBoard:
    """What stands there now."""

    news: tuple[News, ...] = ()
    _damage: DamageState = field(default=NO_DAMAGE)
    _seen: DamageState = field(default=NO_DAMAGE)

    @property
    def damage(self) -> DamageState:
        """What is damaged and was not put away yet."""
        return NO_DAMAGE if self._damage == self._seen else self._damage

    def put(self, news: News) -> None:
        """Puts a sentence there, once."""
        if news not in self.news:
            self.news = (*self.news, news)

    def put_damage(self, damage: DamageState) -> bool:
        """Names what is damaged. Tells whether that is new."""
        is_new = damage != self._damage
        self._damage = damage
        return is_new

    def take_away(self, news: News) -> None:
        """Takes a sentence away."""
        self.news = tuple(one for one in self.news if one != news)

    def take_damage_away(self) -> None:
        """Names the damage no more, until more is found."""
        self._seen = self._damage

    def clear(self) -> None:
        """Takes everything away."""
        self.news = ()
        self._damage = self._seen = NO_DAMAGE


def damage_lines(language: Language, damage: DamageState) -> list[str]:
    """Says what is damaged and what to do; nothing where nothing is."""
    lines = [
        say(
            language,
            "damaged_part",
            name=class_word(language, one.class_name),
            count=one.count,
            first=one.first,
            last=one.last,
        )
        for one in damage.parts
    ]
    if damage.memories:
        ids = say(language, "list_comma").join(map(str, damage.memories))
        lines.append(say(language, "damaged_memories", ids=ids))
    return [*lines, say(language, "damaged_do")] if lines else []
