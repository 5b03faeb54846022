-- What phones share besides their pool: the enterprise's phone settings and common phone profiles. What a phone has of its
-- own: expansion modules and further elements of its file. Templates for phones that register themselves.

-- Vendor settings have three layers, and the nearest that gives a setting a value counts: enterprise, profile, phone.
CREATE TABLE enterprise_phone (
    id            INTEGER PRIMARY KEY CHECK (id = 1),       -- there is one enterprise
    vendor_config TEXT NOT NULL DEFAULT ''                  -- as device.vendor_config
) STRICT;
INSERT INTO enterprise_phone (id) VALUES (1);

CREATE TABLE phone_profile (
    id               INTEGER PRIMARY KEY,
    name             TEXT NOT NULL UNIQUE COLLATE NOCASE CHECK (length(name) BETWEEN 1 AND 50),
    description      TEXT NOT NULL DEFAULT '',
    vendor_config    TEXT NOT NULL DEFAULT '',
    unlock_password  TEXT NOT NULL DEFAULT '' CHECK (length(unlock_password) <= 15), -- of the phone's own settings menu
    user_backgrounds INTEGER NOT NULL DEFAULT 1 CHECK (user_backgrounds IN (0, 1)),  -- users choose their background
    background       TEXT NOT NULL DEFAULT '',              -- file of the background that they start with; '' : none
    dnd_alert        TEXT NOT NULL DEFAULT 'beep' CHECK (dnd_alert IN ('none', 'flash', 'beep'))
) STRICT;
INSERT INTO phone_profile (id, name, description) VALUES (1, 'Standard Common Phone Profile', 'For phones that name no other');

ALTER TABLE device ADD COLUMN phone_profile INTEGER REFERENCES phone_profile (id); -- NULL: the standard one
ALTER TABLE device ADD COLUMN further_xml TEXT NOT NULL DEFAULT '';  -- elements merged into its file, in normal form

CREATE TABLE device_module (
    device   INTEGER NOT NULL REFERENCES device (id) ON DELETE CASCADE,
    position INTEGER NOT NULL CHECK (position BETWEEN 1 AND 3), -- 1 stands next to the phone
    model    INTEGER NOT NULL REFERENCES phone_model (id),
    load     TEXT NOT NULL DEFAULT '',                      -- '' : it keeps its image
    PRIMARY KEY (device, position)
) STRICT;

ALTER TABLE device_pool ADD COLUMN network_locale TEXT NOT NULL DEFAULT ''; -- '' : the enterprise parameter

-- Phones that register themselves -------------------------------------------------------------------------------------------

-- Texts are rules: {dn}, {model}, {name}, {mac}, {protocol} and {node} stand for what is known of the phone. '' is what the
-- phone would get without the template.
CREATE TABLE universal_device_template (
    id               INTEGER PRIMARY KEY,
    name             TEXT NOT NULL UNIQUE COLLATE NOCASE CHECK (length(name) BETWEEN 1 AND 50),
    description      TEXT NOT NULL DEFAULT 'Auto {dn}',     -- of the phone
    pool             TEXT NOT NULL DEFAULT '',              -- name of a device pool; '' : the device default's
    button_template  TEXT NOT NULL DEFAULT '',              -- name of a phone button template; '' : the device default's
    softkey_template INTEGER REFERENCES softkey_template (id),
    location         INTEGER REFERENCES location (id),
    phone_profile    INTEGER REFERENCES phone_profile (id),
    user_locale      TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE universal_line_template (
    id            INTEGER PRIMARY KEY,
    name          TEXT NOT NULL UNIQUE COLLATE NOCASE CHECK (length(name) BETWEEN 1 AND 50),
    description   TEXT NOT NULL DEFAULT '',                 -- of the number
    partition_id  INTEGER REFERENCES route_partition (id),  -- NULL: the node's
    alerting_name TEXT NOT NULL DEFAULT '',
    display       TEXT NOT NULL DEFAULT '',
    label         TEXT NOT NULL DEFAULT '{dn}',
    max_calls     INTEGER NOT NULL DEFAULT 4 CHECK (max_calls BETWEEN 1 AND 200),
    busy_trigger  INTEGER NOT NULL DEFAULT 2 CHECK (busy_trigger BETWEEN 1 AND 200),
    ring          TEXT NOT NULL DEFAULT 'ring'
                  CHECK (ring IN ('default', 'disable', 'flash only', 'ring once', 'ring', 'beep only')),
    CHECK (busy_trigger <= max_calls)
) STRICT;

ALTER TABLE node ADD COLUMN autoreg_device_template INTEGER REFERENCES universal_device_template (id);
ALTER TABLE node ADD COLUMN autoreg_line_template INTEGER REFERENCES universal_line_template (id);

-- The record of change -----------------------------------------------------------------------------------------------------

CREATE TRIGGER enterprise_phone_inserted AFTER INSERT ON enterprise_phone BEGIN
    INSERT INTO change (aggregate, key) VALUES ('enterprise_phone', NEW.id);
END;
CREATE TRIGGER enterprise_phone_updated AFTER UPDATE ON enterprise_phone BEGIN
    INSERT INTO change (aggregate, key) VALUES ('enterprise_phone', NEW.id);
END;
CREATE TRIGGER enterprise_phone_deleted AFTER DELETE ON enterprise_phone BEGIN
    INSERT INTO change (aggregate, key) VALUES ('enterprise_phone', OLD.id);
END;

CREATE TRIGGER phone_profile_inserted AFTER INSERT ON phone_profile BEGIN
    INSERT INTO change (aggregate, key) VALUES ('phone_profile', NEW.id);
END;
CREATE TRIGGER phone_profile_updated AFTER UPDATE ON phone_profile BEGIN
    INSERT INTO change (aggregate, key) SELECT 'phone_profile', OLD.id UNION SELECT 'phone_profile', NEW.id;
END;
CREATE TRIGGER phone_profile_deleted AFTER DELETE ON phone_profile BEGIN
    INSERT INTO change (aggregate, key) VALUES ('phone_profile', OLD.id);
END;

CREATE TRIGGER universal_device_template_inserted AFTER INSERT ON universal_device_template BEGIN
    INSERT INTO change (aggregate, key) VALUES ('universal_device_template', NEW.id);
END;
CREATE TRIGGER universal_device_template_updated AFTER UPDATE ON universal_device_template BEGIN
    INSERT INTO change (aggregate, key)
    SELECT 'universal_device_template', OLD.id UNION SELECT 'universal_device_template', NEW.id;
END;
CREATE TRIGGER universal_device_template_deleted AFTER DELETE ON universal_device_template BEGIN
    INSERT INTO change (aggregate, key) VALUES ('universal_device_template', OLD.id);
END;

CREATE TRIGGER universal_line_template_inserted AFTER INSERT ON universal_line_template BEGIN
    INSERT INTO change (aggregate, key) VALUES ('universal_line_template', NEW.id);
END;
CREATE TRIGGER universal_line_template_updated AFTER UPDATE ON universal_line_template BEGIN
    INSERT INTO change (aggregate, key)
    SELECT 'universal_line_template', OLD.id UNION SELECT 'universal_line_template', NEW.id;
END;
CREATE TRIGGER universal_line_template_deleted AFTER DELETE ON universal_line_template BEGIN
    INSERT INTO change (aggregate, key) VALUES ('universal_line_template', OLD.id);
END;

CREATE TRIGGER device_module_inserted AFTER INSERT ON device_module BEGIN
    INSERT INTO change (aggregate, key) VALUES ('device', NEW.device);
END;
CREATE TRIGGER device_module_updated AFTER UPDATE ON device_module BEGIN
    INSERT INTO change (aggregate, key) SELECT 'device', OLD.device UNION SELECT 'device', NEW.device;
END;
CREATE TRIGGER device_module_deleted AFTER DELETE ON device_module BEGIN
    INSERT INTO change (aggregate, key) VALUES ('device', OLD.device);
END;

-- Parameters that files are made from ---------------------------------------------------------------------------------------

WITH seeded (scope, name, kind, default_value, minimum, maximum, choices, unit, help) AS (VALUES
    ('tftp', 'default-file-when-off', 'boolean', 'false', NULL, NULL, '', '',
     'Serve XMLDefault.cnf.xml, marked disabled, while auto-registration is off. Without it unknown phones find no file.'),
    ('tftp', 'os79xx-load', 'text', '', NULL, NULL, '', 'image',
     'The image that OS79XX.TXT names. Every 7940 and 7960 with another image then loads it. Empty: no such file.'),
    ('enterprise', 'advertise-g722', 'boolean', 'true', NULL, NULL, '', '',
     'Whether phones that can offer the wide-band codec G.722.'),
    ('enterprise', 'auto-call-pickup', 'boolean', 'false', NULL, NULL, '', '',
     'Whether PickUp answers the call at once instead of ringing the phone that picks it up.'),
    ('enterprise', 'blf-audible-alert-idle', 'boolean', 'false', NULL, NULL, '', '',
     'Whether an idle phone sounds when a watched number rings.'),
    ('enterprise', 'blf-audible-alert-busy', 'boolean', 'false', NULL, NULL, '', '',
     'Whether a phone in a call sounds when a watched number rings.'),
    ('enterprise', 'dscp-phone-configuration', 'integer', '24', 0, 63, '', 'DSCP',
     'How SCCP phones mark what they fetch: files and directories.'),
    ('enterprise', 'dscp-phone-services', 'integer', '0', 0, 63, '', 'DSCP',
     'How SCCP phones mark their XML services.'),
    ('enterprise', 'dscp-cm-to-device', 'integer', '24', 0, 63, '', 'DSCP',
     'How phones mark what they say to their Call Manager.'),
    ('enterprise', 'services-provisioning', 'choice', 'both', NULL, NULL, 'internal|external|both', '',
     'Where newer phones take services from: the list in their file, the URLs, or both.')
)
INSERT INTO parameter (scope, name, value, default_value, kind, minimum, maximum, choices, unit, help)
SELECT scope, name, default_value, default_value, kind, minimum, maximum, choices, unit, help
FROM seeded;

-- The form of file that each model reads, finer than before. On a fresh database the seed rows come later and say it themselves.
UPDATE phone_model SET family = 'legacy05' WHERE id IN (20000, 30007, 30008);
UPDATE phone_model SET family = 'legacy10' WHERE id IN (1, 2, 3, 4, 5, 6);
UPDATE phone_model SET family = 'legacy35' WHERE id IN (9, 30019);
UPDATE phone_model SET family = 'conf37' WHERE id = 431;
UPDATE phone_model SET family = 'wifi20' WHERE id = 30002;
UPDATE phone_model SET family = 'java69' WHERE id IN (495, 496, 497, 547, 548, 564);
UPDATE phone_model SET family = 'java85' WHERE id = 302;
UPDATE phone_model SET family = 'ce89' WHERE id IN (585, 586);
UPDATE phone_model SET family = 'cipc' WHERE id = 30016;
UPDATE phone_model SET family = 'analog' WHERE id IN (10, 30027, 30028);
UPDATE phone_model SET family = 'spa' WHERE id BETWEEN 80000 AND 80013;
