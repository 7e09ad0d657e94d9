-- A vault is SQLite used as a container of sealed segments. Every BLOB below is ciphertext, a wrapped key,
-- a public key, a keyed hash or a hash of a salted leaf; `meta.header` alone is readable: format, vault id,
-- and what each factor needs to be asked for again. Ids ascend and are never used twice.

-- header, header_mac; root, wrapped under the owner's key and the epoch key; keys: what the root wraps by name;
-- roster, frontier, settings, basis (of the owner's own encoder): sealed.
CREATE TABLE meta (k TEXT PRIMARY KEY, v BLOB NOT NULL) WITHOUT ROWID;

CREATE TABLE cls (
    cid BLOB PRIMARY KEY,          -- random, so that the number of classes says nothing of their kind
    wrapped BLOB NOT NULL,         -- class key under the root; of a step-up class, under both secrets
    profile BLOB NOT NULL,         -- sealed: name, inbox public key
    inbox_public BLOB NOT NULL,    -- X25519; its copy in `profile` vouches for it
    inbox_private BLOB NOT NULL,   -- sealed under the class key
    tail_key BLOB NOT NULL         -- wrapped under the class key
) WITHOUT ROWID;

-- Which segments a class has, how many rows each, and their keys: one page that a delete seals anew.
CREATE TABLE directory (cid BLOB PRIMARY KEY, sealed BLOB NOT NULL) WITHOUT ROWID;

CREATE TABLE rule (rid INTEGER PRIMARY KEY AUTOINCREMENT, sealed BLOB NOT NULL);
-- Where memories were said: a keyed hash of the title, and a seal that binds it to its number.
CREATE TABLE conversation (number INTEGER PRIMARY KEY AUTOINCREMENT, name BLOB UNIQUE NOT NULL, sealed BLOB NOT NULL);

CREATE TABLE item (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    cid BLOB NOT NULL,
    payload BLOB NOT NULL          -- padded record, sealed under the item's secret, bound to its rule
);

-- A row (secret, rule, times, tags, code, vector) waits in the tail until 1,024 of a class make a segment.
CREATE TABLE tail (id INTEGER PRIMARY KEY, cid BLOB NOT NULL, row BLOB NOT NULL);
-- One blob per table: SQLite walks a blob's overflow chain to reach a column behind it.
CREATE TABLE seg_secrets (seg INTEGER PRIMARY KEY, sealed BLOB NOT NULL);  -- eight pages a segment
CREATE TABLE seg_codes (seg INTEGER PRIMARY KEY, sealed BLOB NOT NULL);
CREATE TABLE seg_vectors (seg INTEGER PRIMARY KEY, sealed BLOB NOT NULL);
CREATE TABLE seg_columns (seg INTEGER PRIMARY KEY, sealed BLOB NOT NULL);

-- What was written while its class was closed, sealed to the class's inbox key.
CREATE TABLE inbox (id INTEGER PRIMARY KEY, cid BLOB NOT NULL, sealed BLOB NOT NULL);

-- Upkeep under the root alone. `upkeep`: where an import's message came from, so that it is known again.
-- `care`: of items in step-up classes, what lets sweeps and deletes reach them while these are closed.
CREATE TABLE upkeep (id INTEGER PRIMARY KEY, source BLOB UNIQUE, sealed BLOB NOT NULL);
CREATE TABLE care (id INTEGER PRIMARY KEY, sealed BLOB NOT NULL);
CREATE TABLE usage (id INTEGER PRIMARY KEY, sealed BLOB NOT NULL);
-- `pending`: the closed class whose keys wait to be replaced; empty where nothing waits.
CREATE TABLE tombstone (id INTEGER PRIMARY KEY, place BLOB, sealed BLOB NOT NULL, pending BLOB NOT NULL);
CREATE TABLE certificate (number INTEGER PRIMARY KEY AUTOINCREMENT, sealed BLOB NOT NULL);

-- The transparency log: the hash of each content-free leaf, and the leaf itself sealed.
CREATE TABLE audit (seq INTEGER PRIMARY KEY, leaf BLOB NOT NULL, sealed BLOB NOT NULL);
CREATE TABLE checkpoint (size INTEGER PRIMARY KEY, sealed BLOB NOT NULL);

CREATE INDEX tail_by_class ON tail (cid);
CREATE INDEX tombstone_by_place ON tombstone (place);
