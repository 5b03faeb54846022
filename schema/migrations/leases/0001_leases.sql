-- leases.db: what the one DHCP process of a data directory promised to clients. Written before each ACK, synchronous=FULL.

CREATE TABLE lease (
    address      INTEGER PRIMARY KEY CHECK (address BETWEEN 1 AND 4294967295), -- IPv4, host order
    subnet       INTEGER NOT NULL,                          -- dhcp_subnet.id of the device database: no foreign key
    mac          TEXT NOT NULL,                             -- twelve upper-case hexadecimal digits
    client_id    BLOB NOT NULL,                             -- option 61; empty when none was sent
    state        INTEGER NOT NULL CHECK (state BETWEEN 1 AND 4), -- 1 active, 2 released, 3 declined, 4 expired
    starts_us    INTEGER NOT NULL,                          -- microseconds since 1970, UTC
    expires_us   INTEGER NOT NULL,
    hostname     TEXT NOT NULL,
    vendor_class TEXT NOT NULL
) STRICT;
