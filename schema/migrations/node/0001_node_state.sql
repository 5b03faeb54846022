-- node-NAME.db: what one node knows of its phones. Names are device names of the device database, without a foreign key.

CREATE TABLE registration (
    device           TEXT PRIMARY KEY,
    protocol         TEXT NOT NULL CHECK (protocol IN ('SCCP', 'SIP')),
    address          TEXT NOT NULL,                         -- dotted, the phone's own
    port             INTEGER NOT NULL CHECK (port BETWEEN 0 AND 65535),
    since            INTEGER NOT NULL,                      -- microseconds since 1970, UTC
    model            INTEGER NOT NULL,                      -- as the phone said it; 0 when it did not
    load             TEXT NOT NULL,
    protocol_version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What each phone last received, so that a change made while it was away is applied when it returns.
CREATE TABLE given (
    device TEXT PRIMARY KEY,
    digest TEXT NOT NULL,
    fields BLOB NOT NULL                                    -- the view by field behind the digest, as provisioning wrote it
) STRICT, WITHOUT ROWID;
