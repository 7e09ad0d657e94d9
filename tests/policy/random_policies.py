"""Random Cedar policies as text, and random scenes to ask them about, both from one seed.

There are two grammars: "typed" keeps to the shipped schema and to the right types, "wild" also
reads what is not there, confuses types and overflows. Values are made plain (lists for sets, dicts
for records), and then written as Cedar text, as Cedar's JSON, or as the values of a `Scene`.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path

import numpy as np

import policy
from policy.evaluate import EntityId, Scene, set_of

BASE = Path(policy.__file__).parent / "bundles" / "base"
SCHEMA_TEXT = (BASE / "bojagi.cedarschema").read_text(encoding="utf-8")
BASE_TEXT = (BASE / "base.cedar").read_text(encoding="utf-8")

KINDS = ("bool", "long", "string", "set", "record", "entity")
TYPES = [f"Bojagi::{name}" for name in ("Owner", "Client", "Service", "Memory", "Stranger")]
DOORS = [f'Bojagi::Action::"{name}"' for name in ("release", "index", "engine", "train")]
NAMES = ("flag", "count", "word", "mix", "nest", "who", "a b")
WORDS = ("recall", "share", "finance", "health", "JP", "", "it", "a*b", "aXb", "é日本", '"\\')
NUMBERS = (0, 1, 1, 2, 2, 3, 300, -1, -3, 2**62, 2**63 - 1, -(2**63))


def declared(part: str) -> dict[str, str]:
    """Gives the attributes that a part of the schema declares, each with its kind."""
    kinds = {"Bool": "bool", "Long": "long", "String": "string", "Set<String>": "set"}
    found = re.findall(r"(\w+): (Bool|Long|String|Set<String>)", part)
    return {name: kinds[kind] for name, kind in found}


MEMORY, REQUEST = map(declared, SCHEMA_TEXT.split("type Request"))
READS = {
    kind: [f"resource.{name}" for name in MEMORY if MEMORY[name] == kind]
    + [f"context.{name}" for name in REQUEST if REQUEST[name] == kind]
    for kind in KINDS
} | {"entity": ["principal", "action", "resource"]}

# <bool> stands for any boolean expression, <bool_value> for a literal, <a> for one kind in a form.
TYPED = {
    "policy": [
        *3 * ["permit (principal, action, resource)<body>;"],
        "permit (principal<is>, action<acts>, resource<is>)<body>;",
    ],
    "body": [" when { <bool> }", " unless { <bool> }", " when { <bool> }<body>"],
    "is": ["", "", "", " is <type>", " == <uid>", " in <uid>", " is <type> in <uid>"],
    "acts": ["", " == <door>", " in <door>", " in [<door>, <door>, <door>]", " in []"],
    "type": TYPES,
    "uid": ["<entity_value>"],
    "door": DOORS,
    "pattern": ["*", "re*", "*e*l*", r"a\*b", "a*b", r"*\**", "", "*日*", "*a*a*", "**h", "*b"],
    "name": [f'"{name}"' for name in NAMES],
    "bool": [
        "<bool_value>",
        *READS["bool"],
        *2 * ["(<bool> && <bool>)", "(<bool> || <bool> || <bool>)", "(<bool> && <bool> || <bool>)"],
        *2 * ["!(<bool>)", "(<a> == <a>)", "(<a> != <a>)"],
        *["(<long> < <long>)", "(<long> <= <long>)", "(<long> > <long>)", "(<long> >= <long>)"],
        *["(<set>).contains(<string>)", "(<set>).containsAll(<set>)", "(<set>).isEmpty()"],
        *["(<set>).containsAny(<set>)", '(<string> like "<pattern>")', "(context has purpose)"],
        *["(<entity> is <type>)", "(<entity> in <entity>)", "(<entity> is <type> in <entity>)"],
        *["(<entity> in [<entity>, <entity>])", "(<entity> in [])", "(resource has no_such)"],
        "(if <bool> then <bool> else <bool>)",
    ],
    "long": [
        "<long_value>",
        *READS["long"],
        *["(<long> + <long>)", "(<long> - <long>)", "(<long> * <long>)", "-(<long>)"],
        "(if <bool> then <long> else <long>)",
    ],
    "string": [
        "<string_value>",
        *READS["string"],
        "(if <bool> then <string> else <string>)",
    ],
    "set": [
        "<set_value>",
        *READS["set"],
        *["[]", "[<string>]", "[<string>, <string>]"],
        "(if <bool> then <set> else <set>)",
    ],
    "record": [
        "<record_value>",
        *["{}", "{word: <string>}", "{count: <long>, flag: <bool>}"],
        "(if <bool> then <record> else <record>)",
    ],
    "entity": [
        "<uid>",
        *READS["entity"],
        "(if <bool> then <entity> else <entity>)",
    ],
}
WILD = {
    "bool": [
        *["(<any> == <any>)", "(<any> != <any>)", "(<set>).contains(<any>)"],
        *["(<record> has <name>)", "(<entity> has <name>)", "(<any> has nest.nest.word)"],
    ],
    "set": ["[<any>, <any>, <any>]"],
    "record": ["context", "{<name>: <any>}", "{nest: <any>, mix: <set>}"],
}
WILD_READS = ["resource[<name>]", "context[<name>]", "(<record>)[<name>]", "(<entity>)[<name>]"]


def as_text(value: object) -> str:
    match value:
        case EntityId(kind, name):
            return f"{kind}::{as_text(name)}"
        case list():
            return f"[{', '.join(map(as_text, value))}]"
        case dict():
            fields = (f"{as_text(name)}: {as_text(part)}" for name, part in value.items())
            return f"{{{', '.join(fields)}}}"
        case _:
            return json.dumps(value, ensure_ascii=False)


def as_json(value: object) -> object:
    match value:
        case EntityId(kind, name):
            return {"__entity": {"type": kind, "id": name}}
        case list():
            return [as_json(part) for part in value]
        case dict():
            return {name: as_json(part) for name, part in value.items()}
        case _:
            return value


def as_value(value: object) -> object:
    match value:
        case list():
            return set_of(map(as_value, value))
        case dict():
            return {name: as_value(part) for name, part in value.items()}
        case _:
            return value


def asked(scene: Scene, attributes: Mapping, context: Mapping) -> tuple[dict[str, object], str]:
    """Gives the request and the entities that tell cedarpy of the scene with these plain values."""
    uids = {
        name: {"type": entity.type, "id": entity.id}
        for name in ("principal", "action", "resource")
        for entity in [getattr(scene, name)]
    }
    entity = {"uid": uids["resource"], "attrs": as_json(attributes), "parents": []}
    return uids | {"context": as_json(context)}, json.dumps([entity])


class Author:
    """Writes policies and scenes."""

    def __init__(self, seed: int, *, wild: bool) -> None:
        self.rng = np.random.default_rng(seed)
        self.wild = wild
        self.forms = dict(TYPED)
        if wild:
            self.forms |= {kind: TYPED[kind] + WILD.get(kind, []) + WILD_READS for kind in KINDS}

    def below(self, limit: int) -> int:
        return int(self.rng.integers(limit))

    def pick(self, options):
        return options[self.below(len(options))]

    def slips(self, one_in: int) -> bool:
        return self.wild and self.below(one_in) == 0

    def policy(self) -> str:
        return self.expand("policy", 7)

    def expand(self, name: str, depth: int) -> str:
        if name.endswith("_value"):
            return as_text(self.value(name.removesuffix("_value")))
        if name == "any" or (name in KINDS and self.slips(60)):
            name = self.pick(KINDS)
        forms = self.forms[name]
        if depth <= 0 and name in KINDS:  # what stands first has no further parts
            forms = forms[: 1 + len(READS[name])]
        form = self.pick(forms).replace("<a>", f"<{self.pick(KINDS)}>")
        return re.sub(r"<(\w+)>", lambda part: self.expand(part[1], depth - 1), form)

    def value(self, kind: str, depth: int = 2):
        inner = KINDS if depth and self.wild else KINDS[:3]
        match kind:
            case "bool":
                return bool(self.below(2))
            case "long":
                return self.pick(NUMBERS if self.wild else NUMBERS[:7])
            case "string":
                return self.pick(WORDS)
            case "entity":
                return EntityId(self.pick(TYPES), self.pick(("it", "me")))
            case "set":
                kinds = [self.pick(inner) if self.wild else "string" for _ in range(self.below(4))]
                return [self.value(one, depth - 1) for one in kinds]
            case _:
                names = [self.pick(NAMES) for _ in range(self.below(3))]
                return {name: self.value(self.pick(inner), depth - 1) for name in names}

    def attributes(self, kinds: dict[str, str]) -> dict[str, object]:
        given = {
            name: self.value(self.pick(KINDS) if self.slips(20) else kind)
            for name, kind in kinds.items()
            if not self.slips(20)
        }
        more = zip(
            NAMES, ("bool", "long", "string", "set", "record", "entity", "long"), strict=True
        )
        return given | {name: self.value(kind) for name, kind in more if self.wild}

    def scene(self) -> tuple[Scene, dict[str, object], str]:
        """Gives a scene, and the request and the entities that tell cedarpy of it."""
        resource = EntityId("Bojagi::Memory", "it")
        principal = EntityId(self.pick(TYPES[:3]), self.pick(("it", "me")))
        action = EntityId("Bojagi::Action", self.pick(("release", "index", "engine", "train")))
        attributes, context = self.attributes(MEMORY), self.attributes(REQUEST)
        who = resource if self.slips(10) else principal
        scene = Scene(who, action, resource, as_value(attributes), as_value(context))
        return scene, *asked(scene, attributes, context)
