#!/usr/bin/env python3
"""seed.py ROOT: the rows of a fresh database fit its tables, and leave no model without what a phone of it needs."""

import re
import sqlite3
import sys

import tree

# Each query names rows that must not be there.
COMPLAINTS = {
    "a model that speaks a protocol has no standard button template for it": """
        SELECT model.name || ' ' || protocol.column1
        FROM phone_model AS model JOIN (VALUES ('SCCP'), ('SIP')) AS protocol ON instr(model.protocols, protocol.column1) > 0
        WHERE NOT EXISTS (SELECT 1 FROM button_template AS template WHERE template.model = model.id
            AND template.protocol = protocol.column1 AND template.is_standard
            AND template.name = 'Standard ' || model.short_name || ' ' || protocol.column1)""",
    "a standard template is no device default": """
        SELECT name FROM button_template AS template WHERE is_standard AND name LIKE 'Standard %' AND NOT EXISTS
            (SELECT 1 FROM device_default WHERE button_template = template.id)""",
    "a template has no line, or a gap": """
        SELECT name FROM button_template AS template WHERE
            (SELECT count(*) FROM button_template_button WHERE template = template.id AND feature = 'line') = 0 OR
            (SELECT count(*) - max(position) FROM button_template_button WHERE template = template.id) <> 0""",
    "a device default names a load": "SELECT model FROM device_default WHERE load <> ''",
    "a model speaks SCCP, but no version of it, or the other way round": """
        SELECT name FROM phone_model WHERE (instr(protocols, 'SCCP') > 0) <> (max_sccp_version > 0)""",
    "two models have one short name": "SELECT short_name FROM phone_model GROUP BY lower(short_name) HAVING count(*) > 1",
    "two models have one vendor class": """
        SELECT vendor_class FROM phone_model WHERE vendor_class <> '' GROUP BY lower(vendor_class) HAVING count(*) > 1""",
    "a call mode lacks softkeys": """
        SELECT mode.column1 FROM (VALUES ('on hook'), ('connected'), ('on hold'), ('ring in'), ('off hook'),
            ('connected transfer'), ('digits after first'), ('connected conference'), ('ring out'),
            ('off hook with feature'), ('remote in use'), ('connected no feature')) AS mode
        WHERE NOT EXISTS (SELECT 1 FROM softkey_template_key WHERE call_mode = mode.column1)""",
    "a parameter's default does not fit its bounds": """
        SELECT scope || '/' || name FROM parameter WHERE value <> default_value OR kind = 'integer' AND
            (CAST(default_value AS INTEGER) NOT BETWEEN minimum AND maximum) OR
            kind = 'choice' AND instr('|' || choices || '|', '|' || default_value || '|') = 0""",
    "a fresh system has a node, a phone or a subnet": """
        SELECT name FROM node UNION ALL SELECT name FROM device UNION ALL SELECT cidr FROM dhcp_subnet""",
    "a phone model's facts are missing": """
        SELECT name FROM phone_model WHERE class IN ('phone', 'softphone', 'analog') AND
            (protocols = '' OR family = '' OR line_keys = 0) OR class = 'module' AND module_keys = 0""",
}

# Words of the seed rows that the program must know: a file that lists them, and how it does.
VOCABULARY = {
    "SELECT DISTINCT feature FROM button_template_button WHERE feature <> 'none'": (
        "server/sccp/station.cpp", r'FeatureEntry\{"([^"]+)"'),
    "SELECT DISTINCT softkey FROM softkey_template_key": (
        "server/sccp/softkey_catalogue.cpp", r'CatalogueEntry\{SoftKey::\w+, "([^"]+)"'),
}


def scripts(root, folder):
    """In the order of their numbers; the folders below hold other databases."""
    paths = [path for path in tree.files(root, (folder,), (".sql",)) if path.rsplit("/", 1)[0] == folder]
    return "\n".join(tree.read(root, path) for path in sorted(paths))


def database_of(root):
    database = sqlite3.connect(":memory:")
    database.execute("PRAGMA foreign_keys = ON")
    database.executescript(scripts(root, "schema/migrations"))
    database.executescript("BEGIN;" + scripts(root, "schema/seed") + "COMMIT;")
    return database


def problems_of(database):
    problems = [f"schema/seed: {row} refers to nothing" for row in database.execute("PRAGMA foreign_key_check")]
    for complaint, query in COMPLAINTS.items():
        problems += [f"schema/seed: {complaint}: {row[0]}" for row in database.execute(query)]
    return problems


def unknown_words(root, database):
    problems = []
    for query, (path, pattern) in VOCABULARY.items():
        known = set(re.findall(pattern, tree.read(root, path)))
        problems += [f"schema/seed: {path} does not know {word!r}" for (word,) in database.execute(query) if word not in known]
    return problems


if __name__ == "__main__":
    fresh = database_of(sys.argv[1])
    tree.report(problems_of(fresh) + unknown_words(sys.argv[1], fresh))
