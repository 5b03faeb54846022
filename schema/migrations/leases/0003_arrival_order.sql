-- Leases lie in the order in which phones first came, not by address: those that are stored together, when phones are powered up
-- together and when they renew together, then share pages, and a commit writes a few pages instead of one for each lease.

CREATE TABLE lease_in_order (
    place        INTEGER PRIMARY KEY,                       -- kept for as long as the address is known
    address      INTEGER NOT NULL CHECK (address BETWEEN 1 AND 4294967295), -- IPv4, host order; once: the one writer sees to that
    subnet       INTEGER NOT NULL,                          -- dhcp_subnet.id of the device database: no foreign key
    mac          TEXT NOT NULL,                             -- twelve upper-case hexadecimal digits
    client_id    BLOB NOT NULL,                             -- option 61; empty when none was sent
    state        INTEGER NOT NULL CHECK (state BETWEEN 1 AND 4), -- 1 active, 2 released, 3 declined, 4 expired
    starts_us    INTEGER NOT NULL,                          -- microseconds since 1970, UTC
    expires_us   INTEGER NOT NULL,
    hostname     TEXT NOT NULL,
    vendor_class TEXT NOT NULL,
    relay_information BLOB NOT NULL DEFAULT x''             -- option 82 as the relay last sent it; empty: none
) STRICT;

INSERT INTO lease_in_order (address, subnet, mac, client_id, state, starts_us, expires_us, hostname, vendor_class, relay_information)
SELECT address, subnet, mac, client_id, state, starts_us, expires_us, hostname, vendor_class, relay_information
FROM lease ORDER BY starts_us;

DROP TABLE lease;
ALTER TABLE lease_in_order RENAME TO lease;
