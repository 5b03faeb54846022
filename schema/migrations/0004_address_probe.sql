-- Whether DHCP asks the wire if an address is in use before it offers it to somebody new (RFC 2131 §2.2).

ALTER TABLE dhcp_subnet ADD COLUMN probe INTEGER NOT NULL DEFAULT 1 CHECK (probe IN (0, 1));
