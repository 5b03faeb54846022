-- Options for one model and for one client, beside the subnet's and a vendor class's; what a subnet does beyond the usual.

CREATE TABLE dhcp_scoped_option (
    subnet  INTEGER NOT NULL REFERENCES dhcp_subnet (id) ON DELETE CASCADE,
    -- For whom. Of several that fit a client the last in this order counts; of vendor classes the longest.
    scope   TEXT NOT NULL CHECK (scope IN ('subnet', 'vendor-class', 'model', 'circuit', 'client-id', 'mac')),
    -- '' of 'subnet'; the beginning of a vendor class; phone_model.id; hexadecimal digits of a client as in dhcp_reservation.
    subject TEXT NOT NULL,
    code    INTEGER NOT NULL CHECK (code BETWEEN 1 AND 254),
    value   TEXT NOT NULL,                                  -- hexadecimal octets
    PRIMARY KEY (subnet, scope, subject, code),
    CHECK ((scope = 'subnet') = (subject = ''))
) STRICT;

INSERT INTO dhcp_scoped_option (subnet, scope, subject, code, value)
SELECT subnet, iif(vendor_class = '', 'subnet', 'vendor-class'), vendor_class, code, value FROM dhcp_option;

DROP TABLE dhcp_option;                                     -- and its triggers
ALTER TABLE dhcp_scoped_option RENAME TO dhcp_option;

CREATE TRIGGER dhcp_option_inserted AFTER INSERT ON dhcp_option BEGIN
    INSERT INTO change (aggregate, key) VALUES ('dhcp_subnet', NEW.subnet);
END;
CREATE TRIGGER dhcp_option_updated AFTER UPDATE ON dhcp_option BEGIN
    INSERT INTO change (aggregate, key) SELECT 'dhcp_subnet', OLD.subnet UNION SELECT 'dhcp_subnet', NEW.subnet;
END;
CREATE TRIGGER dhcp_option_deleted AFTER DELETE ON dhcp_option BEGIN
    INSERT INTO change (aggregate, key) VALUES ('dhcp_subnet', OLD.subnet);
END;

-- 1: option 82 is believed without a relay's address (RFC 3046): a snooping switch put it there.
ALTER TABLE dhcp_subnet ADD COLUMN trust_relay_info INTEGER NOT NULL DEFAULT 0 CHECK (trust_relay_info IN (0, 1));
-- 1: option 118 (RFC 3011) may choose this subnet from another wire.
ALTER TABLE dhcp_subnet ADD COLUMN subnet_selection INTEGER NOT NULL DEFAULT 0 CHECK (subnet_selection IN (0, 1));
-- 1: two messages instead of four for clients that ask for it (RFC 4039).
ALTER TABLE dhcp_subnet ADD COLUMN rapid_commit INTEGER NOT NULL DEFAULT 0 CHECK (rapid_commit IN (0, 1));
-- 0: replies do not repeat option 61 (RFC 6842), for clients that cannot bear it.
ALTER TABLE dhcp_subnet ADD COLUMN echo_client_id INTEGER NOT NULL DEFAULT 1 CHECK (echo_client_id IN (0, 1));
-- 0: a client is its hardware address, whatever option 61 says.
ALTER TABLE dhcp_subnet ADD COLUMN match_client_id INTEGER NOT NULL DEFAULT 1 CHECK (match_client_id IN (0, 1));
-- Space-separated addresses of relays that may ask who holds an address (RFC 4388); '' : nobody.
ALTER TABLE dhcp_subnet ADD COLUMN lease_query_from TEXT NOT NULL DEFAULT '';
