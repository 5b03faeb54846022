-- journal-NODE-ROLES.db: one row per subject and flush, several observations packed into it. `sequence` is the time of the
-- flush in microseconds, made unique and ascending within the file; it serves as position and as age.

CREATE TABLE entry (
    subject  TEXT NOT NULL,                                 -- device name, or @address
    sequence INTEGER NOT NULL,
    packed   BLOB NOT NULL,
    PRIMARY KEY (subject, sequence)
) STRICT, WITHOUT ROWID;
