-- The device database, in CUCM's terms (entity picture: schema/README.md). Forward-only: a later change is a new file.
-- Booleans are 0/1; addresses are dotted text; times are whole seconds since 1970, UTC.

-- Servers -----------------------------------------------------------------------------------------------------------

CREATE TABLE node (
    id                INTEGER PRIMARY KEY,
    name              TEXT NOT NULL UNIQUE COLLATE NOCASE CHECK (length(name) BETWEEN 1 AND 63),
    description       TEXT NOT NULL DEFAULT '',
    -- What a file needs to know of the process: written at its first start, later differences are reported.
    address           TEXT NOT NULL DEFAULT '',
    port_offset       INTEGER NOT NULL DEFAULT 0 CHECK (port_offset BETWEEN 0 AND 60000),
    files_directory   TEXT NOT NULL DEFAULT '',
    sccp_port         INTEGER NOT NULL DEFAULT 2000 CHECK (sccp_port BETWEEN 1 AND 65535),
    sip_port          INTEGER NOT NULL DEFAULT 5060 CHECK (sip_port BETWEEN 1 AND 65535),
    -- Auto-registration: on means flag set and first < last (CUCM switches it off by first = last = 1000).
    autoreg_enabled   INTEGER NOT NULL DEFAULT 0 CHECK (autoreg_enabled IN (0, 1)),
    autoreg_first     INTEGER NOT NULL DEFAULT 1000 CHECK (autoreg_first BETWEEN 0 AND 999999999999999),
    autoreg_last      INTEGER NOT NULL DEFAULT 1000 CHECK (autoreg_last >= autoreg_first),
    autoreg_partition INTEGER REFERENCES route_partition (id)
) STRICT;

CREATE TABLE cm_group (
    id      INTEGER PRIMARY KEY,
    name    TEXT NOT NULL UNIQUE COLLATE NOCASE CHECK (length(name) BETWEEN 1 AND 50),
    -- The one group used for auto-registration and named in XMLDefault.cnf.xml (CUCM: tftpDefault).
    autoreg INTEGER NOT NULL DEFAULT 0 CHECK (autoreg IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX cm_group_one_autoreg ON cm_group (autoreg) WHERE autoreg = 1;

CREATE TABLE cm_group_member (
    cm_group INTEGER NOT NULL REFERENCES cm_group (id) ON DELETE CASCADE,
    priority INTEGER NOT NULL CHECK (priority BETWEEN 1 AND 3), -- 1 = primary
    node     INTEGER NOT NULL REFERENCES node (id),
    PRIMARY KEY (cm_group, priority),
    UNIQUE (cm_group, node)
) STRICT;

-- What a device pool brings together ----------------------------------------------------------------------------------

CREATE TABLE date_time_group (
    id            INTEGER PRIMARY KEY,
    name          TEXT NOT NULL UNIQUE COLLATE NOCASE CHECK (length(name) BETWEEN 1 AND 50),
    time_zone     TEXT NOT NULL DEFAULT 'Etc/UTC',          -- Olson name; the phone's own spelling is derived
    date_template TEXT NOT NULL DEFAULT 'M/D/Y',            -- as phones read it: order, separator, trailing A = 12 h
    ntp_servers   TEXT NOT NULL DEFAULT ''                  -- space-separated addresses
) STRICT;

CREATE TABLE region (
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE COLLATE NOCASE CHECK (length(name) BETWEEN 1 AND 50)
) STRICT;

CREATE TABLE location (
    id         INTEGER PRIMARY KEY,
    name       TEXT NOT NULL UNIQUE COLLATE NOCASE CHECK (length(name) BETWEEN 1 AND 50),
    audio_kbps INTEGER NOT NULL DEFAULT 0 CHECK (audio_kbps >= 0) -- 0 = unlimited
) STRICT;

CREATE TABLE srst_reference (
    id        INTEGER PRIMARY KEY,
    name      TEXT NOT NULL UNIQUE COLLATE NOCASE CHECK (length(name) BETWEEN 1 AND 50),
    mode      TEXT NOT NULL DEFAULT 'disable' CHECK (mode IN ('disable', 'gateway', 'address')),
    address   TEXT NOT NULL DEFAULT '',
    sccp_port INTEGER NOT NULL DEFAULT 2000 CHECK (sccp_port BETWEEN 1 AND 65535),
    sip_port  INTEGER NOT NULL DEFAULT 5060 CHECK (sip_port BETWEEN 1 AND 65535)
) STRICT;

CREATE TABLE device_pool (
    id                      INTEGER PRIMARY KEY,
    name                    TEXT NOT NULL UNIQUE COLLATE NOCASE CHECK (length(name) BETWEEN 1 AND 50),
    cm_group                INTEGER NOT NULL REFERENCES cm_group (id),
    date_time_group         INTEGER NOT NULL REFERENCES date_time_group (id),
    region                  INTEGER NOT NULL REFERENCES region (id),
    location                INTEGER NOT NULL REFERENCES location (id),
    srst                    INTEGER NOT NULL REFERENCES srst_reference (id),
    -- Seconds of stable primary before a phone leaves SRST; -1 = the enterprise parameter decides.
    connection_monitor      INTEGER NOT NULL DEFAULT -1 CHECK (connection_monitor >= -1)
) STRICT;

-- Phone models and templates ------------------------------------------------------------------------------------------

CREATE TABLE phone_model (
    id                INTEGER PRIMARY KEY,                  -- SCCP device type = RIS model = loadInformation<id>
    name              TEXT NOT NULL UNIQUE COLLATE NOCASE,  -- 'Cisco 7965'
    short_name        TEXT NOT NULL,                        -- '7965', as vendor class and commands spell it
    class             TEXT NOT NULL DEFAULT 'phone' CHECK (class IN ('phone', 'module', 'softphone', 'analog', 'other')),
    protocols         TEXT NOT NULL CHECK (protocols IN ('', 'SCCP', 'SIP', 'SCCP,SIP')),
    -- Which form of SEP<MAC>.cnf.xml the phone reads: legacy40, java79, ce8x, wifi, ata.
    family            TEXT NOT NULL DEFAULT 'java79',
    line_keys         INTEGER NOT NULL DEFAULT 1 CHECK (line_keys BETWEEN 0 AND 64), -- programmable keys on the phone
    max_modules       INTEGER NOT NULL DEFAULT 0,
    module_keys       INTEGER NOT NULL DEFAULT 0,           -- keys that this row adds when it is an expansion module
    max_sccp_version  INTEGER NOT NULL DEFAULT 0 CHECK (max_sccp_version BETWEEN 0 AND 22), -- 0: speaks no SCCP
    has_softkeys      INTEGER NOT NULL DEFAULT 1 CHECK (has_softkeys IN (0, 1)),
    has_display       INTEGER NOT NULL DEFAULT 1 CHECK (has_display IN (0, 1)),
    vendor_class      TEXT NOT NULL DEFAULT '',             -- DHCP option 60 prefix, e.g. 'Cisco Systems, Inc. IP Phone CP-7965'
    typical_sccp_load TEXT NOT NULL DEFAULT '',             -- a hint for people, never put into a file
    typical_sip_load  TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE button_template (
    id            INTEGER PRIMARY KEY,
    name          TEXT NOT NULL UNIQUE COLLATE NOCASE CHECK (length(name) BETWEEN 1 AND 64),
    model         INTEGER NOT NULL REFERENCES phone_model (id),
    protocol      TEXT NOT NULL CHECK (protocol IN ('SCCP', 'SIP')),
    is_standard   INTEGER NOT NULL DEFAULT 0 CHECK (is_standard IN (0, 1))
) STRICT;

CREATE TABLE button_template_button (
    template INTEGER NOT NULL REFERENCES button_template (id) ON DELETE CASCADE,
    position INTEGER NOT NULL CHECK (position BETWEEN 1 AND 255),
    feature  TEXT NOT NULL,                                 -- 'line', 'speed dial', 'hold', … (CUCM's XFeature)
    label    TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (template, position)
) STRICT;

CREATE TABLE softkey_template (
    id          INTEGER PRIMARY KEY,
    name        TEXT NOT NULL UNIQUE COLLATE NOCASE CHECK (length(name) BETWEEN 1 AND 64),
    description TEXT NOT NULL DEFAULT '',
    is_standard INTEGER NOT NULL DEFAULT 0 CHECK (is_standard IN (0, 1))
) STRICT;

CREATE TABLE softkey_template_key (
    template  INTEGER NOT NULL REFERENCES softkey_template (id) ON DELETE CASCADE,
    call_mode TEXT NOT NULL,                                -- 'on hook', 'connected', …
    position  INTEGER NOT NULL CHECK (position BETWEEN 1 AND 16),
    softkey   TEXT NOT NULL,                                -- 'NewCall', 'Redial', …
    PRIMARY KEY (template, call_mode, position)
) STRICT;

CREATE TABLE device_default (
    model           INTEGER NOT NULL REFERENCES phone_model (id),
    protocol        TEXT NOT NULL CHECK (protocol IN ('SCCP', 'SIP')),
    load            TEXT NOT NULL DEFAULT '',               -- empty: the phone keeps its image
    device_pool     INTEGER NOT NULL REFERENCES device_pool (id),
    button_template INTEGER REFERENCES button_template (id),
    PRIMARY KEY (model, protocol)
) STRICT;

-- Numbers -------------------------------------------------------------------------------------------------------------

CREATE TABLE route_partition (
    id          INTEGER PRIMARY KEY,
    name        TEXT NOT NULL UNIQUE COLLATE NOCASE CHECK (length(name) <= 50), -- '' is the partition <None>
    description TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE directory_number (
    id            INTEGER PRIMARY KEY,
    pattern       TEXT NOT NULL CHECK (length(pattern) BETWEEN 1 AND 24 AND pattern NOT GLOB '*[^0-9*#+]*'),
    partition_id  INTEGER NOT NULL REFERENCES route_partition (id),
    description   TEXT NOT NULL DEFAULT '',
    alerting_name TEXT NOT NULL DEFAULT '',
    UNIQUE (pattern, partition_id)
) STRICT;

-- Devices -------------------------------------------------------------------------------------------------------------

CREATE TABLE device (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,     -- never reused: state files name devices without a foreign key
    name             TEXT NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 15 AND name NOT GLOB '*[^A-Z0-9._-]*'),
    description      TEXT NOT NULL DEFAULT '' CHECK (length(description) <= 128),
    model            INTEGER NOT NULL REFERENCES phone_model (id),
    protocol         TEXT NOT NULL CHECK (protocol IN ('SCCP', 'SIP')),
    device_pool      INTEGER NOT NULL REFERENCES device_pool (id),
    button_template  INTEGER NOT NULL REFERENCES button_template (id),
    softkey_template INTEGER REFERENCES softkey_template (id), -- NULL: 'Standard User'
    location         INTEGER REFERENCES location (id),      -- NULL: the pool's
    load             TEXT NOT NULL DEFAULT '',              -- empty: the device default's
    user_locale      TEXT NOT NULL DEFAULT '',
    vendor_config    TEXT NOT NULL DEFAULT '',              -- XML fragment merged into vendorConfig
    auto_registered  INTEGER NOT NULL DEFAULT 0 CHECK (auto_registered IN (0, 1)),
    created_at       INTEGER NOT NULL DEFAULT (unixepoch())
) STRICT;
CREATE INDEX device_by_pool ON device (device_pool);

CREATE TABLE line_appearance (
    device           INTEGER NOT NULL REFERENCES device (id) ON DELETE CASCADE,
    line             INTEGER NOT NULL CHECK (line BETWEEN 1 AND 128), -- n-th line button of the template
    directory_number INTEGER NOT NULL REFERENCES directory_number (id),
    display          TEXT NOT NULL DEFAULT '' CHECK (length(display) <= 30), -- caller id the other side sees
    label            TEXT NOT NULL DEFAULT '' CHECK (length(label) <= 30),   -- beside the line button
    max_calls        INTEGER NOT NULL DEFAULT 4 CHECK (max_calls BETWEEN 1 AND 200),
    busy_trigger     INTEGER NOT NULL DEFAULT 2 CHECK (busy_trigger BETWEEN 1 AND 200),
    ring             TEXT NOT NULL DEFAULT 'ring'
                     CHECK (ring IN ('default', 'disable', 'flash only', 'ring once', 'ring', 'beep only')),
    PRIMARY KEY (device, line),
    UNIQUE (device, directory_number),
    CHECK (busy_trigger <= max_calls)
) STRICT;
CREATE INDEX line_appearance_by_number ON line_appearance (directory_number);

CREATE TABLE speed_dial (
    device   INTEGER NOT NULL REFERENCES device (id) ON DELETE CASCADE,
    position INTEGER NOT NULL CHECK (position BETWEEN 1 AND 199),
    number   TEXT NOT NULL CHECK (length(number) BETWEEN 1 AND 24),
    label    TEXT NOT NULL DEFAULT '' CHECK (length(label) <= 30),
    is_blf   INTEGER NOT NULL DEFAULT 0 CHECK (is_blf IN (0, 1)),
    PRIMARY KEY (device, position)
) STRICT;

CREATE TABLE phone_service (
    id          INTEGER PRIMARY KEY,
    name        TEXT NOT NULL UNIQUE COLLATE NOCASE CHECK (length(name) BETWEEN 1 AND 64),
    url         TEXT NOT NULL,
    description TEXT NOT NULL DEFAULT '',
    enterprise  INTEGER NOT NULL DEFAULT 0 CHECK (enterprise IN (0, 1)), -- 1: every phone has it without subscribing
    enabled     INTEGER NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1)),
    priority    INTEGER NOT NULL DEFAULT 50
) STRICT;

CREATE TABLE service_subscription (
    device   INTEGER NOT NULL REFERENCES device (id) ON DELETE CASCADE,
    service  INTEGER NOT NULL REFERENCES phone_service (id) ON DELETE CASCADE,
    position INTEGER NOT NULL DEFAULT 0, -- 0: in the Services menu; n: on the n-th service button
    label    TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (device, service)
) STRICT;

-- Parameters ----------------------------------------------------------------------------------------------------------

CREATE TABLE parameter (
    id            INTEGER PRIMARY KEY,
    scope         TEXT NOT NULL CHECK (scope IN ('enterprise', 'callmanager', 'tftp', 'dhcp')),
    name          TEXT NOT NULL COLLATE NOCASE,             -- 'station-keepalive-interval'
    value         TEXT NOT NULL,
    default_value TEXT NOT NULL,
    kind          TEXT NOT NULL CHECK (kind IN ('boolean', 'integer', 'text', 'choice')),
    minimum       INTEGER,
    maximum       INTEGER,
    choices       TEXT NOT NULL DEFAULT '',                 -- '|'-separated
    unit          TEXT NOT NULL DEFAULT '',
    help          TEXT NOT NULL,
    UNIQUE (scope, name)
) STRICT;

-- DHCP ----------------------------------------------------------------------------------------------------------------

CREATE TABLE dhcp_subnet (
    id             INTEGER PRIMARY KEY,
    cidr           TEXT NOT NULL UNIQUE,
    shared_network TEXT NOT NULL DEFAULT '',                -- subnets of one wire carry the same name
    interface      TEXT NOT NULL DEFAULT '',                -- '' : whichever has an address in cidr
    relay          TEXT NOT NULL DEFAULT '',                -- giaddr outside cidr that stands for this subnet
    clients        TEXT NOT NULL DEFAULT 'phones' CHECK (clients IN ('phones', 'all')),
    authoritative  INTEGER NOT NULL DEFAULT 0 CHECK (authoritative IN (0, 1)),
    router         TEXT NOT NULL DEFAULT '',                -- space-separated addresses
    dns_servers    TEXT NOT NULL DEFAULT '',
    domain_name    TEXT NOT NULL DEFAULT '',
    tftp_servers   TEXT NOT NULL DEFAULT '',                -- option 150, 66 and siaddr; '' : the node that answers
    ntp_servers    TEXT NOT NULL DEFAULT '',
    lease_seconds  INTEGER NOT NULL DEFAULT 86400 CHECK (lease_seconds BETWEEN 60 AND 31536000),
    enabled        INTEGER NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1))
) STRICT;

CREATE TABLE dhcp_range (
    subnet INTEGER NOT NULL REFERENCES dhcp_subnet (id) ON DELETE CASCADE,
    first  TEXT NOT NULL,
    last   TEXT NOT NULL,
    PRIMARY KEY (subnet, first)
) STRICT;

CREATE TABLE dhcp_exclusion (
    subnet INTEGER NOT NULL REFERENCES dhcp_subnet (id) ON DELETE CASCADE,
    first  TEXT NOT NULL,
    last   TEXT NOT NULL,
    PRIMARY KEY (subnet, first)
) STRICT;

CREATE TABLE dhcp_reservation (
    subnet     INTEGER NOT NULL REFERENCES dhcp_subnet (id) ON DELETE CASCADE,
    kind       TEXT NOT NULL CHECK (kind IN ('mac', 'client-id', 'circuit')),
    identifier TEXT NOT NULL,                               -- upper-case hexadecimal digits
    address    TEXT NOT NULL,
    PRIMARY KEY (subnet, kind, identifier),
    UNIQUE (subnet, address)
) STRICT;

CREATE TABLE dhcp_option (
    subnet INTEGER NOT NULL REFERENCES dhcp_subnet (id) ON DELETE CASCADE,
    -- '' applies to everybody in the subnet; otherwise the beginning of a vendor class.
    vendor_class TEXT NOT NULL DEFAULT '',
    code         INTEGER NOT NULL CHECK (code BETWEEN 1 AND 254),
    value        TEXT NOT NULL,                             -- hexadecimal octets
    PRIMARY KEY (subnet, vendor_class, code)
) STRICT;

-- Live actions and the record of change -----------------------------------------------------------------------------

-- What a command asks of the process that holds the phone or the leases (design §5); answered in the journal.
CREATE TABLE request (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    action     TEXT NOT NULL CHECK (action IN ('reset', 'restart', 'apply', 'release-lease')),
    target     TEXT NOT NULL,                               -- device name, or address of a lease
    created_at INTEGER NOT NULL DEFAULT (unixepoch())
) STRICT;

-- What changed, by aggregate root: the loader reads these aggregates again. `key` is the root's id.
CREATE TABLE change (
    sequence  INTEGER PRIMARY KEY AUTOINCREMENT,
    aggregate TEXT NOT NULL,
    key       INTEGER NOT NULL
) STRICT;
