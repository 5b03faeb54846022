-- Auto-registration that asks the operator first, and what a line carries beyond its number: the mask by which the outside
-- sees it, and where it may call.

-- With autoreg_enabled: 1 lets a phone in only when the operator has approved it.
ALTER TABLE node ADD COLUMN autoreg_asks INTEGER NOT NULL DEFAULT 0 CHECK (autoreg_asks IN (0, 1));

-- Unknown phones that came to such a node. Not configuration, hence no change rows: phones come again every half minute.
CREATE TABLE waiting_phone (
    name       TEXT PRIMARY KEY CHECK (length(name) BETWEEN 1 AND 15 AND name NOT GLOB '*[^A-Z0-9._-]*'),
    node       INTEGER NOT NULL REFERENCES node (id) ON DELETE CASCADE, -- where it came last
    model      INTEGER NOT NULL REFERENCES phone_model (id) ON DELETE CASCADE,
    protocol   TEXT NOT NULL CHECK (protocol IN ('SCCP', 'SIP')),
    load       TEXT NOT NULL,                               -- the firmware it runs; '' when it did not say
    address    TEXT NOT NULL,                               -- dotted, the phone's own
    decision   TEXT NOT NULL DEFAULT 'none' CHECK (decision IN ('none', 'approved', 'refused')),
    first_seen INTEGER NOT NULL DEFAULT (unixepoch()),
    last_seen  INTEGER NOT NULL DEFAULT (unixepoch())
) STRICT, WITHOUT ROWID;

-- However it became known, it waits no longer.
CREATE TRIGGER waiting_phone_made AFTER INSERT ON device BEGIN
    DELETE FROM waiting_phone WHERE name = NEW.name;
END;
CREATE TRIGGER waiting_phone_renamed AFTER UPDATE OF name ON device BEGIN
    DELETE FROM waiting_phone WHERE name = NEW.name;
END;

-- In a mask every X stands for a digit of the number, counted from its end: '4930123XXXX' makes 49301231001 of 1001.
ALTER TABLE line_appearance ADD COLUMN external_mask TEXT NOT NULL DEFAULT ''
    CHECK (length(external_mask) <= 24 AND external_mask NOT GLOB '*[^0-9*#+X]*');
ALTER TABLE universal_line_template ADD COLUMN external_mask TEXT NOT NULL DEFAULT ''
    CHECK (length(external_mask) <= 24 AND external_mask NOT GLOB '*[^0-9*#+X]*');

CREATE TABLE calling_search_space (
    id          INTEGER PRIMARY KEY,
    name        TEXT NOT NULL UNIQUE COLLATE NOCASE CHECK (length(name) BETWEEN 1 AND 50),
    description TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE calling_search_space_partition (
    calling_search_space INTEGER NOT NULL REFERENCES calling_search_space (id) ON DELETE CASCADE,
    position             INTEGER NOT NULL CHECK (position >= 1), -- of two equal patterns the earlier partition's counts
    partition_id         INTEGER NOT NULL REFERENCES route_partition (id),
    PRIMARY KEY (calling_search_space, position),
    UNIQUE (calling_search_space, partition_id)
) STRICT;

-- NULL: none.
ALTER TABLE directory_number ADD COLUMN calling_search_space INTEGER REFERENCES calling_search_space (id);
ALTER TABLE universal_line_template ADD COLUMN calling_search_space INTEGER REFERENCES calling_search_space (id);

CREATE TRIGGER calling_search_space_inserted AFTER INSERT ON calling_search_space BEGIN
    INSERT INTO change (aggregate, key) VALUES ('calling_search_space', NEW.id);
END;
CREATE TRIGGER calling_search_space_updated AFTER UPDATE ON calling_search_space BEGIN
    INSERT INTO change (aggregate, key) SELECT 'calling_search_space', OLD.id UNION SELECT 'calling_search_space', NEW.id;
END;
CREATE TRIGGER calling_search_space_deleted AFTER DELETE ON calling_search_space BEGIN
    INSERT INTO change (aggregate, key) VALUES ('calling_search_space', OLD.id);
END;
CREATE TRIGGER calling_search_space_partition_inserted AFTER INSERT ON calling_search_space_partition BEGIN
    INSERT INTO change (aggregate, key) VALUES ('calling_search_space', NEW.calling_search_space);
END;
CREATE TRIGGER calling_search_space_partition_updated AFTER UPDATE ON calling_search_space_partition BEGIN
    INSERT INTO change (aggregate, key)
    SELECT 'calling_search_space', OLD.calling_search_space UNION SELECT 'calling_search_space', NEW.calling_search_space;
END;
CREATE TRIGGER calling_search_space_partition_deleted AFTER DELETE ON calling_search_space_partition BEGIN
    INSERT INTO change (aggregate, key) VALUES ('calling_search_space', OLD.calling_search_space);
END;
